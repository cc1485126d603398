"""Findings → inline SVG: the same picture on a page and in print, and without colour.

A chart is 360 units wide, so that its letters are as large on a telephone as on paper. Each mark
differs in shape or word, not in colour alone; classes take a theme's colours, attributes are the
colours of print. Coordinates are tenths of a unit as whole numbers; none decides anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.template.loader import render_to_string

from indicators.calculation import rounding
from indicators.calculation.findings import CompositeFinding, IndicatorFinding, StageFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from reports import swarm
from reports.contents import figures
from reports.swarm import Stroke

WIDTH = 360
LEFT, RIGHT = 104, 292  # of the bars; names stand before, values after
ROW = 20
MARGIN = 8
REACH = 3  # a chart of schools goes to so many times the standard or the mean; who has more is counted


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One coefficient: *length* is None where it is open."""

    label: str
    top: int
    length: str | None
    text: str
    above: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A limit: where it stands, from *top* to *bottom*, and its label."""

    x: str
    top: int
    bottom: int
    label: str
    label_x: str
    label_y: int
    css: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """The coefficients of a stage beside their ceilings (差异系数与上限)."""

    title: str
    height: int
    bars: tuple[Bar, ...]
    ceiling: Line

    width = WIDTH
    left, right = LEFT, RIGHT


@dataclass(frozen=True, kw_only=True)
class Points:
    """The schools of a stage on one line, by one indicator; *note* counts who is not on it."""

    title: str
    reached: tuple[Stroke, ...]
    below: tuple[Stroke, ...]
    below_floor: tuple[Stroke, ...]
    lines: tuple[Line, ...]
    note: str

    width, height = WIDTH, 80
    axis, margin = 35, MARGIN


def coefficients(stage: StageFinding) -> str:
    """Return the SVG of the stage's coefficients of variation beside their ceilings."""
    return render_to_string("reports/charts/coefficients.svg", {"chart": bars(stage)})


def schools(stage: StageFinding, indicator: Indicator, standard: Standard) -> str:
    """Return the SVG of every school's value of *indicator* with standard, floor and county mean."""
    return render_to_string("reports/charts/schools.svg", {"chart": points(stage, indicator, standard)})


def bars(stage: StageFinding) -> Bars:
    """Lay out the coefficients; where only their mean is judged it has a bar and the ceiling."""
    judged: list[IndicatorFinding | CompositeFinding] = list(stage.indicators)
    if stage.composite.ceiling is not None:
        judged.append(stage.composite)
    ceiling = max(each.ceiling for each in judged if each.ceiling is not None)
    known = [Fraction(text) for each in judged if (text := _shown(each))]
    scale = (RIGHT - LEFT) / max([ceiling * Fraction(5, 4), *known])
    top = 0 if stage.indicators[0].ceiling is not None else ROW * len(stage.indicators)
    x, bottom = LEFT + ceiling * scale, ROW * len(judged)
    return Bars(
        title=f"{stage.stage.label}校际差异系数与上限",
        height=bottom + ROW,
        bars=tuple(_bar(each, place, scale) for place, each in enumerate(judged)),
        ceiling=Line(
            x=_tenth(x),
            top=top,
            bottom=bottom,
            label=f"上限 {rounding.shown(ceiling, 2)}",
            label_x=_tenth(x),
            label_y=bottom + 14,
            css="limit",
        ),
    )


def _shown(finding: IndicatorFinding | CompositeFinding) -> str:
    cell = (
        figures.composite(finding) if isinstance(finding, CompositeFinding) else figures.coefficient(finding)
    )
    return "" if cell.missing else cell.text


def _bar(finding: IndicatorFinding | CompositeFinding, place: int, scale: Fraction) -> Bar:
    shown = _shown(finding)
    above = finding.outcome is Outcome.FAILS
    return Bar(
        label="综合" if isinstance(finding, CompositeFinding) else finding.indicator.short,
        top=ROW * place,
        length=_tenth(Fraction(shown) * scale) if shown else None,
        text=f"{shown} 超限" if above else shown or "未定",
        above=above,
    )


def points(stage: StageFinding, indicator: Indicator, standard: Standard) -> Points:
    """Lay out the schools: how far along the line by value, how large by pupils."""
    finding = next(each for each in stage.indicators if each.indicator.code == indicator.code)
    known = [(unit, value) for unit in stage.units if (value := unit.values[indicator.code]) is not None]
    limit = standard.threshold(indicator.code, stage.stage)
    reach = REACH * max(limit or 0, finding.mean or 0) or 1
    scale = Fraction(WIDTH - 2 * MARGIN) / max(
        limit or 0, min(reach, max((value for _, value in known), default=reach))
    )
    on_it = [(unit, MARGIN + value * scale) for unit, value in known if value <= reach]
    dots = swarm.place([(x, unit.unit.pupils or 0) for unit, x in on_it])
    placed = list(zip((unit for unit, _ in on_it), dots, strict=True))
    code = indicator.code
    beyond = f"另有 {len(known) - len(on_it)} 所超出图幅" if len(known) > len(on_it) else ""
    absent = f"{len(stage.units) - len(known)} 所未填报" if len(stage.units) > len(known) else ""
    return Points(
        title=f"{stage.stage.label}{indicator.name}（{indicator.unit}），一点一个学段单位",
        reached=swarm.strokes(dot for unit, dot in placed if code not in unit.below),
        below=swarm.strokes(
            dot for unit, dot in placed if code in unit.below and code not in unit.below_floor
        ),
        below_floor=swarm.strokes(dot for unit, dot in placed if code in unit.below_floor),
        lines=tuple(_lines(finding, limit, standard, scale)),
        note="，".join(filter(None, (beyond, absent))),
    )


def _lines(
    finding: IndicatorFinding, limit: Fraction | None, standard: Standard, scale: Fraction
) -> Iterator[Line]:
    """Yield standard, floor and mean; each label has a row of its own, so that none covers another."""
    floor = None if limit is None else figures.floor_of(standard, limit)
    if limit is not None:
        yield _line(limit * scale, f"标准 {rounding.text(limit)}", 9, "standard")
    if floor is not None:
        yield _line(floor * scale, f"底线 {rounding.text(floor)}", 68, "floor")
    if finding.mean is not None:
        mean = rounding.shown(finding.mean, finding.indicator.places)
        yield _line(finding.mean * scale, f"县均 {mean}", 78, "mean")


def _line(along: Fraction, label: str, label_y: int, css: str) -> Line:
    x = MARGIN + along
    half = Fraction(len(label) * 7, 2)
    inside = min(max(x, half), WIDTH - half)
    return Line(x=_tenth(x), top=12, bottom=58, label=label, label_x=_tenth(inside), label_y=label_y, css=css)


def _tenth(value: Fraction | int) -> str:
    return rounding.shown(Fraction(value), 1)
