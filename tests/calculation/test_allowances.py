"""宽限条款: applied where the condition holds, the school needs it and the day lies within; and noted."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from indicators.calculation.facts import SchoolType, Stage
from indicators.calculation.outcomes import Outcome
from indicators.calculation.whole import WholeFinding
from tests.calculation.complete import LAST_DAY, Change, a_school, also, item_of, judged, primary
from tests.calculation.counties import Figure

PASSES, FAILS = Outcome.PASSES, Outcome.FAILS
FIRST_DAY = date(2019, 10, 1)
DAY_AFTER, DAY_BEFORE = LAST_DAY + timedelta(days=1), FIRST_DAY - timedelta(days=1)


def uses(found: WholeFinding) -> set[tuple[str, str]]:
    return {(use.school.name, use.allowance.code) for use in found.uses}


def size() -> Change:
    return primary(pupils_primary=2300, built_year=2010)


def rooms(**figures: Figure) -> Change:
    """24 classes, and only the rooms that are given beside the first of each kind."""
    return primary(music_rooms_96=1, art_rooms_90=1, **figures)


def small_village_school(**figures: Figure) -> Change:
    """3 classes of at most 29, with one room of each kind between 54 and 61 ㎡."""
    village: dict[str, Figure] = {
        "pupils_primary": 80,
        "classes_primary": 3,
        "largest_class_primary": 29,
        "locale": "乡村",
        "music_rooms_96": 0,
        "art_rooms_90": 0,
        "music_rooms_54": 1,
        "art_rooms_54": 1,
    }
    return primary(**{**village, **figures})


# item, allowance, whether the school may use it, the school
ITEM_CASES: list[tuple[str, str, bool, Change]] = [
    ("guarantee-04", "size-before-2010", True, size()),
    ("guarantee-04", "size-before-2010", True, primary(pupils_primary=2400, built_year=2010)),
    ("guarantee-04", "size-before-2010", False, primary(pupils_primary=2401, built_year=2010)),
    ("guarantee-04", "size-before-2010", False, primary(pupils_primary=2300, built_year=2011)),
    ("guarantee-04", "size-before-2010", False, primary(pupils_primary=2300, built_year=None)),
    ("guarantee-04", "size-before-2010", True, primary(pupils_primary=2300, migrant_pupils=1151)),
    ("guarantee-04", "size-before-2010", False, primary(pupils_primary=2300, migrant_pupils=1150)),
    ("guarantee-04", "size-before-2010", False, primary(pupils_primary=2300, migrant_pupils=None)),
    ("guarantee-03", "rooms-before-2016", True, rooms(built_year=2016, music_rooms_73=1, art_rooms_67=1)),
    ("guarantee-03", "rooms-before-2016", False, rooms(built_year=2017, music_rooms_73=1, art_rooms_67=1)),
    ("guarantee-03", "rooms-before-2016", False, rooms(built_year=2016, music_rooms_61=1, art_rooms_67=1)),
    ("guarantee-03", "rooms-before-2016", False, rooms(built_year=2016, music_rooms_73=1, art_rooms_61=1)),
    ("guarantee-03", "rooms-small-rural", True, small_village_school()),
    ("guarantee-03", "rooms-small-rural", False, small_village_school(largest_class_primary=30)),
    ("guarantee-03", "rooms-small-rural", False, small_village_school(locale="镇区")),
    ("guarantee-03", "rooms-small-rural", False, small_village_school(pupils_primary=100)),
    ("guarantee-03", "rooms-small-rural", False, small_village_school(art_rooms_54=0)),
]


@pytest.mark.parametrize(("item", "allowance", "may", "school"), ITEM_CASES)
def test_an_allowance_relaxes_an_item_for_the_schools_it_is_for(
    item: str, allowance: str, may: bool, school: Change
) -> None:
    found = judged(school)
    assert item_of(found, item).outcome is (PASSES if may else FAILS)
    assert uses(found) == ({("示例小学", allowance)} if may else set())


@pytest.mark.parametrize(("item", "school"), [(item, school) for item, _, may, school in ITEM_CASES if may])
def test_an_allowance_is_in_force_from_its_first_day_to_its_last(item: str, school: Change) -> None:
    for day, outcome in (
        (DAY_BEFORE, FAILS),
        (FIRST_DAY, PASSES),
        (LAST_DAY, PASSES),
        (DAY_AFTER, FAILS),
    ):
        found = judged(school, on=day)
        assert item_of(found, item).outcome is outcome
        assert bool(found.uses) is (outcome is PASSES)


def test_a_school_of_2010_with_2300_pupils_passes_on_the_last_day_and_fails_the_day_after() -> None:
    school = primary(pupils_primary=2300, built_year=2010)
    assert item_of(judged(school, on=date(2022, 9, 30)), "guarantee-04").outcome is PASSES
    after = item_of(judged(school, on=date(2022, 10, 1)), "guarantee-04")
    assert after.outcome is FAILS
    assert "示例小学（2300 人，不应超过 2000 人）" in after.measured.reasons[0]


@pytest.mark.parametrize(("pupils", "outcome"), [(3000, PASSES), (3001, FAILS)])
def test_a_joined_school_is_allowed_3000(pupils: int, outcome: Outcome) -> None:
    figures = {"pupils_primary": 1500, "pupils_junior": pupils - 1500, "built_year": 2010}
    joined = also(a_school("示例九年制", SchoolType.NINE_YEAR, Stage.JUNIOR, **figures))
    assert item_of(judged(joined), "guarantee-04").outcome is outcome


def test_an_allowance_that_is_not_needed_is_not_noted() -> None:
    enough = primary(pupils_primary=2000, built_year=2010, music_rooms_73=5, art_rooms_67=5)
    assert judged(enough).uses == ()


def test_the_larger_rooms_of_a_junior_stage_are_asked_of_a_joined_village_school() -> None:
    """54 ㎡ are enough for primary pupils, juniors need 61 ㎡."""
    figures = {"pupils_primary": 40, "pupils_junior": 40, "classes_primary": 3, "largest_class_primary": 20}
    figures |= {"classes_junior": 3, "largest_class_junior": 20, "music_rooms_96": 0, "art_rooms_90": 0}
    for size, outcome in ((61, PASSES), (54, FAILS)):
        of_rooms = {f"music_rooms_{size}": 1, f"art_rooms_{size}": 1}
        joined = a_school("示例九年制", SchoolType.NINE_YEAR, Stage.JUNIOR, **figures, **of_rooms)
        found = judged(also(replace(joined, locale="乡村")))
        assert item_of(found, "guarantee-03").outcome is outcome


def pe_art_value(found: WholeFinding) -> Fraction | None:
    return found.county.stage(Stage.PRIMARY).units[0].values["pe_art_teachers"]


def sports_value(found: WholeFinding) -> Fraction | None:
    return found.county.stage(Stage.PRIMARY).units[0].values["sports_area"]


def village_teachers(**figures: Figure) -> Change:
    """60 pupils ask for 0.54 teachers; there is none of one's own and one who visits."""
    village: dict[str, Figure] = {
        **{f"teachers_{subject}_primary": 0 for subject in ("pe", "music", "fineart", "art")},
        "pupils_primary": 60,
        "locale": "乡村",
        "teachers_visiting_pe_art_primary": 1,
    }
    return primary(**{**village, **figures})


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (village_teachers(), Fraction(100, 60)),
        (village_teachers(pupils_primary=50), Fraction(2)),
        (village_teachers(pupils_primary=99), Fraction(100, 99)),
        (village_teachers(pupils_primary=49), Fraction(0)),
        (village_teachers(pupils_primary=100), Fraction(0)),
        (village_teachers(locale="镇区"), Fraction(0)),
        (village_teachers(locale=None), Fraction(0)),
    ],
)
def test_visiting_teachers_count_in_small_village_schools(change: Change, value: Fraction) -> None:
    found = judged(change)
    assert pe_art_value(found) == value
    assert uses(found) == ({("示例小学", "small-rural-teachers")} if value else set())
    assert pe_art_value(judged(change, on=DAY_AFTER)) == 0


def test_visiting_teachers_do_not_count_where_ones_own_are_enough() -> None:
    found = judged(village_teachers(teachers_pe_primary=1))
    assert pe_art_value(found) == Fraction(100, 60)
    assert uses(found) == set()


def city_sports(**figures: Figure) -> Change:
    """1,000 pupils ask for 7,500 ㎡; the school has 6,000, 500 on a roof and 1,000 leased nearby."""
    own = {"indoor_sports_area": 1000, "sports_ground_area": 5000, "other_sports_area": 500}
    leased = {"leased_sports_area": 1000, "leased_sports_walk_minutes": 10, "dense_urban": True}
    return primary(**{**own, **leased, **figures})


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (city_sports(), "7.5"),
        (city_sports(leased_sports_walk_minutes=11), "6.5"),
        (city_sports(leased_sports_walk_minutes=None), "6.5"),
        (city_sports(other_sports_area=None), "7"),
        (city_sports(dense_urban=False), "6"),
        (city_sports(dense_urban=None), "6"),
    ],
)
def test_other_grounds_count_in_crowded_city_centres(change: Change, value: str) -> None:
    found = judged(change)
    assert sports_value(found) == Fraction(value)
    assert uses(found) == ({("示例小学", "dense-urban-sports")} if value != "6" else set())
    assert sports_value(judged(change, on=DAY_AFTER)) == 6


def test_other_grounds_do_not_count_where_ones_own_are_enough() -> None:
    found = judged(city_sports(sports_ground_area=6500))
    assert sports_value(found) == Fraction("7.5")
    assert uses(found) == set()


def test_only_the_stage_that_falls_short_of_a_joined_school_uses_the_allowance() -> None:
    """Per pupil the stages have nearly the same, but 10.2 ㎡ are asked of juniors and 7.5 ㎡ of primary."""
    figures = {"sports_ground_area": 18000, "indoor_sports_area": 0, "other_sports_area": 3000}
    joined = replace(a_school("示例九年制", SchoolType.NINE_YEAR, Stage.JUNIOR, **figures), dense_urban=True)
    found = judged(also(joined)).county
    by_stage = {stage: found.stage(stage).units[-1].unit.extra for stage in (Stage.PRIMARY, Stage.JUNIOR)}
    assert by_stage == {Stage.PRIMARY: {}, Stage.JUNIOR: {"sports_area": 3000}}


def test_without_a_day_no_allowance_is_applied() -> None:
    found = judged(size(), on=None)
    assert item_of(found, "guarantee-04").outcome is FAILS
    assert found.uses == ()


def test_every_use_is_noted_once() -> None:
    """Two schools that need one allowance, one of which needs another besides."""
    large = {"pupils_primary": 2300, "built_year": 2010}
    rooms = {"music_rooms_96": 1, "art_rooms_90": 1, "music_rooms_73": 1, "art_rooms_67": 1}
    second = a_school("示例二小", SchoolType.PRIMARY, Stage.PRIMARY, **large)
    found = judged(primary(**large, **rooms), also(second))
    assert sorted((use.school.name, use.allowance.code) for use in found.uses) == [
        ("示例二小", "size-before-2010"),
        ("示例小学", "rooms-before-2016"),
        ("示例小学", "size-before-2010"),
    ]


def test_a_joined_school_that_needs_an_allowance_in_both_stages_uses_it_once() -> None:
    figures = {"sports_ground_area": 8000, "indoor_sports_area": 0, "other_sports_area": 3000}
    joined = a_school("示例九年制", SchoolType.NINE_YEAR, Stage.JUNIOR, **figures)
    found = judged(also(replace(joined, dense_urban=True)))
    assert [unit.unit.extra for unit in found.county.units if unit.unit.school.name == "示例九年制"] == [
        {"sports_area": 3000},
        {"sports_area": 3000},
    ]
    assert len(found.uses) == 1
