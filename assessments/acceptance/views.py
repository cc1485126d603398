"""Accepting a ledger: what it means, asking for it, and how far it is."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments import actions, track
from counties.access import OfficerRequest, clerk_required, officer_required
from operations import jobs
from schools.actions import Refused
from schools.answers import conflict
from schools.models import Ledger


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_required
def accept(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say in words what accepting means, or how far it is; by POST, ask for it."""
    ledger = _ledger(request, pk)
    if request.method == "POST":
        try:
            actions.ask_to_accept(ledger=ledger, by=request.officer, at=timezone.now())
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("ledger", args=[pk]))
        return redirect("ledger-accept", pk)
    if ledger.is_being_accepted:
        jobs.ensure_running()
    context = {"section": "ledgers", "ledger": ledger, "path": track.of(ledger)}
    return render(request, "assessments/accept.html", context)


@require_safe
@officer_required
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The part of a page that asks again every second; once it is accepted, the county's page comes."""
    ledger = _ledger(request, pk)
    if ledger.is_being_accepted:
        jobs.ensure_running()
    response = render(request, "assessments/accepting.html", {"ledger": ledger})
    if request.headers.get("HX-Request") and not ledger.is_being_accepted:
        if ledger.acceptance_failed:
            response["HX-Refresh"] = "true"
        else:
            response["HX-Redirect"] = f"{reverse('county', args=[ledger.county.code])}?year={ledger.year}"
    return response


def _ledger(request: OfficerRequest, pk: int) -> Ledger:
    rows = Ledger.objects.visible_to(request.officer).select_related("county", "acceptance")
    return get_object_or_404(rows, pk=pk)
