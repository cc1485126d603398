"""What the database itself refuses is told on a page: past every action, still nothing was changed."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from operations import triggers


class Refusing:
    """Middleware: answer 409 with the sentence of the trigger that refused, on any page, /admin/ as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        reason = triggers.said(exception) if isinstance(exception, DatabaseError) else ""
        if not reason:
            return None
        context = {"reason": f"{reason}。", "back": page_before(request)}
        return render(request, "409.html", context, status=409)


def page_before(request: HttpRequest) -> str:
    """Return the path of the page of ours that sent the form, else the first page."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    return urlsplit(page).path or "/"
