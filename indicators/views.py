"""Results (结果): every school, every indicator, and how each figure was worked out."""

from dataclasses import replace
from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from counties.access import OfficerRequest, officer_required
from indicators import (
    charts,
    checklist,
    doubts,
    gather,
    guide,
    matrix,
    panels,
    published,
    shortfalls,
    working,
)
from indicators.calculation import clauses, findings
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.indicators import Indicator
from indicators.live import ready
from indicators.models import Calculation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PINNED = 50  # schools kept at the top


@require_safe
@officer_required
def results(request: OfficerRequest, pk: int) -> HttpResponse:
    """Both stages: coefficients beside their ceilings, then schools × indicators."""
    calculation = _calculation(request, pk)
    short, sort = request.GET.get("only") == "short", request.GET.get("sort", "")
    pinned = frozenset(request.GET.getlist("pin")[:MOST_PINNED])
    stages = panels.panels(calculation)
    units = {Stage(chart.stage.stage): matrix.units(chart.stage.schools.all()) for chart in stages}
    # What each school lacks is asked of the ledger, so only where one looks for it.
    wanted = units if short else {stage: [] for stage in units}
    found = shortfalls.of(calculation.ledger, wanted, calculation.standard, _allowances(calculation))
    matrices = [
        matrix.of(
            chart.stage,
            units[Stage(chart.stage.stage)],
            calculation.standard,
            lacks=found[Stage(chart.stage.stage)],
            short=short,
            sort=sort,
            pinned=pinned,
        )
        for chart in stages
    ]
    context = {
        "calculation": calculation,
        "charts": stages,
        "matrices": matrices,
        "short": short,
        "sort": sort,
        "pinned": sorted(pinned),
    }
    return render(request, "indicators/results.html", {"section": "results", **context})


@require_safe
@officer_required
def items(request: OfficerRequest, pk: int) -> HttpResponse:
    """The whole standard item by item; ``?newest`` leads to the newest calculation of the ledger."""
    calculation = _calculation(request, pk)
    others = Calculation.objects.visible_to(request.officer).filter(ledger=calculation.ledger)
    newest = others.values_list("pk", flat=True)[0]
    if newest != pk and "newest" in request.GET:
        return redirect("items", newest)
    context = {
        "section": "results",
        "calculation": calculation,
        "checklist": checklist.of(calculation, at=timezone.now()),
        "newest": newest,
        "unsettled": request.GET.get("only") == "unsettled",
    }
    return render(request, "indicators/items.html", context)


@require_safe
@officer_required
def standards(request: OfficerRequest) -> HttpResponse:
    """Every published standard."""
    found = sorted(map(published.load, published.codes()), key=lambda each: each.issued, reverse=True)
    return render(request, "indicators/standards.html", {"section": "standards", "standards": found})


@require_safe
@officer_required
def standard(request: OfficerRequest, code: str) -> HttpResponse:
    """One standard clause by clause."""
    if code not in published.codes():
        raise Http404(code)
    found = published.load(code)
    context = {"section": "standards", "standard": found, "clauses": clauses.of(found)}
    return render(request, "indicators/standard.html", context)


@require_safe
@officer_required
def indicator(request: OfficerRequest, code: str, indicator: str) -> HttpResponse:
    """What an indicator of a standard means, how it is worked out, and what usually goes wrong."""
    if code not in published.codes():
        raise Http404(code)
    found = published.load(code)
    try:
        shown = guide.of(found.indicator(indicator), found)
    except KeyError as unknown:
        raise Http404(indicator) from unknown
    context = {"section": "standards", "standard": found, "guide": shown}
    return render(request, "indicators/guide.html", context)


@require_safe
@officer_required
def live_template(request: OfficerRequest, code: str) -> FileResponse:
    """The ledger's blank workbook that computes by the standard while it is filled in."""
    if code not in ready.STANDARDS:
        raise Http404(code)
    name = f"学校台账（随填随算）-{published.load(code).title}.xlsx"
    return FileResponse(BytesIO(ready.content(code)), as_attachment=True, filename=name, content_type=XLSX)


@require_safe
@officer_required
def value(request: OfficerRequest, pk: int, stage: str, school: str, indicator: str) -> HttpResponse:
    """How one school's value was worked out, from the cells of the ledger on."""
    calculation = _calculation(request, pk)
    measured = _indicator(calculation, indicator)
    row = get_object_or_404(calculation.ledger.rows.select_related("school"), school__code=school)
    school_facts, allowed = gather.school_facts(row.values), _allowances(calculation)
    facts = working.unit(school_facts, _stage(stage), calculation.standard, allowed)
    if facts is None:
        raise Http404(f"{school} has no unit of {stage}")
    shown = working.of_value(facts, measured, calculation.standard, allowed)
    doubted = doubts.of(calculation.ledger, measured, facts.stage, {}, schools=[school])
    context = {"calculation": calculation, "row": row, "working": shown, "doubts": doubted}
    return render(request, "indicators/value.html", {"section": "results", **context})


@require_safe
@officer_required
def dispersion(request: OfficerRequest, pk: int, stage: str, indicator: str) -> HttpResponse:
    """How one coefficient was worked out, school by school."""
    calculation = _calculation(request, pk)
    measured = _indicator(calculation, indicator)
    if measured not in calculation.standard.indicators:
        raise Http404(f"{indicator} is asked of schools only")
    alone = replace(calculation.standard, indicators=(measured,))
    county = findings.judge(gather.of_ledger(calculation.ledger), alone, allowed=_allowances(calculation))
    finding = county.stage(_stage(stage))
    shown = working.of_dispersion(finding, measured, calculation.standard)
    rooms = {part.share.unit.school.code: part.room for part in shown.shares}
    doubted = doubts.of(calculation.ledger, measured, finding.stage, rooms)
    context = {
        "calculation": calculation,
        "working": shown,
        "doubts": doubted,
        "points": charts.of_schools(finding, measured, calculation.standard) if finding.units else "",
        "parts": charts.of_shares(finding, measured, [part.share for part in shown.shares]),
    }
    return render(request, "indicators/dispersion.html", {"section": "results", **context})


def _calculation(request: OfficerRequest, pk: int) -> Calculation:
    rows = Calculation.objects.visible_to(request.officer).select_related("ledger__county")
    return get_object_or_404(rows, pk=pk)


def _allowances(calculation: Calculation) -> Allowances:
    """The allowances that were in force when the calculation was made."""
    return Allowances(calculation.standard.allowances, timezone.localdate(calculation.made_at))


def _indicator(calculation: Calculation, code: str) -> Indicator:
    try:
        return calculation.standard.indicator(code)
    except KeyError as unknown:
        raise Http404(code) from unknown


def _stage(code: str) -> Stage:
    if code not in {stage.value for stage in JUDGED}:
        raise Http404(code)
    return Stage(code)
