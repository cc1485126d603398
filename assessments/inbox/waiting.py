"""What waits for an office, told from the assessments and marks themselves: there is no list to go stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, Func, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments import workflow
from assessments.desk import standing as desk
from assessments.inbox.models import Message
from assessments.models import Assessment
from assessments.recheck import standing as recheck
from assessments.recheck.models import Recheck
from assessments.review.models import ORDER, Mark
from assessments.review.standing import REVIEWED_AT, level_of
from counties.levels import Level
from counties.models import Officer

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Counts:
    """*held*: assessments and reviews (复查) in the office's hands; *asked*: assessments with doubts that it
    may answer; *unread*: messages that the officer has not opened."""

    held: int = 0
    asked: int = 0
    unread: int = 0

    @property
    def waiting(self) -> int:
        return self.held + self.asked


@dataclass(frozen=True, kw_only=True)
class Task:
    """An assessment that waits for the office: what is to be done next, by whom, since and until when; how
    many *doubts* of the round still wait for an answer from below."""

    assessment: Assessment
    what: str
    roles: str
    mine: bool
    doubts: int
    due_on: date | None
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """An assessment whose doubts wait for an answer, how many, and since when."""

    assessment: Assessment
    count: int
    since: datetime


def counts(officer: Officer) -> Counts:
    """Count in one query what the header of every page says; for who looks after the system, nothing."""
    if officer.looks_after_the_system:
        return Counts()
    unread = Message.objects.unread_by(officer)
    found = Officer.objects.filter(pk=officer.pk).values_list(
        _count(_held(officer)),
        _count(Recheck.objects.held_by(officer)),
        _count(_doubted(officer)),
        _count(unread),
    )
    held, rechecked, asked, unopened = found.get()
    return Counts(held=held + rechecked, asked=asked, unread=unopened)


def tasks(officer: Officer, *, on: date) -> list[Task]:
    """Return what is in the office's hands, the overdue first, then by deadline, then what waits longest."""
    rows = _held(officer).annotate(doubts=Coalesce(_doubts("n", n=Count("pk")), 0))
    rows = rows.select_related("county__parent__parent__parent").order_by("moved_at", "pk")
    lines = desk.with_due(rows[:SHOWN], on=on)
    lines.sort(key=lambda line: (line[1] is None, line[1] or date.max))
    return [_task(row, due, overdue, officer) for row, due, overdue in lines]


def rechecks(officer: Officer, *, on: date) -> list[recheck.Task]:
    """Return the reviews in the office's hands, the first due first."""
    rows = Recheck.objects.held_by(officer).with_due().select_related("assessment__county")
    return recheck.tasks(rows.order_by("pk")[:SHOWN], officer, on=on)


def doubts(officer: Officer) -> list[Doubts]:
    """Return the assessments with doubts that the office may answer, those first that wait longest."""
    rows = _doubted(officer).annotate(
        count=_doubts("n", n=Count("pk")), since=_doubts("first", first=Min("at"))
    )
    return [
        Doubts(assessment=row, count=vars(row)["count"], since=vars(row)["since"])
        for row in rows.select_related("county").order_by("since", "pk")[:SHOWN]
    ]


def unanswered() -> QuerySet[Mark]:
    """The doubts that hold in a round under review and that nobody has answered, as ``review.standing``
    tells them of one round."""
    later = Mark.objects.filter(
        pk__gt=OuterRef("pk"),
        by__user=OuterRef("by__user"),
        **{field: OuterRef(field) for field in ("round", "level", "item", "school", "field")},
    )
    found = Mark.objects.filter(
        _at_hand(), kind=Mark.Kind.DOUBTFUL, round__number=F("round__assessment__round")
    )
    return found.filter(~Exists(later), replies__isnull=True)


def _at_hand() -> Q:
    """Marks of the part of the way on which their assessment is."""
    steps: dict[Level, list[str]] = {}
    for step in REVIEWED_AT:
        steps.setdefault(level_of(step), []).append(step)
    found = Q(pk=None)
    for level, here in steps.items():
        found |= Q(level=level, round__assessment__step__in=here)
    return found


def _held(officer: Officer) -> QuerySet[Assessment]:
    return Assessment.objects.held_by(officer)


def _doubted(officer: Officer) -> QuerySet[Assessment]:
    """Assessments above the officer's office, with doubts that wait."""
    above: Sequence[Level] = ORDER[ORDER.index(officer.level) + 1 :]
    rows = Assessment.objects.visible_to(officer).filter(held_by__in=above, step__in=REVIEWED_AT)
    return rows.filter(Exists(unanswered().filter(round__assessment=OuterRef("pk"))))


def _task(row: Assessment, due: date | None, overdue: bool, officer: Officer) -> Task:
    way = workflow.ways_from(row.at_step)[0]
    return Task(
        assessment=row,
        what=way.label,
        roles="、".join(Officer.Role(role).label for role in way.roles),
        mine=officer.role in way.roles,
        doubts=vars(row)["doubts"],
        due_on=due,
        overdue=overdue,
    )


def _doubts(name: str, **told: Count | Min) -> Subquery:
    """What is told, by that name, of the doubts of the outer assessment that wait for an answer."""
    waiting = unanswered().filter(round__assessment=OuterRef("pk")).order_by()
    return Subquery(waiting.values("round__assessment").annotate(**told).values(name))


def _count(rows: "QuerySet[Assessment] | QuerySet[Recheck] | QuerySet[Message]") -> Coalesce:
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Coalesce(Subquery(counted.values("n")), 0)
