"""A calculation's documents: ask for them, watch them being made, download them."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from counties.access import OfficerRequest, officer_required
from indicators.models import Calculation
from operations import jobs
from reports import actions, shelf
from reports.models import Document
from reports.shelf import Shelf
from schools import files
from schools.answers import conflict


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def dossier(request: OfficerRequest, pk: int) -> HttpResponse:
    """The dossier and the forms; by POST, have them made."""
    calculation = _calculation(request, pk)
    if request.method == "POST":
        actions.request_documents(calculation=calculation, by=request.officer, at=timezone.now())
        return redirect("dossier", pk)
    context = {"section": "reports", "calculation": calculation, "shelf": _shelf(request, calculation)}
    return render(request, "reports/documents.html", context)


@require_safe
@officer_required
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again every second; at the end the page is loaded anew."""
    calculation = _calculation(request, pk)
    found = _shelf(request, calculation)
    response = render(request, "reports/progress.html", {"calculation": calculation, "shelf": found})
    if not found.busy and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_safe
@officer_required
def download(request: OfficerRequest, pk: int, kind: str = Document.Kind.DOSSIER) -> HttpResponseBase:
    """The bytes as they were made, noted in the trail."""
    calculation = _calculation(request, pk)
    if kind not in Document.Kind.values:
        raise Http404(f"no document {kind}")
    document = next((each for each in shelf.newest(calculation) if each.kind == kind), None)
    if document is None:
        return conflict(request, LookupError("报告还没有生成。"), back=reverse("dossier", args=[pk]))
    try:
        path = files.verified(document.sha256)
    except files.Damaged as damage:
        raise Http404("文件已缺失或损坏。") from damage
    actions.note_download(document=document, by=request.officer, at=timezone.now())
    media_type = Document.Kind(kind).media_type
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=document.filename, content_type=media_type
    )


def _calculation(request: OfficerRequest, pk: int) -> Calculation:
    rows = Calculation.objects.visible_to(request.officer).select_related("ledger__county__parent__parent")
    return get_object_or_404(rows, pk=pk)


def _shelf(request: OfficerRequest, calculation: Calculation) -> Shelf:
    found = shelf.of(calculation, request.officer)
    if found.busy:
        jobs.ensure_running()
    return found
