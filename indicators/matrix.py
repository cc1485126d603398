"""Schools × indicators (各校指标), with what lies below the standard marked; only ever shown.

A county of 400 schools has some 3,000 cells: they are worked on as pairs of whole numbers and
drawn line by line (``templatetags/cells.py``), for a fraction and a template node each would take
most of the page's time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import QuerySet

from indicators.calculation import rounding
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
    """One unit; *allowed* says that it passes with one indicator below the standard (6+1)."""

    code: str
    name: str
    pupils: str
    cells: tuple[Cell, ...]
    outcome: str
    label: str
    reason: str
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class Matrix:
    stage: StageFigure
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    rounded: bool

    @property
    def hidden(self) -> int:
        return self.stage.units - len(self.lines)


def units(figures: "QuerySet[SchoolFigure]") -> list[Unit]:
    """Read the units of a stage, in one query and without making objects of them."""
    rows = figures.values_list(
        "school__code", "name", "pupils", "values", "below", "below_floor", "outcome", "reason"
    )
    return [Unit._make(row) for row in rows.order_by("pk")]


def of(stage: StageFigure, found: Iterable[Unit], standard: Standard, *, short: bool, sort: str) -> Matrix:
    """Lay out a stage. *short* keeps the units with something below or missing; *sort* names an
    indicator or ``pupils``, with ``-`` before it for falling order."""
    columns = tuple(_column(indicator, stage, standard, sort) for indicator in standard.indicators)
    chosen = [unit for unit in found if not short or unit.outcome != Outcome.PASSES or unit.below]
    key = sort.removeprefix("-")
    if key in {"pupils", *(column.indicator.code for column in columns)}:
        chosen.sort(key=_rank(key, falling=sort.startswith("-")))
    lines = tuple(_line(unit, columns) for unit in chosen)
    return Matrix(
        stage=stage,
        columns=columns,
        lines=lines,
        rounded=any(cell.rounded for line in lines for cell in line.cells),
    )


def _rank(key: str, *, falling: bool) -> Callable[[Unit], tuple[bool, Fraction]]:
    """Order by value; what was not filled in comes last either way."""
    sign = -1 if falling else 1

    def rank(unit: Unit) -> tuple[bool, Fraction]:
        value = unit.pupils if key == "pupils" else unit.values[key]
        return (value is None, sign * Fraction(value or 0))

    return rank


def _column(indicator: Indicator, stage: StageFigure, standard: Standard, sort: str) -> Column:
    limit = standard.threshold(indicator.code, Stage(stage.stage))
    falling = f"-{indicator.code}"
    return Column(
        indicator=indicator,
        limit=limit,
        shown_limit="" if limit is None else grouped(rounding.text(limit)),
        sorting={indicator.code: "ascending", falling: "descending"}.get(sort, ""),
        sort_by=falling if sort == indicator.code else indicator.code,
    )


def _line(unit: Unit, columns: tuple[Column, ...]) -> Line:
    return Line(
        code=unit.code,
        name=unit.name,
        pupils="" if unit.pupils is None else f"{unit.pupils:,}",
        cells=tuple(_cell(column, unit) for column in columns),
        outcome=unit.outcome,
        label=LABELS[unit.outcome],
        reason=unit.reason,
        allowed=bool(unit.below) and unit.outcome == Outcome.PASSES,
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
    if limit is not None:
        # top/bottom against limit, in hundredths: how many per cent of it lie between the two
        distance = 100 * (top * limit.denominator - limit.numerator * bottom)
        reach = NEAR * limit.numerator * bottom
        if not mark and distance < reach:
            mark = "near"
        if -reach < distance < reach:
            rounded = rounding.hides(Fraction(top, bottom), limit, column.indicator.places)
    return Cell(code, grouped(shown), mark, rounded)
