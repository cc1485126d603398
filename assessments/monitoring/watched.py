"""Recognised counties, and how their later years were judged: those that slip (滑坡) come first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db.models import QuerySet

from assessments import recognition
from assessments.models import Assessment
from counties.models import Division, Officer
from indicators import published
from indicators.calculation.facts import JUDGED
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.models import Calculation, StageFigure


class State(StrEnum):
    """What the years since recognition call for, the gravest first."""

    REVIEW = "review"
    WARNING = "warning"
    OPEN = "open"
    UNSEEN = "unseen"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def slips(self) -> bool:
        return self in {State.REVIEW, State.WARNING}


LABELS: Mapping[State, str] = {
    State.REVIEW: "连续不达标，提请复查",
    State.WARNING: "预警：不再达标",
    State.OPEN: "未定",
    State.UNSEEN: "认定后还没有数据",
    State.KEPT: "保持达标",
    State.WITHDRAWN: "认定已撤销",
}
ORDER = list(State)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A school year's verdict on resource allocation, whole and by stage (学段)."""

    year: int
    calculation: int
    stages: Mapping[str, Outcome]

    @property
    def outcome(self) -> Outcome:
        """It fails where any stage does (小学、初中任一)."""
        found = set(self.stages.values())
        worst = (Outcome.FAILS, Outcome.UNDETERMINED)
        return next((each for each in worst if each in found), Outcome.PASSES)

    @property
    def failing(self) -> tuple[str, ...]:
        return tuple(stage.label for stage in JUDGED if self.stages.get(stage.value) is Outcome.FAILS)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A recognised county: the assessment that recognised it, the years judged since, oldest first, and when
    the recognition was *withdrawn* (撤销), if it was."""

    assessment: Assessment
    standard: Standard
    at_recognition: Judged | None
    since: tuple[Judged, ...]
    withdrawn: datetime | None = None

    @property
    def county(self) -> Division:
        return self.assessment.county

    @property
    def recognised(self) -> int:
        return self.assessment.year

    @property
    def latest(self) -> Judged | None:
        return self.since[-1] if self.since else None

    @cached_property
    def failing_years(self) -> tuple[int, ...]:
        """The school years without a gap, up to the latest, in which it failed."""
        years: list[int] = []
        for each in reversed(self.since):
            if each.outcome is not Outcome.FAILS or (years and each.year != years[0] - 1):
                break
            years.insert(0, each.year)
        return tuple(years)

    @property
    def state(self) -> State:
        """认定以后任一学段不再达标即预警，连续几年 (``after.review_years``) 不达标提请复查."""
        if self.withdrawn:
            return State.WITHDRAWN
        if self.latest is None:
            return State.UNSEEN
        limit = self.standard.after.review_years
        if limit is not None and len(self.failing_years) >= limit.value:
            return State.REVIEW
        if self.failing_years:
            return State.WARNING
        return State.OPEN if self.latest.outcome is Outcome.UNDETERMINED else State.KEPT


def of(officer: Officer, *, year: int, under: str = "", code: str = "") -> list[Watched]:
    """Read the officer's recognised counties up to the school *year*, in three queries: those that slip
    first, then by code. *under*: the beginning of their codes; *code*: of one county alone."""
    seen = Assessment.objects.visible_to(officer).filter(county__code__startswith=under)
    rows = recognition.ever(seen.select_related("county__parent__parent__parent"), year=year)
    recognitions = {row.county.code: row for row in rows if code in {"", row.county.code}}
    judged = _judged(recognitions.values(), year)
    found = [
        _watched(row, judged.get(row.county.code, []), withdrawn=recognition.withdrawn(row, year=year))
        for row in recognitions.values()
    ]
    return sorted(found, key=lambda each: (ORDER.index(each.state), each.county.code))


def of_assessment(row: Assessment, *, year: int) -> Watched:
    """Read the years after the recognition that *row* ended with, up to *year*, in one query."""
    return _watched(row, _judged([row], year).get(row.county.code, []))


def counted(found: Sequence[Watched]) -> list[tuple[State, str, int]]:
    """Count the counties in each state that any is in, with its words."""
    states = [each.state for each in found]
    return [(state, state.label, states.count(state)) for state in State if state in states]


def _watched(row: Assessment, judged: Sequence[Judged], *, withdrawn: datetime | None = None) -> Watched:
    return Watched(
        assessment=row,
        standard=published.load(row.standard),
        at_recognition=next((each for each in judged if each.year == row.year), None),
        since=tuple(each for each in judged if each.year > row.year),
        withdrawn=withdrawn,
    )


def _judged(rows: Iterable[Assessment], year: int) -> dict[str, list[Judged]]:
    """Return by county its years, each judged by the standard by which the county was recognised."""
    by_code = {row.county.code: row for row in rows}
    figures = StageFigure.objects.filter(
        calculation__in=_in_force(by_code, year).values("pk"), units__gt=0
    ).select_related("calculation__ledger__county")
    found: dict[tuple[str, int], tuple[int, dict[str, Outcome]]] = {}
    for each in figures.order_by("calculation__made_at", "calculation", "pk"):
        made, ledger = each.calculation, each.calculation.ledger
        row = by_code[ledger.county.code]
        if made.standard_code != row.standard or ledger.year < row.year:
            continue
        key = ledger.county.code, ledger.year
        if key not in found or found[key][0] != made.pk:
            found[key] = (made.pk, {})  # one made later holds
        found[key][1][each.stage] = Outcome(each.outcome)
    years: dict[str, list[Judged]] = {}
    for (code, of_year), (pk, stages) in sorted(found.items()):
        years.setdefault(code, []).append(Judged(year=of_year, calculation=pk, stages=stages))
    return years


def _in_force(codes: Iterable[str], year: int) -> QuerySet[Calculation]:
    return Calculation.objects.in_force().filter(ledger__county__code__in=codes, ledger__year__lte=year)
