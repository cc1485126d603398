"""社会认可度与公众满意度: was the survey large enough, and how many are satisfied."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from indicators.calculation import rounding
from indicators.calculation.citations import Cited, Table
from indicators.calculation.items.measured import UNKNOWN, percent, whole
from indicators.calculation.items.reading import ratio
from indicators.calculation.outcomes import Outcome, all_of

PEOPLE = 10_000  # 常住人口 is filled in in 万人


@dataclass(frozen=True, kw_only=True)
class SurveyRule:
    """How many are to be asked and how many must be satisfied.

    The sample is *rate* of the resident population, at least *smallest* where the population is at
    most *smallest_up_to* (万人); *parents* is the parents' least part of it; *valid* the least part of
    valid returns, *satisfied* the least part of satisfied ones.
    """

    rate: Cited[Fraction]
    parents: Cited[Fraction]
    satisfied: Cited[Fraction]
    smallest: Cited[Fraction] | None
    smallest_up_to: Cited[Fraction] | None
    valid: Cited[Fraction] | None


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
            f"{each.name} {each.value}，要求 {each.asked}"
            for each in self.conditions
            if each.outcome is not Outcome.PASSES
        )


def parse(table: Table) -> SurveyRule:
    """Read the ``[survey]`` table; raise ``StandardRefused`` for what is missing or unknown."""
    rule = SurveyRule(
        rate=table.cited("rate", Fraction),
        parents=table.cited("parents", Fraction),
        satisfied=table.cited("satisfied", Fraction),
        smallest=table.optional("smallest", Fraction),
        smallest_up_to=table.optional("smallest_up_to", Fraction),
        valid=table.optional("valid", Fraction),
    )
    table.end()
    return rule


def sample(rule: SurveyRule, population: Fraction | None) -> int | None:
    """Return how many are to be asked of *population* 万人: ⌈population × 10,000 × rate⌉.

    In 2012 a county of up to 400,000 asks 600 whatever its size.
    """
    if population is None:
        return None
    least = ceil(population * PEOPLE * rule.rate.value)
    if rule.smallest and rule.smallest_up_to and population <= rule.smallest_up_to.value:
        return max(least, int(rule.smallest.value))
    return least


def judge(rule: SurveyRule, figures: Mapping[str, Fraction | None]) -> SurveyFinding:
    """Judge the survey from the county figures of 表Ⅵ; satisfied ÷ valid returns is the rate."""
    total, valid = figures.get("survey_total"), figures.get("survey_valid")
    wanted = sample(rule, figures.get("population"))
    satisfied = ratio(figures.get("survey_satisfied"), valid)
    parents = ratio(figures.get("survey_parents_total"), total)
    conditions = [
        Condition(
            name="问卷总数",
            value=f"{whole(total)} 份",
            asked=UNKNOWN if wanted is None else f"≥{wanted} 份",
            outcome=_least(total, None if wanted is None else Fraction(wanted)),
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
        value=percent(found),
        asked=f"≥{rounding.text(asked * 100)}%",
        outcome=_least(found, asked),
    )


def _least(found: Fraction | None, asked: Fraction | None) -> Outcome:
    if found is None or asked is None:
        return Outcome.UNDETERMINED
    return Outcome.when(found >= asked)
