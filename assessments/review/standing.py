"""How a review stands: which marks hold, which doubts wait for a reply, what is not marked yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from assessments.models import Assessment, Round
from assessments.review.models import Mark, MarkQuerySet, Milestone
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Officer

# Where an office has the assessment in hand and works on it: only then may it mark, and be answered.
REVIEWED_AT = frozenset(
    {
        Step.CITY_REVIEW,
        Step.CITY_OPINION,
        Step.PROVINCE_DOCUMENTS,
        Step.PROVINCE_SITE,
        Step.PROVINCE_EVALUATION,
        Step.NATION_QUALIFICATION,
        Step.NATION_MONITORING,
        Step.NATION_SURVEY,
        Step.NATION_INDICATORS,
        Step.NATION_SITE,
    }
)


def level_of(step: Step) -> Level:
    """The part of the way a step belongs to: the city's, also where the province acts for a city."""
    return step.holder


def holding(marks: Iterable[Mark]) -> list[Mark]:
    """Return of each reviewer the last mark of each place in each round, in the order they were set."""
    last = {
        (mark.round_id, mark.level, mark.by.user_id, *mark.place): mark
        for mark in sorted(marks, key=lambda each: each.pk)
    }
    return sorted(last.values(), key=lambda mark: mark.pk)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One level's review of one round. *marks* are those that hold; each knows how many *replies* it has."""

    level: Level
    marks: tuple[Mark, ...]
    replies: Mapping[int, int]
    finished: frozenset[int]
    opened: bool

    @property
    def marked(self) -> frozenset[str]:
        """The items that somebody has marked as a whole."""
        return frozenset(mark.item for mark in self.marks if mark.is_of_item)

    @cached_property
    def doubts(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind == Mark.Kind.DOUBTFUL)

    @property
    def unanswered(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.doubts if not self.replies.get(mark.pk))

    @property
    def answered(self) -> int:
        return len(self.doubts) - len(self.unanswered)

    @property
    def reviewers(self) -> Mapping[int, Officer]:
        """Who has marked anything, by user, in the order in which they began."""
        return {mark.by.user_id: mark.by for mark in self.marks}

    @property
    def unfinished(self) -> tuple[Officer, ...]:
        return tuple(by for user, by in self.reviewers.items() if user not in self.finished)

    @property
    def is_open(self) -> bool:
        """May reviewers see what others marked?"""
        return self.opened or not self.unfinished


def of(present: Round, level: Level, *, to: Officer | None = None) -> Standing:
    """Read how *level*'s review of the round stands, in two queries; each mark knows whether it is seen by
    the officer it is told *to*."""
    rows = _marks().filter(round=present, level=level)
    found = list(rows if to is None else rows.told_to(to))
    milestones = Milestone.objects.filter(round=present, level=level).values_list("kind", "by__user")
    return _standing(level, found, list(milestones))


def of_many(assessments: Iterable[Assessment]) -> dict[int, Standing]:
    """Read the same for the present round of each assessment that is under review, in three queries."""
    under = {each.pk: each for each in assessments if each.at_step in REVIEWED_AT}
    marks: dict[int, list[Mark]] = {pk: [] for pk in under}
    for mark in _marks().filter(round__assessment__in=under).select_related("round"):
        row = under[mark.round.assessment_id]
        if mark.round.number == row.round and mark.level == level_of(row.at_step):
            marks[row.pk].append(mark)
    return {pk: _standing(level_of(under[pk].at_step), found, []) for pk, found in marks.items()}


def _marks() -> MarkQuerySet:
    return Mark.objects.select_related("by__user", "by__division").annotate(reply_count=Count("replies"))


def _standing(level: Level, found: list[Mark], milestones: list[tuple[str, int]]) -> Standing:
    held = holding(found)
    return Standing(
        level=level,
        marks=tuple(held),
        replies={mark.pk: vars(mark)["reply_count"] for mark in held},
        finished=frozenset(user for kind, user in milestones if kind == Milestone.Kind.FINISHED),
        opened=any(kind == Milestone.Kind.OPENED for kind, _ in milestones),
    )
