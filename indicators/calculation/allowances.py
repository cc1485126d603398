"""宽限条款: relaxed values for schools of a certain kind, for a certain time.

An allowance is a figure of the standard like any other: it says to which item it applies, which
schools it is for, what it relaxes and on which days. Where one is used a duty arises to reach the
full value within three years, so every use is written down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from indicators.calculation.citations import Cited
from indicators.calculation.facts import JUDGED, SchoolFacts

# What an allowance may add to an indicator's amount, by indicator: ledger fields, by stage or not.
COUNTABLE: Mapping[str, tuple[str, ...]] = {
    "pe_art_teachers": ("teachers_visiting_pe_art",),
    "sports_area": ("other_sports_area", "leased_sports_area"),
}
RELAXABLE = ("music_art_rooms", "school_size")


@dataclass(frozen=True, kw_only=True)
class When:
    """For which schools an allowance is: every condition that is stated must hold."""

    built_by: int | None = None
    locale: str | None = None
    pupils_from: int | None = None
    pupils_below: int | None = None
    largest_class_below: int | None = None
    migrants_above: Fraction | None = None
    dense_urban: bool | None = None

    def holds_for(self, school: SchoolFacts) -> bool:
        """Tell whether all conditions hold; what the school has not filled in does not hold."""
        pupils = [school.pupils(stage) for stage in JUDGED if school.has_stage(stage)]
        known = [number for number in pupils if number is not None]
        total = sum(known) if known and len(known) == len(pupils) else None
        built, migrants = school.figures.get("built_year"), school.figures.get("migrant_pupils")
        largest = [
            school.figures.get(f"largest_class_{stage}") for stage in JUDGED if school.has_stage(stage)
        ]
        conditions = (
            (self.built_by, lambda limit: built is not None and built <= limit),
            (self.locale, lambda wanted: school.locale == wanted),
            (self.pupils_from, lambda least: total is not None and total >= least),
            (self.pupils_below, lambda limit: total is not None and total < limit),
            (
                self.largest_class_below,
                lambda limit: all(each is not None and each < limit for each in largest),
            ),
            (
                self.migrants_above,
                lambda part: bool(total) and migrants is not None and migrants > part * total,
            ),
            (self.dense_urban, lambda wanted: school.dense_urban is wanted),
        )
        return all(wanted is None or test(wanted) for wanted, test in conditions)


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One clause: *values* are the relaxed figures, by the names that the item's method asks for."""

    code: str
    item: str
    name: str
    rule: Cited[Mapping[str, Fraction]]
    when: tuple[When, ...]
    first: date
    last: date

    def holds(self, school: SchoolFacts, on: date) -> bool:
        return self.first <= on <= self.last and any(when.holds_for(school) for when in self.when)


@dataclass(frozen=True)
class Use:
    """An allowance that a school needed (命中), on which its verdict now rests."""

    school: SchoolFacts
    allowance: Allowance


@dataclass
class Allowances:
    """The allowances in force on a day; remembers which schools needed which."""

    stated: tuple[Allowance, ...]
    on: date | None
    uses: list[Use] = field(default_factory=list)

    def of(self, school: SchoolFacts, item: str) -> Iterable[Allowance]:
        """Yield the allowances for *item* that hold for *school* on the day."""
        if self.on is not None:
            yield from (each for each in self.stated if each.item == item and each.holds(school, self.on))

    def use(self, school: SchoolFacts, allowance: Allowance) -> None:
        use = Use(school, allowance)
        if use not in self.uses:
            self.uses.append(use)
