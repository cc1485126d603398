"""Where a review stands: each problem with what was done and found, and what may be done now, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from assessments.path import State
from assessments.path import Step as Shown
from assessments.recheck.models import Check, Measure, Point, Recheck, RecheckChange
from assessments.recheck.table import Step
from counties.models import Division, Officer


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A problem with the county's measures and the province's checks, the newest last."""

    point: Point
    measures: tuple[Measure, ...]
    checks: tuple[Check, ...]

    @property
    def measure(self) -> Measure | None:
        return self.measures[-1] if self.measures else None

    @property
    def check(self) -> Check | None:
        return self.checks[-1] if self.checks else None

    @property
    def needs_answer(self) -> bool:
        """Has the county to say something: at first, or since it was found not to be put right?"""
        if self.measure is None:
            return True
        return self.check is not None and not self.check.done and self.measure.at < self.check.at

    def is_checked_since(self, reported: datetime | None) -> bool:
        return self.check is not None and reported is not None and self.check.at >= reported


def answered(recheck: Recheck) -> list[Answered]:
    """Return its problems in their order, in four queries."""
    rows = recheck.points.select_related("school").prefetch_related(
        Prefetch("measures", Measure.objects.select_related("by__user")),
        "measures__shown",
        Prefetch("checks", Check.objects.select_related("by__user")),
    )
    return [
        Answered(point=each, measures=tuple(each.measures.all()), checks=tuple(each.checks.all()))
        for each in rows
    ]


def reported_at(changes: Iterable[RecheckChange]) -> datetime | None:
    """Return when the county reported last."""
    return max((each.at for each in changes if each.target == Step.REPORTED), default=None)


def of_county(county: Division) -> QuerySet[Recheck]:
    """The county's reviews, the newest first."""
    rows = Recheck.objects.filter(assessment__county__code=county.code).with_due()
    return rows.select_related("assessment__county")


def open_by_county(officer: Officer) -> dict[str, Recheck]:
    """Return by county the reviews on their way that the officer may see, in one query."""
    rows = Recheck.objects.open().visible_to(officer).with_due().select_related("assessment__county")
    return {row.county.code: row for row in rows}


@dataclass(frozen=True, kw_only=True)
class Course:
    """The steps of a review, as ``components/path.html`` lays them out."""

    steps: tuple[Shown, ...]


def course(recheck: Recheck) -> Course:
    """Lay out the way: what is behind, where it is in hand, what lies ahead."""
    at, order = recheck.at_step, (Step.RECTIFYING, Step.REPORTED, Step.OPINED)
    shown = [Shown(name="发起复查", note="", state=State.DONE)]
    for place, each in enumerate(order):
        done = at in order[place + 1 :] or at in {Step.KEPT, Step.WITHDRAWN}
        state = State.DONE if done else State.NOW if at is each else State.AHEAD
        shown.append(Shown(name=each.label, note="", state=state))
    if at.is_closed:
        shown.append(Shown(name=at.label, note="", state=State.DONE))
    return Course(steps=tuple(shown))


@dataclass(frozen=True, kw_only=True)
class Task:
    """A review that waits for the office: what is to be done, by whom, until when."""

    recheck: Recheck
    what: str
    roles: str
    mine: bool
    due_on: date | None
    overdue: bool


def tasks(rows: Iterable[Recheck], officer: Officer, *, on: date) -> list[Task]:
    """Tell of each what is to be done, the overdue first, then by deadline."""
    found = [_task(row, officer, on) for row in rows]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.recheck.pk))


def _task(row: Recheck, officer: Officer, on: date) -> Task:
    place = row.at_step.place
    return Task(
        recheck=row,
        what=place.what,
        roles="、".join(Officer.Role(role).label for role in place.roles),
        mine=officer.level is place.holder and officer.role in place.roles,
        due_on=row.due,
        overdue=row.is_overdue(on),
    )
