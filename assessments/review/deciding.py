"""What whoever decides on a round sees of its review: differences, remarks, and reasons for a return."""

from dataclasses import dataclass

from assessments.models import Assessment, Round
from assessments.review import comparing, standing
from assessments.review.comparing import Comparison
from assessments.workflow import Transition


@dataclass(frozen=True, kw_only=True)
class Review:
    """*compared* is None while reviewers do not see each other; *proposed*, reasons were drawn up."""

    compared: Comparison | None
    proposed: bool

    @property
    def closed(self) -> bool:
        return self.compared is None


def shown(assessment: Assessment, way: Transition) -> Review | None:
    """Return it for a way that decides or concludes a review; for any other, None."""
    if assessment.at_step not in standing.REVIEWED_AT or assessment.at_step is not way.source:
        return None
    present = Round.objects.get(assessment=assessment, number=assessment.round)
    compared = comparing.of(present, standing.level_of(assessment.at_step))
    if not compared.reviewers:
        return None
    if not compared.standing.is_open:
        return Review(compared=None, proposed=False)
    return Review(compared=compared, proposed=way.new_round and bool(comparing.reasons(compared)))


def proposed(assessment: Assessment, way: Transition) -> str:
    """Return the reasons to begin with on the page of a return, from remarks; else nothing."""
    review = shown(assessment, way) if way.new_round else None
    return comparing.reasons(review.compared) if review and review.compared else ""
