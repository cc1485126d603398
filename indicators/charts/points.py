"""Every school of a stage as a point on a line, with standard, 85 % floor and county mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.findings import IndicatorFinding, StageFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.standard import Standard
from indicators.charts import swarm
from indicators.charts.frame import MARGIN, WIDTH, tenth
from indicators.charts.swarm import Stroke

REACH = 3  # it goes to so many times the standard or the mean; who has more is counted


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
    if limit is not None:
        yield _line(limit * scale, f"标准 {rounding.text(limit)}", 9, "standard")
        if standard.school:
            floor = limit * standard.school.floor.value
            yield _line(floor * scale, f"底线 {rounding.text(floor)}", 68, "floor")
    if finding.mean is not None:
        mean = rounding.shown(finding.mean, finding.indicator.places)
        yield _line(finding.mean * scale, f"县均 {mean}", 78, "mean")


def _line(along: Fraction, label: str, label_y: int, css: str) -> Line:
    x = MARGIN + along
    half = Fraction(len(label) * 7, 2)
    inside = min(max(x, half), WIDTH - half)
    return Line(x=tenth(x), top=12, bottom=58, label=label, label_x=tenth(inside), label_y=label_y, css=css)
