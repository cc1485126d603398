"""The likely figures of a school: slips of units, columns that changed places, sums."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from schools.ledger.checks.outliers import AMOUNTS
from schools.ledger.checks.school import School
from schools.ledger.columns import BY_FIELD, Value
from schools.ledger.problems import Problem
from schools.ledger.rows import Row
from schools.suggestions.cells import Written, number

NEAR = 4  # times the county's median per pupil
_STAGES = ("primary", "junior")
_MONEY = {"equipment_value", "operating_budget", "training_budget"}
_AREAS = {"site_area", "building_area", "teaching_room_area", "sports_ground_area"}
_SLIPS_OF_MONEY = (Decimal("0.0001"), Decimal(10_000))
_SLIPS_OF_AREA = (Decimal(2_000) / 3, Decimal(10_000))
# What stands in each other's column: by the problem that tells of it.
_SWAPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "teaching_rooms_exceed_building": (("teaching_room_area", "building_area"),),
    "indoor_sports_exceed_teaching_rooms": (("indoor_sports_area", "teaching_room_area"),),
    "sports_ground_exceeds_site": (("sports_ground_area", "site_area"),),
    "training_exceeds_operating_budget": (("training_budget", "operating_budget"),),
    "fitness_passed_exceed_tested": (("fitness_passed", "fitness_tested"),),
    **{
        code: tuple((f"{one}_{stage}", f"{other}_{stage}") for stage in _STAGES)
        for code, one, other in (
            ("zone_exceeds_pupils", "pupils_in_zone", "pupils"),
            ("classes_cannot_hold_pupils", "classes", "largest_class"),
            ("largest_class_exceeds_pupils", "largest_class", "pupils"),
            ("more_classes_than_pupils", "classes", "pupils"),
            ("oversize_exceed_classes", "oversize_classes", "classes"),
            ("large_exceed_oversize", "large_classes", "oversize_classes"),
            ("teachers_by_degree_exceed", "teachers", "pupils"),
        )
    },
}


def medians(rows: Sequence[Row]) -> Mapping[str, Value]:
    """Return the county's medians per pupil of what every school has."""
    found: dict[str, Value] = {}
    for field in (*AMOUNTS, "training_budget"):
        shares = sorted(share for row in rows if (share := _share(School(row), field)))
        if shares:
            found[field] = shares[len(shares) // 2]
    return found


def likely(problem: Problem, row: Row, medians: Mapping[str, Value]) -> list[dict[str, Written]]:
    """Return what the school's figures may have been meant to be; each is still to be tried."""
    return [*_in_other_unit(problem, row, medians), *_swapped(problem, row), *_sums(problem, row)]


def _in_other_unit(problem: Problem, row: Row, medians: Mapping[str, Value]) -> list[dict[str, Written]]:
    field, school = problem.field, School(row)
    amount, middle, pupils = school.number(field), medians.get(field), school.everybody
    if not amount or not pupils or not isinstance(middle, Decimal):
        return []
    slips = _SLIPS_OF_MONEY if field in _MONEY else _SLIPS_OF_AREA if field in _AREAS else ()
    found = []
    for factor in slips:
        share = Decimal(amount) * factor / pupils
        if middle / NEAR <= share <= middle * NEAR and (written := number(BY_FIELD[field], amount * factor)):
            found.append({field: written})
    return found


def _swapped(problem: Problem, row: Row) -> list[dict[str, Written]]:
    found = []
    for one, other in _SWAPS.get(problem.code, ()):
        first, second = row.values.get(one), row.values.get(other)
        numbers = isinstance(first, int | Decimal) and isinstance(second, int | Decimal)
        if numbers and first != second and problem.field in {one, other}:
            found.append({one: _as_written(second), other: _as_written(first)})
    return found


def _sums(problem: Problem, row: Row) -> list[dict[str, Written]]:
    """Classes above a limit are at least those above a higher one."""
    if problem.code != "large_exceed_oversize":
        return []
    stage = problem.field.rpartition("_")[2]
    parts = [row.values.get(f"{each}_{stage}") for each in ("large_classes", "superlarge_classes")]
    whole = sum(part for part in parts if isinstance(part, int))
    return [{f"oversize_classes_{stage}": _as_written(whole)}]


def _as_written(value: Value) -> Written:
    return Written(value, f"{value:f}" if isinstance(value, Decimal) else str(value), number=True)


def _share(school: School, field: str) -> Decimal | None:
    amount, pupils = school.number(field), school.everybody
    return Decimal(amount) / pupils if amount and pupils else None
