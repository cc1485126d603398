"""单位错误: 人 for 万人, 万元 for 元. What is impossible is an error, what is unlikely a question."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from schools.figures.checks.county import County, Number
from schools.figures.columns import BY_FIELD
from schools.ledger.problems import Problem


class Bounds(NamedTuple):
    """Beyond *least* and *most* a figure is unlikely; beyond the outer ones it is impossible."""

    impossible_below: Number
    least: Number
    most: Number
    impossible_above: Number
    slip: str


_PEOPLE = "可能是按人填的，本栏以万人计"
_YEARLY = "可能是按万元填的，或者是月工资；本栏按元、按年填"
_YUAN = "可能是按万元填的，本栏以元计"
BOUNDS = {
    # The largest counties have some five million people, the smallest a few thousand.
    "population": Bounds(Decimal("0.01"), Decimal("0.2"), 400, 1_000, _PEOPLE),
    "rural_population": Bounds(0, 0, 300, 1_000, _PEOPLE),
    "gdp_per_head": Bounds(100, 3_000, 600_000, 5_000_000, _YUAN),
    "revenue_per_head": Bounds(10, 100, 200_000, 1_000_000, _YUAN),
    "rural_income": Bounds(100, 2_000, 150_000, 1_000_000, _YUAN),
    "urban_income": Bounds(100, 5_000, 250_000, 1_000_000, _YUAN),
    "funding_norm_primary": Bounds(10, 300, 10_000, 100_000, _YUAN),
    "funding_norm_junior": Bounds(10, 400, 15_000, 100_000, _YUAN),
    "teacher_pay": Bounds(1_000, 24_000, 500_000, 5_000_000, _YEARLY),
    "civil_servant_pay": Bounds(1_000, 24_000, 500_000, 5_000_000, _YEARLY),
    "staff_pay": Bounds(1_000, 24_000, 500_000, 5_000_000, _YEARLY),
    "expenditure_per_pupil_primary": Bounds(10, 1_000, 100_000, 1_000_000, _YUAN),
    "expenditure_per_pupil_junior": Bounds(10, 1_000, 120_000, 1_000_000, _YUAN),
    "operating_per_pupil_primary": Bounds(10, 100, 50_000, 500_000, _YUAN),
    "operating_per_pupil_junior": Bounds(10, 100, 60_000, 500_000, _YUAN),
}


class Each(NamedTuple):
    """An amount for each pupil, in 元, and what it is likely to be: *factor* turns the unit into 元."""

    amount: str
    pupils: tuple[str, ...]
    factor: int
    bounds: Bounds


EACH = (
    Each(
        "small_school_funding",
        ("small_school_pupils",),
        1,
        Bounds(10, 300, 100_000, 1_000_000, "可能是按万元填的，本栏以元计"),
    ),
    Each(
        "special_school_funding",
        ("special_school_pupils",),
        10_000,
        Bounds(10, 500, 200_000, 1_000_000, "可能是按元填的，本栏以万元计"),
    ),
    Each(
        "allocation",
        ("school_age_primary_enrolled", "school_age_junior_enrolled"),
        1_000,
        Bounds(100, 3_000, 200_000, 1_000_000, "可能是按元或万元填的，本栏以千元计"),
    ),
)


def figures_are_in_their_unit(county: County) -> Iterator[Problem]:
    for name, bounds in BOUNDS.items():
        number = county.number(name)
        if number == 0 and bounds.least:
            yield county.error(
                "zero_impossible",
                name,
                f"{county.told(name)}，不会是 0。",
                "请填实际数值；不知道的留空，不要填 0。",
                f"{bounds.least} 至 {bounds.most} {BY_FIELD[name].unit}",
            )
        elif number:
            yield from _judged(county, name, number, bounds, county.told(name), BY_FIELD[name].unit)


def amounts_for_each_pupil_are_likely(county: County) -> Iterator[Problem]:
    for rule in EACH:
        amount = county.number(rule.amount)
        numbers = [county.number(name) for name in rule.pupils]
        pupils = sum((number for number in numbers if number is not None), start=0)
        if amount and pupils and None not in numbers:
            each = Decimal(amount) * rule.factor / pupils
            told = f"{county.told(rule.amount, *rule.pupils)}，平均每名学生 {each:.2f} 元"
            yield from _judged(county, rule.amount, each, rule.bounds, told, "元/生")


def _judged(
    county: County, name: str, number: Number, bounds: Bounds, told: str, unit: str
) -> Iterator[Problem]:
    if bounds.least <= number <= bounds.most:
        return
    impossible = number < bounds.impossible_below or number > bounds.impossible_above
    problem = county.error if impossible else county.query
    yield problem(
        f"{name}_in_other_unit",
        name,
        f"{told}，{'太小' if number < bounds.least else '太大'}，{bounds.slip}。",
        f"请按{BY_FIELD[name].unit}核对后重新填写。" + ("" if impossible else "属实的请说明。"),
        f"{bounds.least} 至 {bounds.most} {unit}",
    )
