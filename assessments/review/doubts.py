"""The doubts (存疑) about what a county submitted, round by round, for those who ask and those who reply."""

from dataclasses import dataclass

from assessments.models import Assessment, Round
from assessments.review import record, standing
from assessments.review.actions import REPLIERS
from assessments.review.models import Mark, below
from assessments.review.record import Remark
from counties.levels import Level
from counties.models import Officer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The doubts of a round that the officer may see, those that wait for a reply first."""

    round: Round | None
    remarks: tuple[Remark, ...]
    may_reply: bool

    @property
    def waiting(self) -> tuple[Remark, ...]:
        return tuple(each for each in self.remarks if each.waits)

    @property
    def answered(self) -> tuple[Remark, ...]:
        return tuple(each for each in self.remarks if not each.waits)


def of(assessment: Assessment, present: Round | None, officer: Officer) -> Asked:
    """Read the doubts of *present*, the round that the county submitted last, if it did any."""
    if present is None:
        return Asked(round=None, remarks=(), may_reply=False)
    marks = Mark.objects.filter(round=present).select_related("by__user", "by__division").told_to(officer)
    asked = [each for each in standing.holding(marks) if vars(each)["is_seen"]]
    doubts = record.tell(present, [each for each in asked if each.kind == Mark.Kind.DOUBTFUL])
    under_review = assessment.at_step in standing.REVIEWED_AT and present.number == assessment.round
    return Asked(
        round=present,
        remarks=doubts,
        may_reply=under_review
        and officer.level in below(Level(assessment.held_by))
        and officer.role in REPLIERS,
    )
