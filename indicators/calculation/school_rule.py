"""学校达标规则: what every unit must reach, how much of it may fall short, and how far.

教督〔2017〕6号 asks its seven indicators of schools. 教督〔2012〕3号 leaves school standards
(办学基本标准) to the provinces, whose files name their own items and the thresholds for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from indicators.calculation import conditions
from indicators.calculation.citations import Cited, Table, Wrong, exact, one_of, positive, whole, yes_or_no
from indicators.calculation.conditions import When
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage
from indicators.calculation.indicators import Indicator, Over, Term

ByStage = Mapping[str, Mapping[Stage, Cited[Fraction | None]]]

PER: Mapping[str, tuple[Over, int]] = {
    "pupil": (Over.PUPILS, 1),
    "hundred_pupils": (Over.PUPILS, 100),
    "class": (Over.CLASSES, 1),
    "teacher": (Over.TEACHERS, 1),
    "hundred_teachers": (Over.TEACHERS, 100),
    "school": (Over.SCHOOL, 1),
}
LIMITS = ("least", "most")
NOT_STATED = "未载"  # what a file says of a threshold that exists, but that we have not seen


@dataclass(frozen=True, kw_only=True)
class Case:
    """A threshold of its own (分类标准) for schools of a certain kind, such as those in cities."""

    code: str
    item: str
    when: tuple[When, ...]
    rule: Cited[Mapping[Stage, Fraction]]


@dataclass(frozen=True, kw_only=True)
class SchoolRule:
    """*at_least* of the *indicators* reach the threshold, the rest reach *floor* of it (0: no floor).

    *thresholds* hold None where the figure exists but is not known; of several *cases* for an
    indicator the first that holds for a school counts.
    """

    at_least: Cited[int]
    floor: Cited[Fraction]
    indicators: tuple[Indicator, ...]
    thresholds: ByStage
    cases: tuple[Case, ...]

    def asked_of(self, stage: Stage) -> tuple[Indicator, ...]:
        """Return the indicators that units of *stage* must reach."""
        return tuple(indicator for indicator in self.indicators if stage in indicator.terms)

    @property
    def may_fall_short(self) -> int:
        """How many indicators may stay below the threshold."""
        return len(self.indicators) - self.at_least.value

    def limits(self, code: str, stage: Stage, school: SchoolFacts) -> tuple[Fraction, ...]:
        """Return what *school* must reach: several figures where it hangs on something that the school
        has not filled in, and none where nothing is asked or the figure is not known."""
        possible: list[Fraction] = []
        for case in self.cases:
            if case.item == code and stage in case.rule.value:
                holds = conditions.any_holds(case.when, school)
                if holds is not False:
                    possible.append(case.rule.value[stage])
                if holds:
                    return tuple(possible)
        stated = self.thresholds.get(code, {}).get(stage)
        return (*possible, stated.value) if stated and stated.value is not None else ()


def parse(root: Table, measured: Sequence[Indicator]) -> SchoolRule | None:
    """Take ``school``, ``thresholds`` and ``cases``: all of them, or none.

    Without ``school.items`` the *measured* indicators themselves are asked of schools.
    """
    if not root.has("school"):
        return None
    table = root.table("school")
    own = tuple(_item(each, measured) for each in table.tables("items"))
    asked = own or tuple(measured)
    rule = SchoolRule(
        at_least=table.cited("at_least", whole),
        floor=table.cited("floor", exact),
        indicators=asked,
        thresholds=_thresholds(root.table("thresholds"), asked),
        cases=tuple(_case(each, asked) for each in root.tables("cases")),
    )
    if rule.may_fall_short < 0 or rule.floor.value > 1:
        raise table.refuse("at_least", f"应不多于 {len(asked)} 项，floor 应不大于 1")
    table.end()
    return rule


def _item(table: Table, measured: Sequence[Indicator]) -> Indicator:
    """Read an item of schools: a measured indicator by its code alone, or one of the province's own."""
    code = table.text("code")
    known = next((indicator for indicator in measured if indicator.code == code), None)
    if known is not None:
        table.end()
        return known
    over, per = PER[table.take("per", one_of(*PER))]
    indicator = Indicator(
        code=code,
        name=table.text("name"),
        short=table.text("short"),
        unit=table.text("unit"),
        terms=table.take("figures", _terms),
        shared=table.take_or("shared", yes_or_no, False),
        factor=table.take_or("factor", whole, 1),
        per=per,
        places=table.take_or("places", whole, 2),
        over=over,
        at_most=table.take("limit", one_of(*LIMITS)) == "most",
    )
    table.end()
    return indicator


def _terms(raw: Any) -> Mapping[Stage, tuple[Term, ...]]:
    """Read ledger fields: for both stages, where ``{stage}`` stands for the stage, or by stage.

    >>> _terms(["teaching_room_area", "-indoor_sports_area"])[Stage.JUNIOR][1]
    Term(field='indoor_sports_area', sign=-1)
    """
    by_stage = raw if isinstance(raw, dict) else {stage.value: raw for stage in JUDGED}
    if not by_stage or not all(isinstance(fields, list) for fields in by_stage.values()):
        raise Wrong("应是台账列名的列表，或按学段分列的表")
    return {
        stage: tuple(_term(field.format(stage=stage)) for field in by_stage[stage])
        for stage in map(Stage, by_stage)
    }


def _term(field: str) -> Term:
    return Term(field[1:], -1) if field.startswith("-") else Term(field)


def _thresholds(table: Table, asked: Sequence[Indicator]) -> ByStage:
    stated: ByStage = {
        indicator.code: _by_stage(table.table(indicator.code), indicator) for indicator in asked
    }
    table.end()
    return stated


def _by_stage(table: Table, indicator: Indicator) -> Mapping[Stage, Cited[Fraction | None]]:
    stated = {stage: table.cited(stage.value, _threshold) for stage in indicator.terms}
    table.end()
    return stated


def _threshold(raw: Any) -> Fraction | None:
    return None if raw == NOT_STATED else positive(raw)


def _case(table: Table, asked: Sequence[Indicator]) -> Case:
    case = Case(
        code=table.text("code"),
        item=table.take("item", one_of(*(indicator.code for indicator in asked))),
        when=conditions.parse(table),
        rule=table.cited("rule", lambda raw: {Stage(stage): positive(raw[stage]) for stage in raw}),
    )
    table.end()
    return case
