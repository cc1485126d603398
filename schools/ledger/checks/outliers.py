"""离群值: figures far from those of the county's other schools, worth a question."""

from collections.abc import Iterator
from decimal import Decimal

from schools.ledger.checks.school import County, School
from schools.ledger.columns import BY_FIELD
from schools.ledger.problems import Problem

LEAST_SCHOOLS = 8
TIMES = 10
# What is shared by the whole school is compared per pupil of the whole school.
AMOUNTS = (
    "site_area",
    "building_area",
    "teaching_room_area",
    "sports_ground_area",
    "equipment_value",
    "multimedia_rooms",
    "computers",
    "books",
    "operating_budget",
)
SMALL = 50  # with a handful of pupils every amount per pupil is far out


def amounts_per_pupil_are_near_the_countys(county: County) -> Iterator[Problem]:
    """More than ten times the median per pupil, or less than a tenth and not zero."""
    for field in AMOUNTS:
        shares = [(school, share) for school in county.judged() if (share := _per_pupil(school, field))]
        if len(shares) < LEAST_SCHOOLS:
            continue
        middle = _median([share for _, share in shares])
        for school, share in shares:
            if middle / TIMES <= share <= middle * TIMES:
                continue
            far = _shown(middle)
            side = f"超过全县中位数 {far} 的十倍" if share > middle else f"不到全县中位数 {far} 的十分之一"
            told = f"{school.told(field)}，平均每名学生 {_shown(share)}"
            yield school.query(
                "outlier",
                field,
                f"{told}，{side}。",
                f"请核对“{BY_FIELD[field].heading}”的数值、小数点和单位，以及在校生数；属实的请说明。",
                f"{_shown(middle / TIMES)} 至 {_shown(middle * TIMES)}",
            )


def _per_pupil(school: School, field: str) -> Decimal | None:
    amount, everybody = school.number(field), school.everybody
    if not amount or everybody is None or everybody < SMALL:
        return None
    return Decimal(amount) / everybody


def _shown(share: Decimal) -> str:
    return format(Decimal(f"{share:.3g}"), "f")


def _median(numbers: list[Decimal]) -> Decimal:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
