"""Answers to what cannot be done now, in the officer's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def conflict(request: HttpRequest, reason: Exception, *, back: str) -> HttpResponse:
    """409: right person, wrong moment. *back* is the page that shows how things stand."""
    return render(request, "409.html", {"reason": str(reason), "back": back}, status=409)
