"""A school's years and events, and confirming an event."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from counties.access import OfficerRequest, clerk_required, officer_required
from schools import actions
from schools.answers import conflict
from schools.history import confirming, years
from schools.history.changes import Kind
from schools.models import Ledger, School


@require_safe
@officer_required
def school(request: OfficerRequest, code: str) -> HttpResponse:
    """A school by its code: its name and figures in each year, and what became of it."""
    rows = School.objects.visible_to(request.officer).select_related("county")
    found = get_object_or_404(rows, code=code)
    context = {"school": found, "years": years.of(found), "events": years.events(found)}
    return render(request, "schools/school.html", context)


@require_POST
@clerk_required
def confirm(request: OfficerRequest, pk: int, problem: int) -> HttpResponse:
    """Keep what the county says became of a school."""
    rows = Ledger.objects.visible_to(request.officer).select_related("county")
    row = get_object_or_404(
        get_object_or_404(rows, pk=pk).problems.select_related("ledger__county"), pk=problem
    )
    kind, on, back = (
        request.POST.get("kind", ""),
        _day(request.POST.get("on", "")),
        reverse("problems", args=[pk]),
    )
    if kind not in set(Kind) or on is None:
        reason = actions.Refused("请选择是哪一种变动，并写明从哪天起。")
        return conflict(request, reason, back=back)
    note = request.POST.get("note", "")
    try:
        confirming.confirm(
            problem=row, kind=Kind(kind), on=on, note=note, by=request.officer, at=timezone.now()
        )
    except actions.Refused as refusal:
        return conflict(request, refusal, back=back)
    return redirect(f"{back}#problem-{row.pk}")


def _day(text: str) -> date | None:
    try:
        return parse_date(text[:10])
    except ValueError:
        return None
