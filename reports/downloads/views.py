"""下载中心: the office's parcels, asking for one, watching it being made, taking it away."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from counties import pace
from counties.access import OfficerRequest, officer_required
from operations import jobs, keys
from reports.downloads import actions, kept, zipping
from reports.downloads.forms import AskForm, initial
from reports.downloads.models import Bundle
from reports.downloads.zipping import Member
from reports.models import Document, Paper
from schools import files
from schools.actions import Refused
from schools.answers import conflict

SHOWN = 50
SIGNATURE = "text/plain; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
@pace.kept(pace.PARCELS)
def listed(request: OfficerRequest) -> HttpResponse:
    """The parcels of one's office; by POST, ask for one."""
    at, area = timezone.now(), request.GET.get("area", "")
    if request.method != "POST":
        form = AskForm(request.officer, initial=initial(request.officer, area), also=area, at=at)
        return _list(request, form)
    form = AskForm(request.officer, request.POST, also=request.POST.get("area", ""), at=at)
    if not form.is_valid():
        return _list(request, form, status=422)
    chosen = {name: form.cleaned_data[name] for name in ("year", "kinds", "forms")}
    try:
        bundle = actions.ask(area=form.division(), **chosen, by=request.officer, at=at)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("downloads"))
    return redirect("download", bundle.pk)


@require_safe
@officer_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One parcel: how far it is, what is in it, what is missing and why."""
    return render(request, "reports/downloads/detail.html", _shown(_bundle(request, pk)))


@require_safe
@officer_required
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again every second; at the end the page is loaded anew."""
    shown = _shown(_bundle(request, pk))
    response = render(request, "reports/downloads/progress.html", shown)
    if not shown["busy"] and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_safe
@officer_required
def take(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The zip, sent while it is written, noted in the trail."""
    bundle, at = _bundle(request, pk), timezone.now()
    content, back = bundle.held, reverse("download", args=[pk])
    if content is None:
        return conflict(request, LookupError("这个下载包还没有做好。请稍后再来。"), back=back)
    if not content.is_kept(at):
        return conflict(
            request, LookupError("这个下载包已过保存期。请重新打包，已有的文书不会重新生成。"), back=back
        )
    members = [Member(**each) for each in content.members]
    try:
        for member in members:
            files.verified(member.sha256)
    except files.Damaged:
        return conflict(request, LookupError("下载包里有文件缺失或损坏。请告诉系统管理员。"), back=back)
    actions.note_download(bundle=bundle, content=content, by=request.officer, at=at)
    response = StreamingHttpResponse(zipping.stream(members), content_type="application/zip")
    response["Content-Length"] = str(content.size)
    response["Content-Disposition"] = content_disposition_header(True, bundle.filename) or ""
    return response


@require_safe
@officer_required
def signature(request: OfficerRequest, pk: int) -> HttpResponse:
    """The signature (.sig) of a document of a calculation, to be put beside it and checked anywhere."""
    rows = Document.objects.visible_to(request.officer).select_related("calculation__ledger__county")
    document = get_object_or_404(rows, pk=pk)
    return _signature(request, kept.of_document(document), document.calculation.ledger.county.code)


@require_safe
@officer_required
def paper_signature(request: OfficerRequest, pk: int) -> HttpResponse:
    """The signature (.sig) of a document of a round."""
    rows = Paper.objects.visible_to(request.officer).select_related("snapshot__round__assessment__county")
    paper = get_object_or_404(rows, pk=pk)
    return _signature(request, kept.of_paper(paper), paper.snapshot.round.assessment.county.code)


def _signature(request: OfficerRequest, found: kept.Kept, county: str) -> HttpResponse:
    try:
        content = found.signature
    except keys.Unusable as unusable:
        raise Http404("签名密钥不能使用。") from unusable
    actions.note_signature(kept=found, county=county, by=request.officer, at=timezone.now())
    response = HttpResponse(content, content_type=SIGNATURE)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.filename}.sig") or ""
    return response


def _bundle(request: OfficerRequest, pk: int) -> Bundle:
    rows = Bundle.objects.visible_to(request.officer)
    return get_object_or_404(rows.select_related("area", "asked_by__user", "content"), pk=pk)


def _list(request: OfficerRequest, form: AskForm, status: int = 200) -> HttpResponse:
    rows = Bundle.objects.visible_to(request.officer).select_related("area", "asked_by__user", "content")
    context = {"section": "downloads", "form": form, "bundles": rows[:SHOWN], "now": timezone.now()}
    return render(request, "reports/downloads/list.html", context, status=status)


def _shown(bundle: Bundle) -> Mapping[str, object]:
    job, before = (None, None) if bundle.held else actions.jobs_of(bundle)
    busy = job is not None and not job.ended
    if busy:
        jobs.ensure_running()
    content = bundle.held
    kept_still = content is not None and content.is_kept(timezone.now())
    return {
        "section": "downloads",
        "bundle": bundle,
        "content": content,
        "kept": kept_still,
        "job": job,
        "before": before,
        "busy": busy,
    }
