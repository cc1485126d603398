"""Pages on which a county's clerk or leader takes evidence in, places it and removes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.evidence import actions, asked, matrix
from assessments.evidence.forms import PurposeForm
from assessments.evidence.gate.refusals import EvidenceRefused, refused
from assessments.evidence.kinds import KINDS
from assessments.evidence.models import Evidence
from assessments.evidence.views.pages import year_of
from counties import pace
from counties.access import OfficerRequest, officer_required
from indicators.calculation.items.item import Part
from indicators.calculation.standard import Standard
from schools.actions import Refused
from schools.answers import conflict
from schools.uploads import label

CHANGING = ("GET", "HEAD", "POST")
AT_ONCE = 20
NOT_YOURS = "只有本县的填报员和负责人可以上传、改动佐证材料；您的岗位可以查看。"
ACCEPTED = ",".join(f".{suffix}" for kind in KINDS.values() for suffix in sorted(kind.suffixes))


@dataclass(frozen=True)
class Turned:
    """A file that was not taken, and why."""

    name: str
    refusal: EvidenceRefused


@require_http_methods(CHANGING)
@officer_required
@pace.kept(pace.EVIDENCE)
def upload(request: OfficerRequest) -> HttpResponse:
    """Take in files for items and schools, each judged for itself."""
    county = request.officer.division
    if not actions.may_place(request.officer, county):
        raise PermissionDenied(NOT_YOURS)
    year = year_of(request.GET.get("year", ""))
    fixed = _fixed(request, year)
    back = f"{reverse('evidence', args=[county.code])}?year={year}"
    if request.method != "POST":
        asked_for = {"items": request.GET.getlist("item"), "schools": request.GET.getlist("school")}
        return _upload_page(request, PurposeForm(initial=asked_for, **fixed), year, fixed)
    form = PurposeForm(request.POST, **fixed)
    if "whole" not in request.POST or len(request.FILES.getlist("files")) > AT_ONCE:
        return _upload_page(request, form, year, fixed, turned=[_too_much()])
    if not form.is_valid() or not request.FILES.getlist("files"):
        return _upload_page(request, form, year, fixed, empty=not request.FILES.getlist("files"))
    try:
        taken, turned = _received(request, form, year)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    if turned:
        return _upload_page(request, form, year, fixed, turned=turned, taken=taken)
    messages.success(request, f"收下 {taken} 份佐证材料。")
    return redirect(back)


def _received(request: OfficerRequest, form: PurposeForm, year: int) -> tuple[int, list[Turned]]:
    taken, turned = 0, []
    for file in request.FILES.getlist("files"):
        try:
            actions.receive(
                county=request.officer.division,
                year=year,
                file=file,
                purpose=form.purpose,
                by=request.officer,
                at=timezone.now(),
            )
            taken += 1
        except EvidenceRefused as refusal:
            turned.append(Turned(label(file.name or ""), refusal))
    return taken, turned


def _too_much() -> Turned:
    return Turned("这一次上传", refused("M20", f"一次最多 {AT_ONCE} 份、100 MB，每份最大 20 MB。"))


@require_http_methods(CHANGING)
@officer_required
def place(request: OfficerRequest, pk: int) -> HttpResponse:
    """What one file is for; by POST, say it anew."""
    evidence = _mine(request, pk)
    last = evidence.placements.latest("pk")
    fixed = _fixed(request, evidence.year)
    back = f"{reverse('evidence', args=[evidence.county.code])}?year={evidence.year}"
    if last.removed:
        return conflict(request, LookupError(actions.REMOVED), back=back)
    begins = {"title": last.title, "note": last.note, "items": last.items, "schools": last.schools}
    form = PurposeForm(request.POST or None, initial=begins, **fixed)
    if request.method == "POST" and form.is_valid():
        try:
            actions.place(evidence=evidence, purpose=form.purpose, by=request.officer, at=timezone.now())
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        messages.success(request, "归属已改。")
        return redirect(back)
    context = {
        "section": "county",
        "evidence": evidence,
        "form": form,
        "placements": evidence.placements.select_related("by").order_by("-pk"),
        "back": back,
        **_choices(fixed),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/evidence/place.html", context, status=status)


@require_POST
@officer_required
def remove(request: OfficerRequest, pk: int) -> HttpResponse:
    evidence = _mine(request, pk)
    back = f"{reverse('evidence', args=[evidence.county.code])}?year={evidence.year}"
    try:
        actions.remove(evidence=evidence, by=request.officer, at=timezone.now())
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, "已移除；以前报送时封存的各轮不受影响。")
    return redirect(back)


def _mine(request: OfficerRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.officer).select_related("county", "uploaded_by")
    evidence = get_object_or_404(rows, pk=pk)
    if not actions.may_place(request.officer, evidence.county):
        raise PermissionDenied(NOT_YOURS)
    return evidence


def _fixed(request: OfficerRequest, year: int) -> dict[str, Any]:
    county = request.officer.division
    standard: Standard = asked.standard(county, year, at=timezone.now())
    return {"standard": standard, "names": matrix.school_names(county, year)}


def _choices(fixed: Mapping[str, Any]) -> dict[str, Any]:
    items = sorted(fixed["standard"].items, key=lambda item: item.place)
    parts = [(part, [item for item in items if item.part is part]) for part in Part]
    return {"parts": [each for each in parts if each[1]], "names": fixed["names"]}


def _upload_page(
    request: OfficerRequest, form: PurposeForm, year: int, fixed: Mapping[str, Any], **more: Any
) -> HttpResponse:
    context = {
        "section": "county",
        "form": form,
        "year": year,
        "accepted": ACCEPTED,
        "at_once": AT_ONCE,
        **_choices(fixed),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/evidence/upload.html", context, status=status)
