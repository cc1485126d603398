"""Schools × indicators (各校指标), with what lies below the standard marked; only ever shown.

A county of 400 schools has some 3,000 cells: they are worked on as pairs of whole numbers and
drawn line by line (``templatetags/cells.py``), for a fraction and a template node each would take
most of the page's time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import QuerySet

from indicators.calculation import rounding
from indicators.calculation.citations import Confidence
from indicators.calculation.facts import Stage
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.models import OUTCOMES, SchoolFigure, StageFigure
from indicators.templatetags.figures import grouped

NEAR = 2  # per cent above the standard that are worth a look
LABELS = dict(OUTCOMES)


class Unit(NamedTuple):
    """One unit as it is stored; *values* are exact, as ``a`` or ``a/b``."""

    code: str
    name: str
    pupils: int | None
    values: dict[str, str | None]
    below: list[str]
    below_floor: list[str]
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One indicator; *limit* is what a unit must reach, where the standard says so."""

    indicator: Indicator
    limit: Fraction | None
    shown_limit: str
    confidence: Confidence | None
    sorting: str
    sort_by: str


class Cell(NamedTuple):
    """One value: *mark* is ``floor``, ``below``, ``near``, ``none`` or empty; *rounded* says that the
    shown figure stands on the other side of the standard than the exact one."""

    code: str
    shown: str
    mark: str
    rounded: bool


class Line(NamedTuple):
    """One unit; *allowed* says that it passes with one indicator below the standard (6+1), *pinned* that
    the reader keeps it at the top."""

    code: str
    name: str
    pupils: str
    cells: tuple[Cell, ...]
    outcome: str
    label: str
    reason: str
    allowed: bool
    lacks: tuple[str, ...]
    pinned: bool


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """A stage; *short* says that some unit lacks something."""

    stage: StageFigure
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    rounded: bool
    short: bool

    @property
    def hidden(self) -> int:
        return self.stage.units - len(self.lines)


def units(figures: "QuerySet[SchoolFigure]") -> list[Unit]:
    """Read the units of a stage, in one query and without making objects of them."""
    rows = figures.values_list(
        "school__code", "name", "pupils", "values", "below", "below_floor", "outcome", "reason"
    )
    return [Unit._make(row) for row in rows.order_by("pk")]


def of(
    stage: StageFigure,
    found: Iterable[Unit],
    standard: Standard,
    *,
    lacks: Mapping[str, tuple[str, ...]],
    short: bool,
    sort: str,
    pinned: Collection[str] = (),
) -> Matrix:
    """Lay out a stage with what its units lack. *short* keeps the units with something below or
    missing; *sort* names an indicator or ``pupils``, with ``-`` before it for falling order; the units
    whose codes are *pinned* stay, and come first."""
    asked = (each for each in standard.all_indicators if stage.stage in each.terms)
    columns = tuple(_column(indicator, stage, standard, sort) for indicator in asked)
    chosen = [
        unit
        for unit in found
        if not short or unit.outcome != Outcome.PASSES or unit.below or unit.code in pinned
    ]
    key = sort.removeprefix("-")
    if key in {"pupils", *(column.indicator.code for column in columns)}:
        chosen.sort(key=_rank(key, falling=sort.startswith("-")))
    if pinned:
        chosen.sort(key=lambda unit: unit.code not in pinned)
    lines = tuple(_line(unit, columns, lacks.get(unit.code, ()), unit.code in pinned) for unit in chosen)
    return Matrix(
        stage=stage,
        columns=columns,
        lines=lines,
        rounded=any(cell.rounded for line in lines for cell in line.cells),
        short=any(line.lacks for line in lines),
    )


def _rank(key: str, *, falling: bool) -> Callable[[Unit], tuple[bool, Fraction]]:
    """Order by value; what was not filled in comes last either way."""
    sign = -1 if falling else 1

    def rank(unit: Unit) -> tuple[bool, Fraction]:
        value = unit.pupils if key == "pupils" else unit.values[key]
        return (value is None, sign * Fraction(value or 0))

    return rank


def _column(indicator: Indicator, stage: StageFigure, standard: Standard, sort: str) -> Column:
    cited = standard.thresholds.get(indicator.code, {}).get(Stage(stage.stage))
    limit = cited.value if cited else None
    falling, sign = f"-{indicator.code}", "≤" if indicator.at_most else "≥"
    return Column(
        indicator=indicator,
        limit=limit,
        shown_limit="" if limit is None else f"{sign} {grouped(rounding.text(limit))}",
        confidence=cited.confidence if cited else None,
        sorting={indicator.code: "ascending", falling: "descending"}.get(sort, ""),
        sort_by=falling if sort == indicator.code else indicator.code,
    )


def _line(unit: Unit, columns: tuple[Column, ...], lacks: tuple[str, ...], pinned: bool) -> Line:
    return Line(
        code=unit.code,
        name=unit.name,
        pupils="" if unit.pupils is None else f"{unit.pupils:,}",
        cells=tuple(_cell(column, unit) for column in columns),
        outcome=unit.outcome,
        label=LABELS[unit.outcome],
        reason=unit.reason,
        allowed=bool(unit.below) and unit.outcome == Outcome.PASSES,
        lacks=lacks,
        pinned=pinned,
    )


def _cell(column: Column, unit: Unit) -> Cell:
    code, limit = column.indicator.code, column.limit
    text = unit.values[code]
    if text is None:
        return Cell(code, "未填报", "none", False)
    numerator, _, denominator = text.partition("/")
    top, bottom = int(numerator), int(denominator or 1)
    shown = rounding.shown_ratio(top, bottom, column.indicator.places)
    mark = "floor" if code in unit.below_floor else "below" if code in unit.below else ""
    rounded = False
    if limit is not None and not column.indicator.at_most:
        # top/bottom against limit, in hundredths: how many per cent of it lie between the two
        distance = 100 * (top * limit.denominator - limit.numerator * bottom)
        reach = NEAR * limit.numerator * bottom
        if not mark and distance < reach:
            mark = "near"
        if -reach < distance < reach:
            rounded = rounding.hides(Fraction(top, bottom), limit, column.indicator.places)
    return Cell(code, grouped(shown), mark, rounded)
