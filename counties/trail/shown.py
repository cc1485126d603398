"""The list of events as a page, for the view and for an export that could not be made; and for whom."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from counties.access import OfficerRequest
from counties.models import Officer
from counties.trail import paging, told
from counties.trail.asked import Asked
from operations import verification, words

NOT_YOURS = "审计记录只由审计员查看；您的岗位不能查看。"


def must_be_auditor(officer: Officer) -> None:
    if officer.role != Officer.Role.AUDITOR:
        raise PermissionDenied(NOT_YOURS)


def page(request: OfficerRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    asked = Asked.of(request.GET)
    found = paging.page(
        asked.events(request.officer.division),
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "section": "trail",
        "asked": asked,
        "deeds": words.DEEDS.items(),
        "page": found,
        "events": told.told(found.events),
        "verified": verification.last(),
        "problem": problem,
    }
    return render(request, "counties/trail/trail.html", context, status=status)
