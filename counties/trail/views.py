"""The trail, event by event; only the auditor (审计员) reads it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from counties.access import OfficerRequest, officer_required
from counties.trail import place, shown, told
from operations.models import AuditEvent


@require_safe
@officer_required
def trail(request: OfficerRequest) -> HttpResponse:
    """The newest events that are asked for."""
    shown.must_be_auditor(request.officer)
    return shown.page(request)


@require_safe
@officer_required
def event(request: OfficerRequest, pk: int) -> HttpResponse:
    """One event: what it says, and where it stands in its chain."""
    found = get_object_or_404(AuditEvent.objects.visible_to(request.officer.division), pk=pk)
    shown.must_be_auditor(request.officer)
    context = {"section": "trail", "told": told.told([found])[0], "place": place.of(found)}
    return render(request, "counties/trail/event.html", context)
