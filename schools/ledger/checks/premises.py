"""校舍、场地与经费: areas within areas, amounts within amounts."""

from collections.abc import Iterator

from schools.ledger.checks.school import School
from schools.ledger.checks.sums import exceeding
from schools.ledger.problems import Problem

LONGEST_WALK = 10  # minutes, 国教督办函〔2019〕30号
_LEAST_AREAS = {
    "music_rooms_96": 96,
    "music_rooms_73": 73,
    "music_rooms_61": 61,
    "music_rooms_54": 54,
    "art_rooms_90": 90,
    "art_rooms_67": 67,
    "art_rooms_61": 61,
    "art_rooms_54": 54,
}


def teaching_rooms_fit_in_the_building(school: School) -> Iterator[Problem]:
    parts, whole = ("teaching_room_area",), ("building_area",)
    yield from exceeding(school, parts, whole, "teaching_rooms_exceed_building")


def indoor_sports_are_part_of_the_teaching_rooms(school: School) -> Iterator[Problem]:
    """教学及辅助用房 takes in indoor sports rooms, which the indicator then takes away."""
    parts, whole = ("indoor_sports_area",), ("teaching_room_area",)
    yield from exceeding(school, parts, whole, "indoor_sports_exceed_teaching_rooms")


def sports_grounds_fit_on_the_site(school: School) -> Iterator[Problem]:
    yield from exceeding(school, ("sports_ground_area",), ("site_area",), "sports_ground_exceeds_site")


def music_and_art_rooms_fit_in_the_teaching_rooms(school: School) -> Iterator[Problem]:
    rooms = [field for field in _LEAST_AREAS if school.number(field)]
    needed = sum(_LEAST_AREAS[field] * (school.number(field) or 0) for field in rooms)
    area = school.number("teaching_room_area")
    if rooms and area is not None and needed > area:
        yield school.query(
            "music_art_rooms_exceed_teaching_rooms",
            rooms[0],
            f"{school.told(*rooms)}，至少要 {needed} 平方米，多于{school.told('teaching_room_area')}。",
            "请核对间数（不是面积）和教学及辅助用房面积；属实的请说明。",
            f"合计面积不大于 {area}",
        )


def leased_sports_areas_have_a_walk(school: School) -> Iterator[Problem]:
    if school.number("leased_sports_area") and school.is_blank("leased_sports_walk_minutes"):
        yield school.query(
            "walk_minutes_missing",
            "leased_sports_walk_minutes",
            f"填了{school.told('leased_sports_area')}，没有填步行时间，这部分面积不能计入。",
            "请填写从学校步行到租赁场馆的分钟数。",
            f"不大于 {LONGEST_WALK}",
        )


def leased_sports_areas_are_near(school: School) -> Iterator[Problem]:
    minutes = school.number("leased_sports_walk_minutes")
    if school.number("leased_sports_area") and minutes is not None and minutes > LONGEST_WALK:
        yield school.query(
            "leased_sports_area_far",
            "leased_sports_walk_minutes",
            f"{school.told('leased_sports_walk_minutes')}，超过 {LONGEST_WALK} 分钟，租赁面积不能计入。",
            "请核对步行时间；属实的请说明。",
            f"不大于 {LONGEST_WALK}",
        )


def extra_sports_areas_are_at_dense_urban_schools(school: School) -> Iterator[Problem]:
    for field in ("leased_sports_area", "other_sports_area"):
        if school.number(field) and school.value("dense_urban") is not True:
            yield school.query(
                "extra_sports_area_not_countable",
                field,
                f"{school.told(field)}，只有大城市中心城区人口密度过高的学校才能计入。",
                "请核对“是否大城市中心城区人口密度过高学校”一栏；不符合的填 0，或者说明情况。",
                "0",
            )


def training_is_part_of_the_operating_budget(school: School) -> Iterator[Problem]:
    parts, whole = ("training_budget",), ("operating_budget",)
    yield from exceeding(school, parts, whole, "training_exceeds_operating_budget")
