"""Findings → inline SVG: the same picture on a page and in print, and without colour.

Whatever draws is here. Each mark differs in shape or word, not in colour alone; classes take a
theme's colours, attributes are the colours of print.
"""

from collections.abc import Sequence
from fractions import Fraction

from django.template.loader import render_to_string

from indicators.calculation.explain import UnitShare
from indicators.calculation.findings import StageFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.standard import Standard
from indicators.charts import ceilings, counties, parts, points, years
from indicators.charts.ceilings import Coefficient
from indicators.charts.counties import Row
from indicators.charts.years import Series


def of_stage(stage: StageFinding) -> str:
    """Return the SVG of a stage's coefficients of variation beside their ceilings, for print."""
    return of_coefficients(f"{stage.stage.label}校际差异系数与上限", list(ceilings.of_finding(stage)))


def of_coefficients(
    title: str, coefficients: Sequence[Coefficient], *, calculation: int | None = None, stage: str = ""
) -> str:
    """Return the SVG of *coefficients* beside their ceilings; with the key of a *calculation* each leads
    to its working."""
    given = {"chart": ceilings.bars(title, coefficients), "calculation": calculation, "stage": stage}
    return render_to_string("charts/coefficients.svg", given)


def of_schools(stage: StageFinding, indicator: Indicator, standard: Standard) -> str:
    """Return the SVG of every school's value of *indicator* with standard, floor and county mean."""
    return render_to_string("charts/schools.svg", {"chart": points.points(stage, indicator, standard)})


def of_shares(stage: StageFinding, indicator: Indicator, shares: Sequence[UnitShare]) -> str:
    """Return the SVG of which units make the coefficient; empty where there is no variance to share."""
    chart = parts.parts(stage, indicator, shares)
    return render_to_string("charts/shares.svg", {"chart": chart}) if chart else ""


def of_years(title: str, series: Sequence[Series]) -> str:
    """Return the SVG of a county's coefficients from year to year, a panel for each."""
    return render_to_string("charts/years.svg", {"chart": years.years(title, series)})


def of_counties(title: str, rows: Sequence[Row], ceiling: Fraction | None) -> str:
    """Return the SVG of many counties' coefficients against the ceiling, a row for each indicator."""
    return render_to_string("charts/counties.svg", {"chart": counties.counties(title, rows, ceiling)})
