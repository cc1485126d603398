"""Which indicators slipped (滑坡) since a county was recognised, year by year, and in which schools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from assessments.monitoring.watched import Judged, Watched
from indicators.calculation import rounding
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.outcomes import Outcome
from indicators.models import AllowanceUse, CountyFigure, SchoolFigure

PLACES = 3
SHOWN = 30  # schools that are named
Figures = Mapping[tuple[int, str, str], tuple[str, Outcome | None]]  # by calculation, stage, indicator


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A coefficient of one year: rounded, and whether it lies above the ceiling."""

    year: int
    calculation: int
    shown: str
    fails: bool


@dataclass(frozen=True, kw_only=True)
class Course:
    """An indicator of a stage from recognition on; *slipped*: within the ceiling then, above it now."""

    indicator: str
    name: str
    cells: tuple[Cell, ...]
    slipped: bool


@dataclass(frozen=True, kw_only=True)
class StageCourse:
    """A stage: its ceiling, its indicators, and how many units failed in each year."""

    stage: Stage
    ceiling: str
    courses: tuple[Course, ...]
    failing: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class School:
    """A unit that does not meet the standard in the latest year; *new* if it did when recognised."""

    stage: str
    code: str
    name: str
    below: str
    new: bool


def reasons(found: Sequence[Watched]) -> dict[str, tuple[str, ...]]:
    """Say in sentences, by county, what slipped up to the latest year, in two queries."""
    pairs = {each.county.code: _pair(each) for each in found if each.state.slips}
    figures_of = figures(_keys(judged for pair in pairs.values() for judged in pair))
    failing = _failing(judged for pair in pairs.values() for judged in pair)
    return {
        each.county.code: tuple(_sentences(each, figures_of, failing))
        for each in found
        if each.county.code in pairs
    }


def courses(watched: Watched) -> list[StageCourse]:
    """Return each stage's coefficients and failing units from recognition on, in two queries."""
    judged = _years(watched)
    figures_of, failing = figures(_keys(judged)), _failing(judged)
    return [
        _stage(watched, stage, judged, figures_of, failing)
        for stage in JUDGED
        if any(stage.value in each.stages for each in judged)
    ]


def schools(watched: Watched) -> tuple[list[School], int]:
    """Return the units that fail in the latest year, the newly failing first, and how many there are."""
    latest = watched.latest
    if latest is None:
        return [], 0
    before = watched.at_recognition
    keys = [each.calculation for each in (before, latest) if each]
    rows = SchoolFigure.objects.filter(stage__calculation__in=keys, outcome=Outcome.FAILS)
    found = rows.select_related("school").values_list(
        "stage__calculation", "stage__stage", "school__code", "name", "below"
    )
    then = {(stage, code) for made, stage, code, _, _ in found if made != latest.calculation}
    short = {each.code: each.short for each in watched.standard.all_indicators}
    failing = [
        School(
            stage=Stage(stage).label,
            code=code,
            name=name,
            below="、".join(short.get(each, each) for each in below),
            new=(stage, code) not in then,
        )
        for made, stage, code, name, below in found
        if made == latest.calculation
    ]
    failing.sort(key=lambda each: (not each.new, each.code, each.stage))
    return failing[:SHOWN], len(failing)


def duties(watched: Watched) -> list[AllowanceUse]:
    """Return the allowances (宽限条款) by which it passed, each with the day until which the full value is
    due (教督〔2017〕6号的规程: 认定后三年之内)."""
    if watched.at_recognition is None:
        return []
    rows = AllowanceUse.objects.filter(calculation=watched.at_recognition.calculation)
    return list(rows.select_related("school").order_by("until", "pk")[:SHOWN])


def _years(watched: Watched) -> list[Judged]:
    return [*([watched.at_recognition] if watched.at_recognition else []), *watched.since]


def _pair(watched: Watched) -> list[Judged]:
    years = _years(watched)
    return [years[0], years[-1]] if len(years) > 1 else years


def _keys(judged: Iterable[Judged]) -> list[int]:
    return [each.calculation for each in judged]


def figures(calculations: Sequence[int]) -> Figures:
    """Return the coefficients of the *calculations*, in one query."""
    keys = list(calculations) or [0]  # the database is asked all the same: a page costs what it costs
    rows = CountyFigure.objects.filter(stage__calculation__in=keys).values_list(
        "stage__calculation", "stage__stage", "indicator", "cv", "outcome"
    )
    return {
        (made, stage, indicator): (cv, Outcome(outcome) if outcome else None)
        for made, stage, indicator, cv, outcome in rows
    }


def _failing(judged: Iterable[Judged]) -> dict[tuple[int, str], int]:
    keys = _keys(judged) or [0]
    rows = SchoolFigure.objects.filter(stage__calculation__in=keys, outcome=Outcome.FAILS).order_by()
    counted = rows.values_list("stage__calculation", "stage__stage").annotate(n=Count("pk"))
    return {(made, stage): count for made, stage, count in counted}


def _sentences(watched: Watched, figures: Figures, failing: Mapping[tuple[int, str], int]) -> Iterable[str]:
    latest = watched.latest
    if latest is None:
        return
    for stage in JUDGED:
        above = [
            f"{each.short} {shown(figures[key][0])}"
            for each in watched.standard.indicators
            if figures.get(key := (latest.calculation, stage.value, each.code), ("", None))[1]
            is Outcome.FAILS
        ]
        if above:
            yield f"{stage.label}差异系数超过上限 {_ceiling(watched, stage)}：{'、'.join(above)}"
        if count := failing.get((latest.calculation, stage.value), 0):
            yield f"{stage.label}有 {count} 个学段单位不达标"


def _stage(
    watched: Watched,
    stage: Stage,
    judged: Sequence[Judged],
    figures: Figures,
    failing: Mapping[tuple[int, str], int],
) -> StageCourse:
    return StageCourse(
        stage=stage,
        ceiling=_ceiling(watched, stage),
        courses=tuple(
            _course(each.code, each.short, stage, judged, figures) for each in watched.standard.indicators
        ),
        failing=tuple((each.year, failing.get((each.calculation, stage.value), 0)) for each in judged),
    )


def _course(code: str, name: str, stage: Stage, judged: Sequence[Judged], figures: Figures) -> Course:
    cells = []
    for each in judged:
        cv, outcome = figures.get((each.calculation, stage.value, code), ("", None))
        fails = outcome is Outcome.FAILS
        cells.append(Cell(year=each.year, calculation=each.calculation, shown=shown(cv), fails=fails))
    slipped = len(cells) > 1 and cells[-1].fails and not cells[0].fails
    return Course(indicator=code, name=name, cells=tuple(cells), slipped=slipped)


def _ceiling(watched: Watched, stage: Stage) -> str:
    ceiling = watched.standard.cv_ceiling.get(stage)
    return rounding.shown(ceiling.value, 2) if ceiling else ""


def shown(cv: str) -> str:
    """Write a coefficient as it is kept with the places that pages show."""
    return rounding.shown(Fraction(cv), PLACES) if cv else ""
