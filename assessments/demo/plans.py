"""What a demonstration school is to be, before its figures are worked out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from assessments.demo.places import RURAL, TOWN, URBAN, Names
from indicators.calculation.facts import JUDGED, STAGES_OF, SchoolType, Stage
from schools.ledger.columns import Value

Range = tuple[int, int]
COUNTY_BUREAU, PRIVATE = "7", "10"
CLASS_SIZES = {URBAN: 42, TOWN: 38, RURAL: 31}


@dataclass(frozen=True)
class Kind:
    """How many schools of one sort a county has, and how many pupils each stage of them.

    *class_size* is what the bureau aims at; 0 takes what is usual for the *locale*.
    """

    school_type: SchoolType
    locale: str
    count: int
    founder: str = COUNTY_BUREAU
    class_size: int = 0
    primary: Range = (0, 0)
    junior: Range = (0, 0)
    senior: Range = (0, 0)

    def draw_pupils(self, chance: Random) -> dict[Stage, int]:
        ranges = {Stage.PRIMARY: self.primary, Stage.JUNIOR: self.junior, Stage.SENIOR: self.senior}
        return {stage: chance.randint(*ranges[stage]) for stage in STAGES_OF[self.school_type]}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How much schools have of an indicator, in percent of its threshold.

    Most lie in *usual*. Of the indicators in *rich_share* that many percent of the schools lie in
    *rich*, which makes a county uneven though no school falls short.
    """

    usual: Range
    rich: Range
    rich_share: Mapping[str, int]

    def draw(self, indicator: str, chance: Random) -> int:
        rich = chance.randrange(100) < self.rich_share.get(indicator, 0)
        return chance.randint(*(self.rich if rich else self.usual))


@dataclass(frozen=True, kw_only=True)
class County:
    """A county to invent, and what it *shows* to whoever tries the demonstration.

    *plenty* (percent of the threshold by indicator) and *figures* (ledger fields) say by school's
    name what is to differ from what would be drawn, *own* what is to differ in the county's own
    figures. With *lenient* its village schools have small rooms for music and art, and its town
    schools take pupils from outside their zones. *year* is the school year of its figures.
    """

    code: str
    shows: str
    towns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    spread: Spread
    plenty: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    own: Mapping[str, Value] = field(default_factory=dict)
    lenient: bool = False
    year: int = 2025


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One school to invent."""

    code: str
    name: str
    kind: Kind
    pupils: Mapping[Stage, int]
    spread: Spread
    plenty: Mapping[str, int]
    figures: Mapping[str, Value]
    lenient: bool

    def chance(self, purpose: str) -> Random:
        """Return a source of draws of its own: what is drawn for one purpose moves nothing else."""
        return Random(f"{purpose} {self.code}")

    @property
    def judged(self) -> list[Stage]:
        return [stage for stage in JUDGED if stage in self.pupils]

    @property
    def class_size(self) -> int:
        return self.kind.class_size or CLASS_SIZES[self.kind.locale]


def of_county(county: County) -> Iterator[Plan]:
    """Plan a county's schools, in the order of their codes: the county's six digits and a number."""
    names = Names(county.towns)
    number = 0
    for kind in county.kinds:
        for _ in range(kind.count):
            number += 1
            code = f"{county.code}{number:04}"
            name = names.take(kind.school_type, kind.locale, private=kind.founder == PRIVATE)
            yield Plan(
                code=code,
                name=name,
                kind=kind,
                pupils=kind.draw_pupils(Random(f"pupils {code}")),
                spread=county.spread,
                plenty=county.plenty.get(name, {}),
                figures=county.figures.get(name, {}),
                lenient=county.lenient,
            )
