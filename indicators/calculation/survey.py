"""社会认可度与公众满意度: was the survey large enough, and how many are satisfied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from indicators.calculation import rounding
from indicators.calculation.citations import Cited, Table, Wrong, positive, whole
from indicators.calculation.items import measured
from indicators.calculation.items.measured import UNKNOWN, at_least, exact_percent
from indicators.calculation.items.reading import ratio
from indicators.calculation.outcomes import Outcome, all_of

PEOPLE = 10_000  # 常住人口 is filled in in 万人


@dataclass(frozen=True)
class Size:
    """A fixed sample for counties of fewer than *below* 万 residents; for all where it is None."""

    below: Fraction | None
    sample: int

    @property
    def words(self) -> str:
        whom = "其余" if self.below is None else f"不足 {rounding.text(self.below)} 万人"
        return f"{whom} {self.sample} 份"


@dataclass(frozen=True, kw_only=True)
class SurveyRule:
    """How many are to be asked and how many must be satisfied.

    The sample is what the first of *sizes* for the county says, else *rate* of its residents; *parents*
    is the parents' least part of it, *others* are those who share the rest about equally; *valid* is the
    least part of valid returns, *satisfied* the least part of satisfied ones.
    """

    rate: Cited[Fraction]
    sizes: Cited[tuple[Size, ...]] | None
    parents: Cited[Fraction]
    others: Cited[tuple[str, ...]] | None
    valid: Cited[Fraction] | None
    satisfied: Cited[Fraction]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of the survey: what was found beside what is asked."""

    name: str
    value: str
    asked: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class SurveyFinding:
    """The survey judged; *sample* is how many were to be asked."""

    rule: SurveyRule
    sample: int | None
    satisfied: Fraction | None
    conditions: tuple[Condition, ...]

    @property
    def outcome(self) -> Outcome:
        return all_of(condition.outcome for condition in self.conditions)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(
            f"社会认可度：{each.name}没有填报"
            if UNKNOWN in each.value
            else f"社会认可度：{each.name} {each.value}，要求 {each.asked}"
            for each in self.conditions
            if each.outcome is not Outcome.PASSES
        )


def parse(table: Table) -> SurveyRule:
    """Read the ``[survey]`` table; raise ``StandardRefused`` for what is missing or unknown."""
    rule = SurveyRule(
        rate=table.cited("rate", positive),
        sizes=table.optional("sizes", _sizes),
        parents=table.cited("parents", positive),
        others=table.optional("others", lambda raw: tuple(map(str, raw))),
        valid=table.optional("valid", positive),
        satisfied=table.cited("satisfied", positive),
    )
    table.end()
    return rule


def _sizes(raw: Sequence[Mapping[str, Any]]) -> tuple[Size, ...]:
    """Read ``[{below, sample}, …, {sample}]``, from the smallest counties to the largest."""
    if any(set(each) - {"below"} != {"sample"} for each in raw):
        raise Wrong('应是一组 { below = "…", sample = … }，最后一个可以没有 below')
    return tuple(
        Size(positive(each["below"]) if "below" in each else None, whole(each["sample"])) for each in raw
    )


def sample(rule: SurveyRule, population: Fraction | None) -> int | None:
    """Return how many are to be asked of *population* 万人: ⌈population × 10,000 × rate⌉, or a fixed size."""
    if population is None:
        return None
    for size in rule.sizes.value if rule.sizes else ():
        if size.below is None or population < size.below:
            return size.sample
    return ceil(population * PEOPLE * rule.rate.value)


def quotas(rule: SurveyRule, wanted: int) -> Mapping[str, int]:
    """Divide a sample of *wanted*: the parents' least part, and the rest equally among the others.

    The first of the others take one more where the rest does not divide.
    """
    parents = ceil(wanted * rule.parents.value)
    others = rule.others.value if rule.others else ("其他各类",)
    each, left = divmod(wanted - parents, len(others))
    return {"学生家长": parents} | {name: each + (n < left) for n, name in enumerate(others)}


def judge(rule: SurveyRule, figures: Mapping[str, Fraction | None]) -> SurveyFinding:
    """Judge the survey from the county figures of 表Ⅵ; satisfied ÷ valid returns is the rate."""
    total, valid = figures.get("survey_total"), figures.get("survey_valid")
    wanted = sample(rule, figures.get("population"))
    satisfied = ratio(figures.get("survey_satisfied"), valid)
    parents = ratio(figures.get("survey_parents_total"), total)
    conditions = [
        Condition(
            name="问卷总数",
            value=f"{measured.whole(total)} 份",
            asked=UNKNOWN if wanted is None else f"≥{wanted} 份",
            outcome=at_least(total, None if wanted is None else Fraction(wanted)),
        ),
        _part("其中家长", parents, rule.parents.value),
        _part("综合满意度", satisfied, rule.satisfied.value),
    ]
    if rule.valid:
        conditions.insert(2, _part("回收有效率", ratio(valid, total), rule.valid.value))
    return SurveyFinding(rule=rule, sample=wanted, satisfied=satisfied, conditions=tuple(conditions))


def _part(name: str, found: Fraction | None, asked: Fraction) -> Condition:
    return Condition(
        name=name,
        value=exact_percent(found, asked),
        asked=f"≥{rounding.text(asked * 100)}%",
        outcome=at_least(found, asked),
    )
