"""政府保障程度 15 项, 教育质量 9 项, 一票否决, 申报条件: each passes at its limit, fails one below,
and is 未定 where something is missing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import standard
from indicators.calculation.facts import SchoolType, Stage
from indicators.calculation.items.item import Part
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import CountyFacts
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from tests.calculation.complete import (
    QUALITY,
    YEAR,
    Change,
    a_school,
    also,
    answer,
    county,
    item_of,
    judged,
    junior,
    level,
    primary,
)

PASSES, FAILS, OPEN = Outcome.PASSES, Outcome.FAILS, Outcome.UNDETERMINED


def nothing(facts: CountyFacts) -> CountyFacts:
    return facts


def a_joined_school(primary_pupils: int, junior_pupils: int) -> Change:
    pupils = {"pupils_primary": primary_pupils, "pupils_junior": junior_pupils}
    return also(a_school("示例九年制", SchoolType.NINE_YEAR, Stage.JUNIOR, **pupils))


def a_small_school(pupils: int | None, funding: int | None) -> Change:
    small = a_school("村小", SchoolType.PRIMARY, Stage.PRIMARY, pupils_primary=pupils)
    return lambda facts: county(small_school_funding=funding)(also(small)(facts))


def a_teaching_point(pupils: int, funding: int) -> Change:
    point = a_school("教学点", SchoolType.TEACHING_POINT, Stage.PRIMARY, pupils_primary=pupils)
    return lambda facts: county(small_school_funding=funding)(also(point)(facts))


def a_small_joined_school(funding: int) -> Change:
    return lambda facts: county(small_school_funding=funding)(a_joined_school(20, 40)(facts))


def composite(year: int, stage: Stage, value: str | None) -> Change:
    """Change what the composite (综合差异系数) was in a year before; None forgets it."""

    def change(facts: CountyFacts) -> CountyFacts:
        kept = {key: found for key, found in facts.basic_composites.items() if key != (year, stage)}
        stated = {} if value is None else {(year, stage): Fraction(value)}
        return replace(facts, basic_composites=kept | stated)

    return change


def another_school_with(equipment: int) -> Change:
    """Two schools of 1,000 pupils with 300 万元 and thrice as much lie exactly on 0.50."""
    return also(a_school("示例二小", SchoolType.PRIMARY, Stage.PRIMARY, equipment_value=equipment))


# item, what becomes of it, after which change; all other figures meet the standard
CASES: list[tuple[str, Outcome, Change]] = [
    ("guarantee-03", PASSES, nothing),  # 24 classes, 2 rooms each
    ("guarantee-03", FAILS, primary(classes_primary=25)),
    ("guarantee-03", FAILS, primary(music_rooms_96=1)),
    ("guarantee-03", FAILS, junior(art_rooms_90=1)),
    ("guarantee-03", FAILS, primary(music_rooms_96=1, music_rooms_73=9)),
    ("guarantee-03", OPEN, primary(classes_primary=None)),
    ("guarantee-03", OPEN, primary(art_rooms_90=None)),
    ("guarantee-04", PASSES, primary(pupils_primary=2000)),
    ("guarantee-04", FAILS, primary(pupils_primary=2001)),
    ("guarantee-04", FAILS, junior(pupils_junior=2001)),
    ("guarantee-04", PASSES, a_joined_school(1250, 1250)),
    ("guarantee-04", FAILS, a_joined_school(1250, 1251)),
    ("guarantee-04", OPEN, primary(pupils_primary=None)),
    ("guarantee-05", PASSES, nothing),  # 45 and 50
    ("guarantee-05", FAILS, primary(largest_class_primary=46)),
    ("guarantee-05", FAILS, junior(largest_class_junior=51)),
    ("guarantee-05", FAILS, primary(oversize_classes_primary=1)),
    ("guarantee-05", PASSES, primary(oversize_classes_primary=None)),
    ("guarantee-05", OPEN, primary(largest_class_primary=None, oversize_classes_primary=None)),
    ("guarantee-06", PASSES, nothing),  # no school under 100 pupils
    ("guarantee-06", PASSES, a_small_school(100, None)),
    ("guarantee-06", PASSES, a_small_school(99, 65000)),
    ("guarantee-06", FAILS, a_small_school(99, 64999)),
    ("guarantee-06", PASSES, a_teaching_point(20, 65000)),
    ("guarantee-06", FAILS, a_teaching_point(20, 64999)),
    ("guarantee-06", PASSES, a_small_joined_school(78334)),  # 100 × (20·650 + 40·850) ÷ 60
    ("guarantee-06", FAILS, a_small_joined_school(78333)),
    ("guarantee-06", OPEN, a_small_school(99, None)),
    ("guarantee-06", OPEN, a_small_school(None, 65000)),
    ("guarantee-07", PASSES, nothing),  # 80 万元 for 100 pupils
    ("guarantee-07", FAILS, county(special_school_funding="79.99")),
    ("guarantee-07", OPEN, county(special_school_funding=None)),
    ("guarantee-07", PASSES, county(special_school_pupils=0, special_school_funding=None)),
    ("guarantee-08", PASSES, nothing),
    ("guarantee-08", FAILS, county(teacher_pay=89999)),
    ("guarantee-08", OPEN, county(civil_servant_pay=None)),
    ("guarantee-08", FAILS, answer("guarantee-08", False)),
    ("guarantee-09", PASSES, nothing),
    ("guarantee-09", FAILS, primary(teachers_trained_360h=74)),
    ("guarantee-09", OPEN, junior(teachers_trained_360h=None)),
    ("guarantee-11", PASSES, nothing),  # 10 of 100, 2 of them backbone
    ("guarantee-11", FAILS, county(rotated=9)),
    ("guarantee-11", FAILS, county(rotated_backbone=1)),
    ("guarantee-11", FAILS, county(rotation_eligible=101)),
    ("guarantee-11", OPEN, county(rotated_backbone=None)),
    ("guarantee-11", OPEN, county(rotation_eligible=0)),
    ("guarantee-12", PASSES, nothing),
    ("guarantee-12", FAILS, junior(teachers_certified=74)),
    ("guarantee-12", OPEN, primary(teachers_primary=None)),
    ("guarantee-13", PASSES, nothing),  # 100 % and 95 %
    ("guarantee-13", FAILS, primary(pupils_in_zone_primary=999)),
    ("guarantee-13", FAILS, junior(pupils_in_zone_junior=949)),
    ("guarantee-13", FAILS, primary(pupils_in_zone_primary=999, locale="镇区")),
    ("guarantee-13", PASSES, primary(pupils_in_zone_primary=0, locale="乡村")),
    ("guarantee-13", PASSES, primary(pupils_in_zone_primary=0, boarding=True)),
    ("guarantee-13", PASSES, primary(pupils_in_zone_primary=0, founder="10")),
    ("guarantee-13", OPEN, primary(pupils_in_zone_primary=None)),
    ("guarantee-13", OPEN, primary(pupils_in_zone_primary=999, boarding=None)),
    ("guarantee-13", OPEN, primary(locale=None)),
    ("guarantee-13", PASSES, primary(locale=None, boarding=True)),
    ("guarantee-14", PASSES, nothing),  # 500 of 1,000, one of them rural
    ("guarantee-14", FAILS, county(senior_quota_allocated=499)),
    ("guarantee-14", FAILS, county(senior_quota_rural=0)),
    ("guarantee-14", OPEN, county(senior_quota=None)),
    ("guarantee-14", OPEN, county(senior_quota_rural=None)),
    ("guarantee-15", PASSES, nothing),  # 80 + 5 of 100
    ("guarantee-15", FAILS, county(migrant_in_public=79)),
    ("guarantee-15", FAILS, county(migrant_in_purchased=4)),
    ("guarantee-15", OPEN, county(migrant_in_purchased=None)),
    ("guarantee-15", PASSES, county(migrant_eligible=0, migrant_in_public=0, migrant_in_purchased=0)),
    ("quality-01", PASSES, nothing),  # 95 ÷ (100 + 10 − 1 − 9)
    ("quality-01", FAILS, junior(graduates=94)),
    ("quality-01", FAILS, junior(cohort_transfers_out=8)),
    ("quality-01", FAILS, junior(cohort_transfers_in=11)),
    ("quality-01", FAILS, junior(cohort_deaths=0)),
    ("quality-01", OPEN, junior(entrants=None)),
    ("quality-01", OPEN, junior(entrants=0, cohort_transfers_in=0, cohort_deaths=0, cohort_transfers_out=0)),
    ("quality-02", PASSES, nothing),
    ("quality-02", FAILS, county(disabled_enrolled=94)),
    ("quality-02", OPEN, county(disabled_children=None)),
    ("quality-04", PASSES, nothing),  # 5 of 100 万元
    ("quality-04", FAILS, primary(training_budget="4.99")),
    ("quality-04", OPEN, junior(operating_budget=None)),
    ("quality-09", PASSES, nothing),  # Ⅲ and 0.149
    ("quality-09", FAILS, level("science", "Ⅱ")),
    ("quality-09", PASSES, level("science", "Ⅳ")),
    ("quality-09", FAILS, county(gap_moral="0.15")),
    ("quality-09", OPEN, level("arts", None)),
    ("quality-09", OPEN, county(gap_pe=None)),
    ("condition-1", PASSES, nothing),
    ("condition-1", FAILS, county(basic_recognised_year=YEAR - 2)),
    ("condition-1", OPEN, county(basic_recognised_year=None)),
    ("condition-2", PASSES, nothing),  # 0.60 and 0.50
    ("condition-2", FAILS, composite(YEAR - 3, Stage.PRIMARY, "0.6000001")),
    ("condition-2", FAILS, composite(YEAR - 1, Stage.JUNIOR, "0.5000001")),
    ("condition-2", PASSES, composite(YEAR - 4, Stage.JUNIOR, "0.9")),
    ("condition-2", OPEN, composite(YEAR - 2, Stage.PRIMARY, None)),
    ("condition-3", PASSES, nothing),
    ("condition-3", FAILS, county(gap_chinese="0.15")),
    ("condition-3", OPEN, county(gap_chinese=None)),
    ("condition-4", PASSES, another_school_with(900)),
    ("condition-4", FAILS, another_school_with(901)),
    ("condition-4", OPEN, primary(equipment_value=None)),
]
ANSWERED_ITEMS = [item.code for item in QUALITY.items if item.method == ANSWERED]
CASES += [
    (code, outcome, answer(code, met))
    for code in ANSWERED_ITEMS
    for outcome, met in ((PASSES, True), (FAILS, False), (OPEN, None))
]


@pytest.mark.parametrize(("code", "outcome", "change"), CASES)
def test_an_item_passes_at_its_limit_fails_below_it_and_is_open_where_something_is_missing(
    code: str, outcome: Outcome, change: Change
) -> None:
    found = item_of(judged(change), code)
    assert found.outcome is outcome
    assert bool(found.measured.reasons) or outcome is not FAILS
    assert not found.measured.reasons or outcome is not PASSES


def test_years_without_a_composite_are_named_with_what_to_do() -> None:
    found = item_of(judged(composite(YEAR - 2, Stage.PRIMARY, None)), "condition-2")
    (told,) = found.measured.reasons
    assert told.startswith(f"{YEAR - 2} 学年没有按基本均衡测算")


def test_every_item_has_a_case_that_passes_one_that_fails_and_one_that_is_open() -> None:
    tried = {(code, outcome) for code, outcome, _ in CASES}
    assert tried == {(item.code, outcome) for item in QUALITY.items for outcome in Outcome}


def test_figures_decide_without_a_conclusion_but_not_against_one() -> None:
    measured = [item.code for item in QUALITY.items if item.method != ANSWERED]
    for code in measured:
        assert item_of(judged(answer(code, None)), code).outcome is PASSES
        assert item_of(judged(answer(code, False)), code).outcome is FAILS


def test_where_figures_are_only_half_of_an_item_a_conclusion_must_say_the_rest() -> None:
    shenyang = published.load("quality-2017-shenyang")
    enough = county(funding_norm_primary=1150, funding_norm_junior=1350)
    for change, outcome in (
        (answer("guarantee-02", True), PASSES),
        (answer("guarantee-02", None), OPEN),
        (answer("guarantee-02", False), FAILS),
        (county(funding_norm_primary=1149), FAILS),
        (county(funding_norm_junior=1349), FAILS),
        (county(funding_norm_junior=None), OPEN),
    ):
        assert item_of(judged(enough, change, standard=shenyang), "guarantee-02").outcome is outcome


def test_the_parts_of_the_standard_have_as_many_items_as_the_law() -> None:
    counted = {part: sum(item.part is part for item in QUALITY.items) for part in Part}
    assert counted == {
        Part.GUARANTEE: 15,
        Part.QUALITY: 9,
        Part.VETO: 6,
        Part.CONDITION: 5,
        Part.WORK: 0,
    }


def test_the_complete_county_passes_whole_and_each_failing_item_fails_it() -> None:
    assert judged().outcome is PASSES
    assert judged().reasons == ()
    for code in ANSWERED_ITEMS:
        found = judged(answer(code, False))
        assert found.outcome is FAILS
        assert any("见说明" in reason for reason in found.reasons)


def test_what_is_open_says_what_is_missing() -> None:
    found = judged(county(teacher_pay=None), primary(training_budget=None))
    assert found.outcome is OPEN
    assert item_of(found, "guarantee-08").missing == ("teacher_pay",)
    assert item_of(found, "quality-04").missing == ("training_budget",)
    assert "政府保障程度第 8 项未定" in "".join(found.reasons)


def test_an_item_names_the_figures_it_was_worked_out_from_and_the_schools_that_fall_short() -> None:
    found = judged(primary(largest_class_primary=46))
    assert item_of(found, "guarantee-08").used == ("teacher_pay", "civil_servant_pay")
    assert item_of(found, "guarantee-05").measured.reasons == [
        "有超过班额班级的学校：示例小学（小学最大班额 46 人）"
    ]


def test_a_rate_just_below_its_limit_is_not_shown_as_reaching_it() -> None:
    found = item_of(judged(junior(graduates=9499, entrants=9999)), "quality-01")
    assert (found.outcome, found.measured.value) == (FAILS, "95.0%")
    assert "94.999%" in found.measured.reasons[0]


def read_with(before: str, after: str) -> Standard:
    """Return the national standard with one of its choices made otherwise."""
    text = (published.FOLDER / "quality-2017.toml").read_text(encoding="utf-8")
    assert before in text
    return standard.parse(text.replace(before, after).encode(), "otherwise.toml")


def test_retention_can_be_worked_out_the_other_way() -> None:
    # (95 − 10 + 9) ÷ (100 − 1) is less than 95 %
    otherwise = read_with('other_way = "0"', 'other_way = "1"')
    assert item_of(judged(standard=otherwise), "quality-01").outcome is FAILS
    assert item_of(judged(junior(graduates=96), standard=otherwise), "quality-01").outcome is PASSES


def test_music_and_art_rooms_can_be_counted_together() -> None:
    otherwise = read_with('combined = "0"', 'combined = "1"')
    no_music = primary(music_rooms_96=0)
    assert item_of(judged(no_music), "guarantee-03").outcome is FAILS
    assert item_of(judged(no_music, standard=otherwise), "guarantee-03").outcome is PASSES
    one_room = primary(music_rooms_96=0, art_rooms_90=1)
    assert item_of(judged(one_room, standard=otherwise), "guarantee-03").outcome is FAILS
