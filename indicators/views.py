"""Results (结果): every school, every indicator, and how each figure was worked out."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from counties.access import OfficerRequest, officer_required
from indicators import coefficients, gather, matrix, working
from indicators.calculation import findings
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.indicators import Indicator
from indicators.models import Calculation


@require_GET
@officer_required
def results(request: OfficerRequest, pk: int) -> HttpResponse:
    """Both stages: coefficients beside their ceilings, then schools × indicators."""
    calculation = _calculation(request, pk)
    short, sort = request.GET.get("only") == "short", request.GET.get("sort", "")
    charts = coefficients.charts(calculation)
    matrices = [
        matrix.of(
            chart.stage,
            matrix.units(chart.stage.schools.all()),
            calculation.standard,
            short=short,
            sort=sort,
        )
        for chart in charts
    ]
    context = {
        "calculation": calculation,
        "charts": charts,
        "matrices": matrices,
        "short": short,
        "sort": sort,
    }
    return render(request, "indicators/results.html", {"section": "results", **context})


@require_GET
@officer_required
def value(request: OfficerRequest, pk: int, stage: str, school: str, indicator: str) -> HttpResponse:
    """How one school's value was worked out, from the cells of the ledger on."""
    calculation = _calculation(request, pk)
    measured = _indicator(calculation, indicator)
    row = get_object_or_404(calculation.ledger.rows.select_related("school"), school__code=school)
    facts = working.unit(gather.school_facts(row.values), _stage(stage), calculation.standard)
    if facts is None:
        raise Http404(f"{school} has no unit of {stage}")
    shown = working.of_value(facts, measured, calculation.standard)
    context = {"calculation": calculation, "row": row, "working": shown}
    return render(request, "indicators/value.html", {"section": "results", **context})


@require_GET
@officer_required
def dispersion(request: OfficerRequest, pk: int, stage: str, indicator: str) -> HttpResponse:
    """How one coefficient was worked out, school by school."""
    calculation = _calculation(request, pk)
    measured = _indicator(calculation, indicator)
    alone = replace(calculation.standard, indicators=(measured,))
    finding = findings.judge(gather.of_ledger(calculation.ledger), alone).stage(_stage(stage))
    shown = working.of_dispersion(finding, measured, calculation.standard)
    context = {"calculation": calculation, "working": shown}
    return render(request, "indicators/dispersion.html", {"section": "results", **context})


def _calculation(request: OfficerRequest, pk: int) -> Calculation:
    rows = Calculation.objects.visible_to(request.officer).select_related("ledger__county")
    return get_object_or_404(rows, pk=pk)


def _indicator(calculation: Calculation, code: str) -> Indicator:
    try:
        return calculation.standard.indicator(code)
    except KeyError as unknown:
        raise Http404(code) from unknown


def _stage(code: str) -> Stage:
    if code not in {stage.value for stage in JUDGED}:
        raise Http404(code)
    return Stage(code)
