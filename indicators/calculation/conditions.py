"""For which schools (适用学校) a clause is: conditions on what a school has filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any

from indicators.calculation import rounding
from indicators.calculation.citations import Table, exact, one_of, whole, yes_or_no
from indicators.calculation.facts import JUDGED, SchoolFacts

Fact = Fraction | str | bool | None
LOCALES = ("城区", "镇区", "乡村")


@dataclass(frozen=True)
class Condition:
    """One condition: the fact that *of* finds in a school, compared with the figure that is stated."""

    convert: Callable[[Any], Any]
    of: Callable[[SchoolFacts], Fact]
    compare: Callable[[Any, Any], bool]
    words: str

    def holds_for(self, school: SchoolFacts, stated: Any) -> bool | None:
        """Return None where the school has not filled in what is asked."""
        fact = self.of(school)
        return None if fact is None else self.compare(fact, stated)


def _filled(school: SchoolFacts, name: str) -> list[Fraction] | None:
    """The figure of every stage of compulsory age, None where one is not filled in."""
    figures = [school.figures.get(f"{name}_{stage}") for stage in JUDGED if school.has_stage(stage)]
    known = [figure for figure in figures if figure is not None]
    return known if len(known) == len(figures) else None


def _total(name: str) -> Callable[[SchoolFacts], Fact]:
    def total(school: SchoolFacts) -> Fact:
        figures = _filled(school, name)
        return None if figures is None else sum(figures, Fraction(0))

    return total


def _largest_class(school: SchoolFacts) -> Fact:
    figures = _filled(school, "largest_class")
    return max(figures, default=None) if figures else None


def _migrants(school: SchoolFacts) -> Fact:
    """进城务工人员随迁子女 as a part of all pupils of compulsory age."""
    pupils, migrants = _filled(school, "pupils"), school.figures.get("migrant_pupils")
    return migrants / sum(pupils) if pupils and sum(pupils) and migrants is not None else None


CONDITIONS: Mapping[str, Condition] = {
    "built_by": Condition(
        whole, lambda school: school.figures.get("built_year"), le, "{} 年及之前规划并建成"
    ),
    "locale": Condition(one_of(*LOCALES), lambda school: school.locale, eq, "{}"),
    "pupils_from": Condition(whole, _total("pupils"), ge, "在校生 {} 人及以上"),
    "pupils_below": Condition(whole, _total("pupils"), lt, "在校生不足 {} 人"),
    "classes_upto": Condition(whole, _total("classes"), le, "{} 个班及以下"),
    "largest_class_below": Condition(whole, _largest_class, lt, "最大班额低于 {} 人"),
    "migrants_from": Condition(exact, _migrants, ge, "进城务工人员随迁子女占比 {} 及以上"),
    "migrants_above": Condition(exact, _migrants, gt, "进城务工人员随迁子女占比超过 {}"),
    "dense_urban": Condition(yes_or_no, lambda school: school.dense_urban, eq, "大城市中心城区人口密度过高"),
}


@dataclass(frozen=True)
class When:
    """Every condition in *stated*, by its name in ``CONDITIONS``, must hold."""

    stated: Mapping[str, Any]

    def holds_for(self, school: SchoolFacts) -> bool | None:
        """Return None where it depends on what the school has not filled in."""
        found = [CONDITIONS[name].holds_for(school, stated) for name, stated in self.stated.items()]
        if False in found:
            return False
        return None if None in found else True

    @property
    def words(self) -> str:
        """Return the conditions as a reader says them."""
        said = (CONDITIONS[name].words.format(_shown(stated)) for name, stated in self.stated.items())
        return "、".join(said)


def _shown(stated: Any) -> str:
    return f"{rounding.text(stated * 100)}%" if isinstance(stated, Fraction) else str(stated)


def any_holds(whens: Sequence[When], school: SchoolFacts) -> bool | None:
    """Tell whether one of *whens* holds; None where none does but one may."""
    found = [when.holds_for(school) for when in whens]
    if True in found:
        return True
    return None if None in found else False


def words(whens: Sequence[When]) -> str:
    """Return *whens* as a reader says it."""
    return "；或".join(when.words for when in whens)


def parse(table: Table) -> tuple[When, ...]:
    """Take the key ``when`` of a clause; refuse a condition that is not known, or none at all."""
    whens = tuple(_when(each) for each in table.tables("when"))
    if not whens or not all(when.stated for when in whens):
        raise table.refuse("when", "须写明适用哪些学校")
    return whens


def _when(table: Table) -> When:
    stated = {
        name: table.take(name, condition.convert) for name, condition in CONDITIONS.items() if table.has(name)
    }
    table.end()
    return When(stated)
