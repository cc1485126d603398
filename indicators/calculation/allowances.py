"""宽限条款: relaxed values for schools of a certain kind, for a certain time.

An allowance is a figure of the standard like any other: it says to which item it applies, which
schools it is for, what it relaxes and on which days. Where one is used a duty arises to reach the
full value within three years, so every use is written down.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from indicators.calculation.citations import Cited, Table
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage

# To what an allowance may apply, and the figures that its rule must state for it.
RULES: Mapping[str, frozenset[str]] = {
    "pe_art_teachers": frozenset(),
    "sports_area": frozenset({"walk_minutes"}),
    "music_art_rooms": frozenset(
        f"{kind}_{stage}" for kind in ("music_rooms", "art_rooms") for stage in JUDGED
    ),
    "school_size": frozenset({"single", "joined"}),
}


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

    def extra(self, school: SchoolFacts, stage: Stage) -> Mapping[str, Fraction]:
        """Return what the school may count besides, by indicator, and note that it does."""
        found: dict[str, Fraction] = {}
        for item, amount in (("pe_art_teachers", _visiting(stage)), ("sports_area", _other_grounds)):
            for allowance in self.of(school, item):
                if more := amount(school, allowance):
                    found[item] = max(more, found.get(item, Fraction(0)))
                    self.use(school, allowance)
        return found

    def use(self, school: SchoolFacts, allowance: Allowance) -> None:
        use = Use(school, allowance)
        if use not in self.uses:
            self.uses.append(use)


Amount = Callable[[SchoolFacts, Allowance], Fraction]


def _visiting(stage: Stage) -> Amount:
    """Teachers of sports and arts who visit, are lent or teach part-time (交流、兼职、走教)."""
    return lambda school, _: school.figures.get(f"teachers_visiting_pe_art_{stage}") or Fraction(0)


def _other_grounds(school: SchoolFacts, allowance: Allowance) -> Fraction:
    """Roof and underground sports areas of one's own, and leased ones within the walk that is allowed."""
    own, leased, walk = (
        school.figures.get(field)
        for field in ("other_sports_area", "leased_sports_area", "leased_sports_walk_minutes")
    )
    near = walk is not None and walk <= allowance.rule.value["walk_minutes"]
    return (own or Fraction(0)) + ((leased or Fraction(0)) if near else Fraction(0))


def parse(table: Table) -> Allowance:
    """Read one ``[[allowances]]`` table; raise ``StandardRefused`` for what is missing or unknown."""
    item = table.text("item")
    if item not in RULES:
        raise table.refuse("item", f"{item!r} 不能有宽限条款")
    allowance = Allowance(
        code=table.text("code"),
        item=item,
        name=table.text("name"),
        rule=table.cited("rule", lambda raw: _figures(raw, RULES[item])),
        when=tuple(_when(each) for each in table.tables("when")),
        first=table.day("first"),
        last=table.day("last"),
    )
    table.end()
    if not allowance.when or allowance.last < allowance.first:
        raise table.refuse("when", "须写明适用学校和起止日期")
    return allowance


def _figures(raw: Mapping[str, str], wanted: frozenset[str]) -> Mapping[str, Fraction]:
    if set(raw) != wanted:
        raise ValueError(raw)
    return {name: Fraction(figure) for name, figure in raw.items()}


def _when(table: Table) -> When:
    when = When(
        built_by=table.whole_or_none("built_by"),
        locale=table.text("locale") if table.has("locale") else None,
        pupils_from=table.whole_or_none("pupils_from"),
        pupils_below=table.whole_or_none("pupils_below"),
        largest_class_below=table.whole_or_none("largest_class_below"),
        migrants_above=Fraction(table.text("migrants_above")) if table.has("migrants_above") else None,
        dense_urban=True if table.whole_or_none("dense_urban") else None,
    )
    table.end()
    return when
