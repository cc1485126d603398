"""Invented counties of any size, realistic enough to be looked at: no two schools alike."""

import random
from collections.abc import Iterator
from fractions import Fraction

from indicators.calculation.facts import STAGES_OF, SchoolFacts, SchoolType, Stage

PLACES = ("城关", "南河", "北岭", "东坪", "西山", "白石", "清溪", "云峰", "柳林", "石桥", "双塔", "龙泉")
KINDS = (
    [SchoolType.PRIMARY] * 11
    + [SchoolType.TEACHING_POINT] * 3
    + [SchoolType.JUNIOR] * 4
    + [SchoolType.NINE_YEAR] * 3
    + [SchoolType.COMPLETE, SchoolType.TWELVE_YEAR]
)
ENDINGS = {
    SchoolType.PRIMARY: "小学",
    SchoolType.TEACHING_POINT: "教学点",
    SchoolType.JUNIOR: "初级中学",
    SchoolType.NINE_YEAR: "九年一贯制学校",
    SchoolType.COMPLETE: "完全中学",
    SchoolType.TWELVE_YEAR: "十二年一贯制学校",
}
# Thresholds and a little more, per hundred pupils or per pupil, for a school that has enough.
PER_HUNDRED = {
    "teachers_bachelor": "5.9",
    "teachers_backbone": "1.3",
    "teachers_pe": "1.2",
    "teachers": "7",
    "teachers_midrank": "3",
}
PER_PUPIL = {
    "teaching_room_area": "7.5",
    "sports_ground_area": "11.5",
    "equipment_value": "0.29",
    "multimedia_rooms": "0.03",
    "computers": "0.15",
    "books": "30",
}
NONE_OF = ("teachers_college", "teachers_graduate", "teachers_music", "teachers_fineart", "teachers_art")


def county(size: int, *, seed: int = 2017) -> list[SchoolFacts]:
    """Return *size* schools; the same seed gives the same county."""
    chance = random.Random(seed)
    return [_school(index, chance) for index in range(size)]


def _school(index: int, chance: random.Random) -> SchoolFacts:
    kind = KINDS[index % len(KINDS)]
    place, round_ = PLACES[index % len(PLACES)], index // len(PLACES)
    number = f"第{round_ + 1}" if round_ else "中心"
    return SchoolFacts(
        code=f"99{index:08d}",
        name=f"{place}镇{number}{ENDINGS[kind]}",
        school_type=kind,
        founder="10" if index % 17 == 16 else "7",
        figures=dict(_figures(kind, chance)),
    )


def _figures(kind: SchoolType, chance: random.Random) -> Iterator[tuple[str, Fraction | None]]:
    small = kind is SchoolType.TEACHING_POINT
    everybody = 0
    for stage in STAGES_OF[kind]:
        pupils = chance.randint(30, 90) if small else chance.randint(120, 1900)
        everybody += pupils
        yield f"pupils_{stage}", Fraction(pupils)
        if stage is Stage.SENIOR:
            continue
        yield f"classes_{stage}", Fraction(-(-pupils // 42))
        yield f"grades_{stage}", Fraction(6 if stage is Stage.PRIMARY else 3)
        for field, share in PER_HUNDRED.items():
            yield f"{field}_{stage}", Fraction(round(pupils * Fraction(share) / 100 * _spread(chance)))
        for field in NONE_OF:
            yield f"{field}_{stage}", Fraction(0)
    yield from _shared(everybody, chance)


def _shared(pupils: int, chance: random.Random) -> Iterator[tuple[str, Fraction | None]]:
    for field, share in PER_PUPIL.items():
        amount = pupils * Fraction(share) * _spread(chance)
        whole = field in {"multimedia_rooms", "computers", "books"}
        yield field, Fraction(round(amount)) if whole else Fraction(round(amount * 100), 100)
    yield "indoor_sports_area", Fraction(0)


def _spread(chance: random.Random) -> Fraction:
    """Most schools have enough; some have much more, a few too little."""
    return Fraction(
        chance.choices([78, 92, 100, 110, 125, 150, 190], [2, 4, 16, 20, 16, 8, 3])[0], 100
    ) * Fraction(chance.randint(95, 105), 100)
