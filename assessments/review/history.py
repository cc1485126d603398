"""What was marked and replied of one item: by oneself, by others in the round, and in rounds before."""

from dataclasses import dataclass

from assessments.models import Round
from assessments.review import record, standing
from assessments.review.models import Mark
from assessments.review.record import Remark
from counties.levels import Level
from counties.models import Officer


@dataclass(frozen=True, kw_only=True)
class History:
    """Remarks on an item; those of rounds before by the round's number."""

    mine: tuple[Remark, ...]
    others: tuple[Remark, ...]
    before: tuple[tuple[int, tuple[Remark, ...]], ...]


def of(present: Round, item: str, *, level: Level, me: Officer) -> History:
    """Tell what *me* may see of the item, in two queries for all rounds together."""
    marks = Mark.objects.filter(round__assessment=present.assessment_id, item=item).told_to(me)
    rows = marks.select_related("round__snapshot", "by__user", "by__division")
    held = standing.holding(rows.defer("round__snapshot__content"))
    visible = [mark for mark in held if vars(mark)["is_seen"]]
    record.with_replies(visible)
    rounds: dict[int, list[Mark]] = {}
    for mark in visible:
        rounds.setdefault(mark.round.number, []).append(mark)
    told = record.tell(present, rounds.pop(present.number, []))
    own = {mark.pk for mark in visible if mark.by.user_id == me.user_id and mark.level == level}
    before = sorted((number, found) for number, found in rounds.items() if number < present.number)
    return History(
        mine=tuple(each for each in told if each.key in own),
        others=tuple(each for each in told if each.key not in own),
        before=tuple((number, record.tell(found[0].round, found)) for number, found in before),
    )
