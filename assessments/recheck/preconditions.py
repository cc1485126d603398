"""What a way of a review asks for beside level, role and words: all that is missing at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.recheck import table
from assessments.recheck.models import Recheck
from assessments.recheck.standing import Answered
from assessments.recheck.table import RecheckWay


@dataclass(frozen=True, kw_only=True)
class Known:
    """A review, its problems, and when the county reported last; *on* is today."""

    recheck: Recheck
    points: Sequence[Answered]
    reported: datetime | None
    on: date


Check = Callable[[Known], Iterator[str]]


def is_open_to(way: RecheckWay, recheck: Recheck) -> bool:
    """Is it a way of the level that began the review, if only that level may take it?"""
    return not way.beginner or way.level is recheck.opened_by.level


def offered(known: Known) -> list[RecheckWay]:
    """Return the ways from where the review stands that somebody could take, now or when all is in order."""
    return [
        way
        for way in table.ways_from(known.recheck.at_step)
        if is_open_to(way, known.recheck)
        and (way.name != "opine_overdue" or known.recheck.is_overdue(known.on))
    ]


def missing(known: Known, way: RecheckWay) -> tuple[str, ...]:
    """Say all that stands in the way of *way*; of what may be done now, nothing."""
    return tuple(what for check in CHECKS.get(way.name, ()) for what in check(known))


def unchecked(known: Known) -> list[int]:
    """Return the numbers of the problems that nobody looked at since the county reported."""
    return [each.point.number for each in known.points if not each.is_checked_since(known.reported)]


def every_problem_is_answered(known: Known) -> Iterator[str]:
    """每个问题都写明了整改措施."""
    left = [each.point.number for each in known.points if each.needs_answer]
    if left:
        yield f"问题 {_numbers(left)} 还没有写明整改措施，由本县填报员填写。"


def every_problem_is_checked(known: Known) -> Iterator[str]:
    """每个问题在县级报送以后都核查过."""
    if left := unchecked(known):
        yield f"问题 {_numbers(left)} 还没有核查记录，由省级督学或负责人填写。"


def all_are_put_right(known: Known) -> Iterator[str]:
    left = [each.point.number for each in known.points if each.check and not each.check.done]
    if left:
        yield f"问题 {_numbers(left)} 核查为未到位，不能认为整改到位。"


def not_all_are_put_right(known: Known) -> Iterator[str]:
    if all(each.check and each.check.done for each in known.points):
        yield "各个问题都核查为到位，不能认为整改未到位。"


def time_is_over(known: Known) -> Iterator[str]:
    """整改期限已过."""
    if not known.recheck.is_overdue(known.on):
        yield f"整改期限 {known.recheck.due} 还没有过。"


def _numbers(found: Sequence[int]) -> str:
    return "、".join(map(str, found))


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "report": (every_problem_is_answered,),
    "opine_overdue": (time_is_over,),
    "opine_done": (every_problem_is_checked, all_are_put_right),
    "opine_not_done": (every_problem_is_checked, not_all_are_put_right),
}
