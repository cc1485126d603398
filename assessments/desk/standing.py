"""What the page of an assessment shows, read from its rows."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from assessments import preconditions, workflow
from assessments.models import (
    Assessment,
    Deadline,
    Inspection,
    InspectionRecord,
    PublicNotice,
    Round,
    StatusChange,
)
from assessments.preconditions import Missing
from assessments.review import doubts
from assessments.review.doubts import Asked
from assessments.review.standing import REVIEWED_AT
from assessments.workflow import Step, Transition
from counties.models import Officer

NOTICES = frozenset({Step.PROVINCE_NOTICE, Step.NATION_NOTICE})


@dataclass(frozen=True)
class Way:
    """A transition that can be taken from here: by whom, what stands in the way, and may I?"""

    transition: Transition
    office: str
    roles: str
    mine: bool
    missing: tuple[Missing, ...]
    warned: tuple[Missing, ...]

    @property
    def may_go(self) -> bool:
        return self.mine and not self.missing


@dataclass(frozen=True, kw_only=True)
class Standing:
    assessment: Assessment
    ways: tuple[Way, ...]
    changes: tuple[StatusChange, ...]
    rounds: tuple[Round, ...]
    due_on: date | None
    overdue: bool
    notice: PublicNotice | None
    doubts: Asked

    @property
    def mine(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.mine)

    @property
    def others(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if not way.mine)

    @property
    def to_review(self) -> bool:
        """Is marking what the officer has to do next?"""
        ahead = self.mine[0] if self.mine else None
        return self.assessment.at_step in REVIEWED_AT and ahead is not None and not ahead.may_go

    @property
    def frozen_rounds(self) -> tuple[Round, ...]:
        return tuple(each for each in self.rounds if hasattr(each, "snapshot"))

    @property
    def pairs(self) -> tuple[tuple[Round, Round], ...]:
        """Each round that was submitted beside the one before."""
        frozen = self.frozen_rounds
        return tuple(itertools.pairwise(frozen))


def of(assessment: Assessment, officer: Officer, *, at: datetime) -> Standing:
    changes = assessment.changes.select_related("by__user", "by__division", "round", "snapshot")
    rounds = Round.objects.select_related("opened_by", "snapshot").defer("snapshot__content")
    prefetch_related_objects([assessment], Prefetch("rounds", rounds))  # the preconditions look at them too
    submitted = [each for each in assessment.rounds.all() if hasattr(each, "snapshot")]
    due = due_on(assessment)
    notices = PublicNotice.objects.filter(round__assessment=assessment, round__number=assessment.round)
    return Standing(
        assessment=assessment,
        ways=tuple(
            way_for(assessment, each, officer, at=at) for each in workflow.ways_from(assessment.at_step)
        ),
        changes=tuple(changes.defer("snapshot__content").order_by("-version")),
        rounds=tuple(assessment.rounds.all()),
        due_on=due,
        overdue=due is not None and assessment.is_open and timezone.localdate(at) > due,
        notice=notices.filter(step=assessment.step).first() if assessment.at_step in NOTICES else None,
        doubts=doubts.of(assessment, submitted[-1] if submitted else None, officer),
    )


def way_for(assessment: Assessment, transition: Transition, officer: Officer, *, at: datetime) -> Way:
    level = workflow.acting_level(transition, has_city=assessment.county.has_city)
    mine = officer.level is level and officer.role in transition.roles
    return Way(
        transition=transition,
        office=level.label,
        roles="、".join(Officer.Role(role).label for role in transition.roles),
        mine=mine,
        missing=preconditions.missing(assessment, transition, at=at),
        warned=preconditions.warned(assessment, transition, at=at),
    )


def due_on(assessment: Assessment) -> date | None:
    """Until when the step is to be done: what was set last for the nearest division counts."""
    code = assessment.county.code
    prefixes = [code[:length] for length in (0, 2, 4, 6)]
    set_for = Deadline.objects.filter(year=assessment.year, step=assessment.step, prefix__in=prefixes)
    found = max(set_for, key=lambda each: (len(each.prefix), each.pk), default=None)
    return found.due_on if found else None


def with_due(assessments: QuerySet[Assessment], *, on: date) -> list[tuple[Assessment, date | None, bool]]:
    """Return each with its deadline and whether it is overdue, in one more query."""
    rows = list(assessments)
    years = {row.year for row in rows}
    latest: dict[tuple[int, str, str], date] = {}
    for each in Deadline.objects.filter(year__in=years).order_by("pk"):
        latest[each.year, each.step, each.prefix] = each.due_on
    found = []
    for row in rows:
        keys = ((row.year, row.step, row.county.code[:length]) for length in (6, 4, 2, 0))
        due = next((latest[key] for key in keys if key in latest), None)
        found.append((row, due, due is not None and row.is_open and on > due))
    return found


def drawn(
    assessment: Assessment,
) -> list[tuple[Inspection, list[tuple[dict[str, str], list[InspectionRecord]]]]]:
    """Return the draws of the round, each school with what was recorded there."""
    draws = Inspection.objects.filter(round__assessment=assessment, round__number=assessment.round)
    found = []
    for each in draws.prefetch_related("records__by__user"):
        records = list(each.records.all())
        schools = [
            (school, [one for one in records if one.school_code == school["code"]]) for school in each.schools
        ]
        found.append((each, schools))
    return found
