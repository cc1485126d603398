"""单位错误: 元 for 万元, 亩 for 平方米. What is impossible is an error, what is unlikely a question."""

from collections.abc import Iterator
from decimal import Decimal

from schools.ledger.checks.school import Number, School
from schools.ledger.columns import BY_FIELD
from schools.ledger.problems import Problem

YUAN_PER_WAN = 10_000
# Per pupil, in 元: the highest honest figures are far below the first, 元 for 万元 far above the second.
UNLIKELY_VALUE, IMPOSSIBLE_VALUE = 100_000, 1_000_000
# Per pupil, in 平方米: one 亩 is 667 平方米, so that 亩 for 平方米 leaves a hundredth of a pupil's place.
_UNLIKELY_AREAS = {
    "site_area": Decimal(2),
    "building_area": Decimal(1),
    "teaching_room_area": Decimal("0.5"),
    "sports_ground_area": Decimal("0.2"),
}
IMPOSSIBLE_AREA = Decimal("0.1")
LARGEST_AREA_PER_PUPIL = 10_000


def equipment_is_in_ten_thousands(school: School) -> Iterator[Problem]:
    yield from _too_much(school, "equipment_value", "equipment_in_yuan")


def operating_budget_is_in_ten_thousands(school: School) -> Iterator[Problem]:
    yield from _too_much(school, "operating_budget", "operating_budget_in_yuan")


def training_budget_is_in_ten_thousands(school: School) -> Iterator[Problem]:
    yield from _too_much(school, "training_budget", "training_budget_in_yuan")


def areas_are_in_square_metres(school: School) -> Iterator[Problem]:
    for field, unlikely in _UNLIKELY_AREAS.items():
        area, pupils = school.number(field), school.everybody
        if not area or not pupils or area >= unlikely * pupils:
            continue
        impossible = area < IMPOSSIBLE_AREA * pupils and field in {"site_area", "building_area"}
        problem = school.error if impossible else school.query
        yield problem(
            "area_not_in_square_metres",
            field,
            f"{school.told(field)}，平均每名学生只有 {_per(area, pupils)} 平方米，可能是按亩或公顷填的。",
            "请按平方米填写：1 亩约 666.67 平方米，1 公顷 10000 平方米。" + _may_stand(impossible),
            f"不小于每名学生 {unlikely} 平方米",
        )


def areas_are_not_boundless(school: School) -> Iterator[Problem]:
    for field in _UNLIKELY_AREAS:
        area, pupils = school.number(field), school.everybody
        if area and pupils and area > LARGEST_AREA_PER_PUPIL * pupils:
            yield school.error(
                "area_too_large",
                field,
                f"{school.told(field)}，平均每名学生 {_per(area, pupils)} 平方米，不可能。",
                "请核对面积，可能多写了几位。",
                f"不大于每名学生 {LARGEST_AREA_PER_PUPIL} 平方米",
            )


def _too_much(school: School, field: str, code: str) -> Iterator[Problem]:
    amount, pupils = school.number(field), school.everybody
    if not amount or not pupils or amount * YUAN_PER_WAN <= UNLIKELY_VALUE * pupils:
        return
    impossible = amount * YUAN_PER_WAN > IMPOSSIBLE_VALUE * pupils
    problem = school.error if impossible else school.query
    per_pupil, heading = _per(amount * YUAN_PER_WAN, pupils), BY_FIELD[field].heading
    yield problem(
        code,
        field,
        f"{school.told(field)}，平均每名学生 {per_pupil} 元，可能是按元填的。",
        f"“{heading}”以万元计，按元填的请除以 10000。" + _may_stand(impossible),
        f"不大于每名学生 {UNLIKELY_VALUE} 元",
    )


def _may_stand(impossible: bool) -> str:
    return "" if impossible else "属实的请说明。"


def _per(amount: Number, pupils: int) -> str:
    return f"{Decimal(amount) / pupils:.2f}"
