"""A county's year, many counties at a glance, sending in and answering."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions, ahead, onward, overview, path, regions
from assessments.forms import AnswerForm
from assessments.inbox import waiting
from assessments.recheck import standing as rechecks
from counties import pace
from counties.access import OfficerRequest, clerk_required, officer_required
from counties.levels import Level
from counties.models import Division, Officer
from indicators import checklist, panels, published, timeline
from indicators.actions import Refused as NotAnswered
from indicators.calculation.items.item import Item
from indicators.models import Calculation
from operations import jobs
from schools import actions as schools
from schools import figure_entry, kinds, uploads, years
from schools.actions import Refused
from schools.answers import conflict
from schools.figure_entry import Entry
from schools.figure_form import FiguresForm
from schools.forms import UploadForm
from schools.ledger.problems import LedgerRefused, Problem
from schools.ledger.texts import visible
from schools.models import Ledger

PAGE = 50
YEARS_FILLED = 4  # for which the form is offered; any other by its workbook


@require_safe
@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    """My county; or, where one answers for several, all of them."""
    if request.officer.looks_after_the_system:
        return redirect("trail" if request.officer.role == Officer.Role.AUDITOR else "posts")
    if request.officer.level is Level.COUNTY:
        return _county(request, request.officer.division)
    return _counties(request)


@require_safe
@officer_required
def county(request: OfficerRequest, code: str) -> HttpResponse:
    current = Division.objects.visible_to(request.officer).counties().current().with_parents()
    return _county(request, get_object_or_404(current, code=code))


def _county(request: OfficerRequest, division: Division) -> HttpResponse:
    ledgers = path.ledgers(division)
    kept = path.years_kept(ledgers)
    year = _year(request, default=kept[0] if kept else None)
    found = onward.of_county(request.officer, division, year)
    main = ahead.chosen(way := path.of(division, year, ledgers), found)
    way = ahead.with_step(way, main)
    if way.next is path.Next.WAIT:
        jobs.ensure_running()
    context = {
        "section": "county",
        "path": way,
        **(_coefficients(division, way.calculation) if way.calculation else {}),
        "years": sorted({_years()[0], *kept}, reverse=True),
        "onward": found,
        "recheck": rechecks.of_county(division).first(),
        "ahead": ahead.of(way, main, request.officer, on=timezone.localdate()),
    }
    return render(request, "assessments/county.html", context)


def _coefficients(division: Division, calculation: Calculation) -> dict[str, Any]:
    """The coefficients of the year beside their ceilings, and from year to year, in one query."""
    standard = calculation.standard
    stages = timeline.stages_of(division, calculation.standard_code)
    own = [each for each in stages if each.calculation_id == calculation.pk]
    return {
        "charts": tuple(panels.panel(each, stages[each], standard) for each in own),
        "courses": timeline.pictures(stages, standard),
    }


def _counties(request: OfficerRequest) -> HttpResponse:
    newest = overview.newest_year(request.officer)
    year, search = _year(request, default=newest), visible(request.GET.get("search", ""))[:60]
    # Of a province's or the nation's many counties those are first worth a look that have begun.
    wide = request.officer.level in {Level.PROVINCE, Level.NATION}
    under = _digits(request.GET.get("under", ""))
    state = request.GET.get("state", regions.SENT if wide and newest and not (search or under) else "")
    standing = regions.of(request.officer, year=year)
    chosen = standing.chosen(under=under, state=state)
    if search:
        named = overview.found(request.officer, year=year, search=search)
        chosen = [code for code in chosen if code in named]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "county",
        "year": year,
        "years": _years(),
        "search": search,
        "state": state,
        "states": regions.STATES.items(),
        "under": under,
        "standing": standing,
        "tasks": [] if search else waiting.tasks(request.officer, on=timezone.localdate()),
        "rechecks": [] if search else waiting.rechecks(request.officer, on=timezone.localdate()),
        "others": regions.tiles.OTHERS,
        "page": page,
        "counties": overview.lines(list(page.object_list), year=year),
    }
    return render(request, "assessments/counties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_required
@pace.kept(pace.UPLOADS)
def upload(request: OfficerRequest) -> HttpResponse:
    """Take in a workbook, or say at once why it cannot be one."""
    if request.method != "POST":
        asked = {"year": _year(request), "kind": kinds.named(request.GET.get("kind", ""))}
        return _upload_page(request, UploadForm(standards=_standards(request), initial=asked))
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.LIMIT + uploads.MEGABYTE:
        return render(request, "413.html", status=413)
    form = UploadForm(request.POST, request.FILES, standards=_standards(request))
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    at = timezone.now()
    try:
        ledger = _received(request, form, at)
    except LedgerRefused as refusal:
        return _upload_page(request, form, refusal.problem, status=422)
    if ledger.uploaded_at < at:
        messages.info(request, f"这份文件与第 {ledger.version} 版完全相同，没有重复收下。")
    return redirect("ledger", ledger.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_required
def figures(request: OfficerRequest) -> HttpResponse:
    """The form of the county's figures; what is sent in becomes the next version, like a workbook."""
    entry = figure_entry.of(request.officer, _year(request))
    fixed: dict[str, Any] = {"standards": _standards(request), "found": entry.problems()}
    if request.method != "POST":
        return _figures_page(request, entry, FiguresForm(initial=entry.initial(), **fixed))
    form, at = FiguresForm(request.POST, **fixed), timezone.now()
    if not form.is_valid():
        return _figures_page(request, entry, form, status=422)
    try:
        ledger = schools.fill_in(
            county=request.officer.division,
            year=entry.year,
            standard=form.cleaned_data["standard"],
            figures=form.figures,
            basis=form.cleaned_data["basis"],
            by=request.officer,
            at=at,
        )
    except Refused as refusal:
        return conflict(request, refusal, back=f"{reverse('figures')}?year={entry.year}")
    if ledger.uploaded_at < at:
        messages.info(request, f"填的数与第 {ledger.version} 版完全相同，没有重复收下。")
    return redirect("ledger", ledger.pk)


def _figures_page(
    request: OfficerRequest, entry: Entry, form: FiguresForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "section": "ledgers",
        "entry": entry,
        "form": form,
        "years": _years()[:YEARS_FILLED],
    }
    return render(request, "assessments/figures.html", context, status=status)


def _received(request: OfficerRequest, form: UploadForm, at: datetime) -> Ledger:
    return schools.receive(
        county=request.officer.division,
        year=form.cleaned_data["year"],
        kind=form.cleaned_data["kind"],
        standard=form.cleaned_data["standard"],
        file=form.cleaned_data["file"],
        by=request.officer,
        at=at,
    )


@require_POST
@clerk_required
def evaluate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Try again a calculation that did not come to its end."""
    ledger = get_object_or_404(Ledger.objects.visible_to(request.officer).select_related("county"), pk=pk)
    try:
        actions.evaluate(ledger=ledger, by=request.officer, at=timezone.now())
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("ledger", args=[pk]))
    return redirect(f"{reverse('home')}?year={ledger.year}")


@require_POST
@clerk_required
def answer_item(request: OfficerRequest, pk: int, item: str) -> HttpResponse:
    """Keep the county's conclusion on an item, and give back the item alone where htmx asks."""
    rows = Calculation.objects.visible_to(request.officer).select_related("ledger__county")
    calculation = get_object_or_404(rows, pk=pk)
    asked = next((each for each in calculation.standard.items if each.code == item), None)
    if asked is None:
        raise Http404(item)
    form, at = AnswerForm(request.POST, item=asked), timezone.now()
    refused = form.problem
    if not refused:
        try:
            actions.answer_item(
                calculation=calculation, item=asked, conclusion=form.answer, by=request.officer, at=at
            )
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("items", args=[pk]))
        except NotAnswered as refusal:
            refused = str(refusal)
    return _answered(request, calculation, asked, refused)


def _answered(request: OfficerRequest, calculation: Calculation, item: Item, refused: str) -> HttpResponse:
    if not refused:
        jobs.ensure_running()
        if not request.headers.get("HX-Request"):
            return redirect(f"{reverse('items', args=[calculation.pk])}#{item.code}")
    context = {
        "section": "results",
        "calculation": calculation,
        "entry": checklist.entry(calculation, item, at=timezone.now()),
        "refused": refused,
    }
    if request.headers.get("HX-Request"):  # htmx swaps what was answered with 200 only
        return render(request, "components/item.html", context)
    return render(request, "indicators/item.html", context, status=422 if refused else 200)


@require_safe
@officer_required
def latest_results(request: OfficerRequest) -> HttpResponse:
    newest = _newest(request)
    return redirect("results", newest.pk) if newest else _nothing_yet(request, "results")


@require_safe
@officer_required
def latest_report(request: OfficerRequest) -> HttpResponse:
    newest = _newest(request)
    return redirect("dossier", newest.pk) if newest else _nothing_yet(request, "reports")


def _standards(request: OfficerRequest) -> list[tuple[str, str]]:
    """The standards in force for the officer's county, the newest first."""
    found = published.in_force(timezone.localdate(), request.officer.division.code)
    newest_first = sorted(found, key=lambda standard: standard.issued, reverse=True)
    return [(each.code, f"{each.title}（{each.reference}）") for each in newest_first]


def _upload_page(
    request: OfficerRequest, form: UploadForm, problem: Problem | None = None, *, status: int = 200
) -> HttpResponse:
    kind = kinds.named(str(form["kind"].value()))
    context = {"section": "ledgers", "form": form, "problem": problem, "kind": kind}
    return render(request, "assessments/upload.html", context, status=status)


def _newest(request: OfficerRequest) -> Calculation | None:
    in_force = Calculation.objects.visible_to(request.officer).in_force()
    return in_force.order_by("-ledger__year", "-made_at", "-pk").first()


def _nothing_yet(request: OfficerRequest, section: str) -> HttpResponse:
    return render(request, "assessments/nothing_yet.html", {"section": section})


def _year(request: HttpRequest, *, default: int | None = None) -> int:
    """Return the year asked for; else *default*, else the present school year."""
    asked, known = request.GET.get("year", ""), _years()
    return int(asked) if asked in {str(year) for year in known} else default or known[0]


def _digits(text: str) -> str:
    """The beginning of a division's code, or nothing."""
    return text[:6] if text.isascii() and text.isdigit() else ""


def _years() -> list[int]:
    return years.choices(timezone.localdate())
