"""The way of a review (复查) as a table, ``ways.csv``: every step, and every way from one to the next.

Which texts it rests on, and what no text says and is our own decision, ADR 55 tells. What a way asks for
beside level and role, ``preconditions`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assessments import ways
from assessments.ways import Way
from counties.levels import Level

BEGIN = "begin"  # the way that has no source
TOLD_OF_BEGINNING = (Level.COUNTY, Level.CITY, Level.PROVINCE)


class Step(StrEnum):
    """Where a review stands."""

    RECTIFYING = "rectifying"
    REPORTED = "reported"
    OPINED = "opined"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    CALLED_OFF = "called_off"

    @property
    def place(self) -> "Place":
        return PLACES[self]

    @property
    def label(self) -> str:
        return self.place.label

    @property
    def is_closed(self) -> bool:
        return self in CLOSED


@dataclass(frozen=True)
class Place:
    """*what* is to be done in it, by *roles* of the level that holds it."""

    label: str
    holder: Level
    what: str = ""
    roles: tuple[str, ...] = ()


PLACES: Mapping[Step, Place] = {
    Step.RECTIFYING: Place("县级整改", Level.COUNTY, "写明整改措施并报送", ("clerk", "leader")),
    Step.REPORTED: Place("省级核查", Level.PROVINCE, "逐个问题核查，出具意见", ("inspector", "leader")),
    Step.OPINED: Place("国家决定", Level.NATION, "决定保留或撤销认定", ("leader",)),
    Step.KEPT: Place("保留认定", Level.NATION),
    Step.WITHDRAWN: Place("撤销认定", Level.NATION),
    Step.CALLED_OFF: Place("已终止", Level.PROVINCE),
}
CLOSED = frozenset({Step.KEPT, Step.WITHDRAWN, Step.CALLED_OFF})


@dataclass(frozen=True, kw_only=True)
class RecheckWay(Way[Step]):
    """A way of a review. *beginner*: only the level that began the review takes it; *sets_deadline*: it says
    until when the county has time; *tells*: the levels that get a message of it."""

    beginner: bool = False
    sets_deadline: bool = False
    tells: tuple[Level, ...] = ()


WAYS = tuple(
    RecheckWay(
        **ways.told(line, Step),
        beginner=line["beginner"] == "yes",
        sets_deadline=line["sets_deadline"] == "yes",
        tells=tuple(map(Level, line["tells"].split())),
    )
    for line in ways.lines(Path(__file__).parent / "ways.csv")
)
BY_NAME: Mapping[str, RecheckWay] = {each.name: each for each in WAYS}


def ways_from(step: Step) -> tuple[RecheckWay, ...]:
    """Return the ways from *step*, first the one that leads on."""
    return tuple(each for each in WAYS if each.source is step)
