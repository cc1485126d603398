"""文书 of an assessment: what each round has, ask for one, download it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Assessment, Snapshot
from counties.access import OfficerRequest, officer_required
from operations import jobs
from reports.models import Paper
from reports.papers import actions, shelf
from reports.papers.kinds import BY_SLUG
from schools import files
from schools.actions import Refused
from schools.answers import conflict


@require_safe
@officer_required
def listed(request: OfficerRequest, pk: int) -> HttpResponse:
    """All documents of each round: there, being made, or not due and why."""
    rows = Assessment.objects.visible_to(request.officer).select_related("county__parent__parent__parent")
    found = get_object_or_404(rows, pk=pk)
    shelves = shelf.of(found, request.officer)
    busy = any(each.busy for each in shelves)
    if busy:
        jobs.ensure_running()
    context = {"section": "assessments", "assessment": found, "shelves": shelves, "busy": busy}
    return render(request, "reports/papers.html", context)


@require_POST
@officer_required
def make(request: OfficerRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """Have a document of the round made, as PDF and as Word."""
    rows = Snapshot.objects.visible_to(request.officer).select_related(actions.COUNTY)
    snapshot = get_object_or_404(rows, round__assessment=pk, round__number=number)
    if kind not in BY_SLUG:
        raise Http404(f"no document {kind}")
    back = reverse("papers", args=[pk])
    try:
        actions.request_paper(
            snapshot=snapshot,
            kind=BY_SLUG[kind],
            subject=request.POST.get("subject", "").strip()[:10],
            by=request.officer,
            at=timezone.now(),
        )
    except actions.NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    return redirect(back)


@require_safe
@officer_required
def download(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The bytes as they were made, noted in the trail."""
    rows = Paper.objects.visible_to(request.officer).select_related("snapshot__round__assessment__county")
    paper = get_object_or_404(rows, pk=pk)
    try:
        path = files.verified(paper.sha256)
    except files.Damaged as damage:
        raise Http404("文件已缺失或损坏。") from damage
    actions.note_download(paper=paper, by=request.officer, at=timezone.now())
    media_type = Paper.Form(paper.form).media_type
    return FileResponse(path.open("rb"), as_attachment=True, filename=paper.filename, content_type=media_type)
