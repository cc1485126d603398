"""A county's ledgers, what is wrong in them, and the files they came in."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from counties.access import OfficerRequest, clerk_required, officer_required
from operations import jobs
from schools import (
    actions,
    comparisons,
    figure_list,
    files,
    kinds,
    mending,
    problem_list,
    version_rows,
    years,
)
from schools.answers import conflict
from schools.models import Ledger
from schools.problem_list import Filter
from schools.remembered import questions

PAGE = 100
XLSX = files.XLSX.media_type


@require_safe
@officer_required
def ledgers(request: OfficerRequest) -> HttpResponse:
    """Every version of every ledger the officer may see, the newest first."""
    # Fetched by themselves: a database may begin a join of all three with the people, of whom there are many.
    rows = Ledger.objects.visible_to(request.officer).prefetch_related("county", "uploaded_by")
    page = Paginator(rows.order_by("-uploaded_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "schools/ledgers.html", {"section": "ledgers", "page": page})


@require_safe
@officer_required
def template(request: OfficerRequest) -> FileResponse:
    """The blank workbook of the officer's division for the present school year, of the kind asked for."""
    year, kind = years.current(timezone.localdate()), kinds.named(request.GET.get("kind", ""))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsx"
        kinds.WAYS[kind].write_blank(path, request.officer.division.name, year)
        content = BytesIO(path.read_bytes())
    name = f"{year}学年{kind.label}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
@officer_required
def ledger(request: OfficerRequest, pk: int) -> HttpResponse:
    """One version: how far its check is, what was found, who sent it."""
    version = _ledger(request, pk)
    if not version.job.ended or version.is_being_accepted:
        jobs.ensure_running()
    versions = Ledger.objects.visible_to(request.officer).of_year(version.year).filter(kind=version.kind)
    context = {
        "section": "ledgers",
        "ledger": version,
        "counts": problem_list.counts(version),
        "questions": questions.of(version),
        "versions": list(
            versions.filter(county__code=version.county.code).select_related("uploaded_by", "accepted_by")
        ),
    }
    return render(request, "schools/ledger.html", context)


@require_safe
@officer_required
def progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again every second; at the end the page is loaded anew."""
    version = _ledger(request, pk)
    if not version.job.ended:
        jobs.ensure_running()
    response = render(request, "schools/progress.html", {"ledger": version})
    if version.job.ended and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_safe
@officer_required
def rows(request: OfficerRequest, pk: int) -> HttpResponse:
    """What stands in a version, school by school or figure by figure."""
    version, search = _ledger(request, pk), request.GET.get("search", "")[:60]
    try:
        table = version_rows.of(version, search)
    except actions.Refused as refusal:
        return conflict(request, refusal, back=reverse("ledger", args=[pk]))
    page = Paginator(table.lines, PAGE // 2).get_page(request.GET.get("page"))
    shown = table.shown(list(page.object_list))
    context = {"section": "ledgers", "ledger": version, "table": table, "page": page, "search": search}
    context |= {
        "lines": shown,
        "figures": shown[0][1] if shown else [],
    }
    return render(request, "schools/rows.html", context)


@require_safe
@officer_required
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """The bytes as they were uploaded."""
    version = _ledger(request, pk)
    try:
        path = files.verified(version.sha256)
    except files.Damaged as damage:
        raise Http404("原文件已缺失或损坏。") from damage
    file = path.open("rb")
    found = files.format_of(file.read(8))
    file.seek(0)
    stem, _, ending = version.filename.rpartition(".")
    name = version.filename if ending.lower() == found.ending else f"{stem or ending}.{found.ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=found.media_type)


@require_safe
@officer_required
def problems(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is wrong, each with its cell, what is expected and how to mend it."""
    version, asked = _ledger(request, pk), Filter.of(request.GET)
    context = {
        "section": "ledgers",
        "ledger": version,
        "asked": asked,
        "counts": problem_list.counts(version),
        "rules": problem_list.rules(version),
        "page": Paginator(asked.problems(version), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "schools/problems.html", context)


@require_safe
@officer_required
def repair(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The workbook with every problem marked in it, to be corrected and uploaded again."""
    version = _ledger(request, pk)
    if version.state not in {Ledger.State.CHECKED, Ledger.State.ACCEPTED, Ledger.State.REPLACED}:
        reason = actions.Refused(f"第 {version.version} 版{version.get_state_display()}，没有修改稿。")
        return conflict(request, reason, back=reverse("ledger", args=[pk]))
    try:
        content = BytesIO(mending.workbook(version))
    except mending.Unwritable:
        reason = actions.Refused("修改稿写不出来。请下载原件，对照问题清单改正。")
        return conflict(request, reason, back=reverse("problems", args=[pk]))
    name = mending.name_of(version)
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
@clerk_required
def mend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the suggested values of the problems that were chosen, or of all, into a new version."""
    version = _ledger(request, pk)
    chosen = {int(each) for each in request.POST.getlist("problem") if each.isdecimal() and len(each) < 19}
    if request.POST.get("all") == "1":
        chosen = set(version.problems.exclude(changes=[]).values_list("pk", flat=True))
    try:
        new = actions.mend(ledger=version, problems=chosen, by=request.officer, at=timezone.now())
    except actions.Refused as refusal:
        return conflict(request, refusal, back=reverse("problems", args=[pk]))
    return redirect("ledger", new.pk)


@require_POST
@clerk_required
def restore(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make an older version the newest."""
    version = _ledger(request, pk)
    try:
        new = actions.restore(ledger=version, by=request.officer, at=timezone.now())
    except actions.Refused as refusal:
        return conflict(request, refusal, back=reverse("ledger", args=[pk]))
    return redirect("ledger", new.pk)


@require_safe
@officer_required
def compare(request: OfficerRequest, pk: int) -> HttpResponse:
    """What differs between a version and another: the one before, another of the year, last year's."""
    version = _ledger(request, pk)
    offered = comparisons.offered(version, request.officer)
    other = comparisons.chosen(offered, request.GET.get("with", ""), version)
    try:
        found = comparisons.made(other, version) if other else None
    except actions.Refused as refusal:
        return conflict(request, refusal, back=reverse("ledger", args=[pk]))
    context = {"section": "ledgers", "ledger": version, "other": other, "offered": offered}
    one = found.of(request.GET.get("school", "")) if found else None
    page = Paginator(found.changed if found else (), PAGE).get_page(request.GET.get("page"))
    return render(request, "schools/compare.html", {**context, "difference": found, "one": one, "page": page})


@require_POST
@clerk_required
def explain(request: OfficerRequest, pk: int, problem: int) -> HttpResponse:
    """Keep what the county says about a 疑点."""
    version = _ledger(request, pk)
    row = get_object_or_404(version.problems, pk=problem)
    back = reverse("problems", args=[pk])
    try:
        actions.explain(problem=row, text=request.POST.get("text", ""), by=request.officer, at=timezone.now())
    except actions.Refused as refusal:
        return conflict(request, refusal, back=back)
    if request.headers.get("HX-Request"):
        row.refresh_from_db()
        return render(request, "components/problem.html", {"problem": row, "ledger": version})
    return redirect(f"{back}#problem-{row.pk}")


@require_safe
@officer_required
def figures(request: OfficerRequest, pk: int) -> HttpResponse:
    """The county's figures as they were accepted, each with the cell it comes from."""
    version = _ledger(request, pk)
    if version.is_of_schools:
        raise Http404("这一版是学校台账。")
    accepted = getattr(version, "county_year", None)
    if accepted is None:
        reason = actions.Refused("这一版还没有采用，采用以后才有正式的数。")
        return conflict(request, reason, back=reverse("ledger", args=[pk]))
    context = {"section": "ledgers", "ledger": version, "groups": figure_list.of(accepted)}
    return render(request, "schools/figures.html", context)


def _ledger(request: OfficerRequest, pk: int) -> Ledger:
    rows = Ledger.objects.visible_to(request.officer).select_related(
        "county", "job", "acceptance", "uploaded_by", "restored_from"
    )
    return get_object_or_404(rows, pk=pk)
