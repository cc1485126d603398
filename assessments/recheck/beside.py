"""The figures of a problem side by side: when the county was recognised, when the review began, and now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.monitoring import slips, watched
from assessments.recheck.models import Point, Recheck, RecheckChange
from assessments.recheck.standing import Answered
from indicators.calculation.outcomes import Outcome
from indicators.models import SchoolFigure
from schools import years

NOW = "现在"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One of the three times: the school year and the calculation of its figures."""

    name: str
    year: int
    calculation: int


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem's figure in a column; empty where there is none."""

    column: Column
    shown: str = ""
    fails: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A problem with its figures, and with what the county did and the province found."""

    answered: Answered
    cells: tuple[Cell, ...]

    @property
    def point(self) -> Point:
        return self.answered.point


def columns(recheck: Recheck, began: RecheckChange, *, on: date) -> list[Column]:
    """Return the columns that there are figures for, in one query; those of now, once they are others than
    those the review began with."""
    seen = watched.of_assessment(recheck.assessment, year=years.current(on))
    then, now = seen.at_recognition, seen.latest
    found = [Column(name="认定时", year=then.year, calculation=then.calculation)] if then else []
    if began.calculation_id and began.calculation_id != (then.calculation if then else None):
        found.append(Column(name="发起时", year=began.year, calculation=began.calculation_id))
    if now and now.calculation != began.calculation_id:
        found.append(Column(name=NOW, year=now.year, calculation=now.calculation))
    return found


def lines(points: Sequence[Answered], found: Sequence[Column]) -> list[Line]:
    """Return each problem with its figures, in two queries."""
    coefficients = slips.figures([each.calculation for each in found])
    units = _units(points, found)
    return [
        Line(
            answered=each,
            cells=tuple(_cell(each.point, column, coefficients, units) for column in found),
        )
        for each in points
    ]


def _cell(
    point: Point, column: Column, coefficients: slips.Figures, units: Mapping[tuple[int, str, int], Outcome]
) -> Cell:
    if point.indicator:
        cv, outcome = coefficients.get((column.calculation, point.stage, point.indicator), ("", None))
        return Cell(column=column, shown=slips.shown(cv), fails=outcome is Outcome.FAILS)
    if point.school_id is None:
        return Cell(column=column)
    unit = units.get((column.calculation, point.stage, point.school_id))
    return Cell(column=column, shown=unit.label if unit else "", fails=unit is Outcome.FAILS)


def _units(points: Sequence[Answered], found: Sequence[Column]) -> dict[tuple[int, str, int], Outcome]:
    rows = SchoolFigure.objects.filter(
        stage__calculation__in=[each.calculation for each in found] or [0],
        school__in=[each.point.school_id for each in points if each.point.school_id] or [0],
    )
    values = rows.order_by().values_list("stage__calculation", "stage__stage", "school", "outcome")
    return {(made, stage, school): Outcome(outcome) for made, stage, school, outcome in values}
