"""宽限条款: relaxed values for schools of a certain kind, for a certain time.

An allowance is a figure of the standard like any other: it says to which item it applies, which
schools it is for, what it relaxes and on which days. Where one is used a duty arises to reach the
full value, so every use is written down; where a school does without it, none is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from indicators.calculation import conditions, rounding
from indicators.calculation.citations import Cited, Table, figures
from indicators.calculation.conditions import When
from indicators.calculation.facts import SchoolFacts, Stage


@dataclass(frozen=True)
class Rule:
    """What an allowance for an item may relax: the figures that it must state, and their words."""

    label: str
    figures: Mapping[str, str]


def _rooms(stage: Stage) -> Mapping[str, str]:
    kinds = {"music_rooms": "音乐", "art_rooms": "美术"}
    return {f"{kind}_{stage}": f"{stage.label}{name}教室≥{{}} ㎡" for kind, name in kinds.items()}


# To what an allowance may apply.
RULES: Mapping[str, Rule] = {
    "pe_art_teachers": Rule("体育艺术教师", {}),
    "sports_area": Rule("体育运动场馆", {"walk_minutes": "校外租赁场馆步行 {} 分钟内"}),
    "music_art_rooms": Rule("音乐、美术教室", {**_rooms(Stage.PRIMARY), **_rooms(Stage.JUNIOR)}),
    "school_size": Rule("学校规模", {"single": "小学、初中≤{} 人", "joined": "一贯制学校≤{} 人"}),
}


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One clause: the figures of *rule* are the relaxed ones, by the names that the item asks for."""

    code: str
    item: str
    name: str
    rule: Cited[Mapping[str, Fraction]]
    when: tuple[When, ...]
    first: date
    last: date

    @property
    def words(self) -> str:
        """Return the relaxed figures as a reader says them."""
        stated = RULES[self.item].figures.items()
        return "、".join(words.format(rounding.text(self.rule.value[name])) for name, words in stated)

    def holds(self, school: SchoolFacts, on: date) -> bool:
        """Tell whether it is in force and the school is known to be one it is for."""
        return self.first <= on <= self.last and conditions.any_holds(self.when, school) is True


@dataclass(frozen=True)
class Use:
    """An allowance that a school needed (命中), on which what was found of it now rests."""

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

    def extra(
        self, school: SchoolFacts, stage: Stage, short: Callable[[str], bool]
    ) -> Mapping[str, Fraction]:
        """Return what the school may count besides, by indicator, where it is *short* of it."""
        found: dict[str, Fraction] = {}
        for item, amount in EXTRA.items():
            offers = [(amount(school, stage, allowance), allowance) for allowance in self.of(school, item)]
            more, allowance = max(offers, key=lambda offer: offer[0], default=(Fraction(0), None))
            if allowance and more and short(item):
                found[item] = more
                self.use(school, allowance)
        return found

    def use(self, school: SchoolFacts, allowance: Allowance) -> None:
        """Note that *school* needed *allowance*; once is enough."""
        if not any(use.school is school and use.allowance is allowance for use in self.uses):
            self.uses.append(Use(school, allowance))


def _visiting_teachers(school: SchoolFacts, stage: Stage, allowance: Allowance) -> Fraction:
    """Teachers of sports and arts who visit, are lent or teach part-time (交流、兼职、走教)."""
    return school.figures.get(f"teachers_visiting_pe_art_{stage}") or Fraction(0)


def _other_grounds(school: SchoolFacts, stage: Stage, allowance: Allowance) -> Fraction:
    """Roof and underground sports areas of one's own, and leased ones within the walk that is allowed."""
    own, leased, walk = (
        school.figures.get(field)
        for field in ("other_sports_area", "leased_sports_area", "leased_sports_walk_minutes")
    )
    near = walk is not None and walk <= allowance.rule.value["walk_minutes"]
    return (own or Fraction(0)) + ((leased or Fraction(0)) if near else Fraction(0))


# Where an allowance adds to what a school has, by indicator.
EXTRA: Mapping[str, Callable[[SchoolFacts, Stage, Allowance], Fraction]] = {
    "pe_art_teachers": _visiting_teachers,
    "sports_area": _other_grounds,
}


def parse(table: Table) -> Allowance:
    """Read one ``[[allowances]]`` table; raise ``StandardRefused`` for what is missing or unknown."""
    item = table.text("item")
    if item not in RULES:
        raise table.refuse("item", f"{item!r} 不能有宽限条款")
    allowance = Allowance(
        code=table.text("code"),
        item=item,
        name=table.text("name"),
        rule=table.cited("rule", lambda raw: figures(raw, RULES[item].figures)),
        when=conditions.parse(table),
        first=table.day("first"),
        last=table.day("last"),
    )
    if allowance.last < allowance.first:
        raise table.refuse("last", "早于 first")
    table.end()
    return allowance
