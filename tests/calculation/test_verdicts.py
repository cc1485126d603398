"""Schools and counties: 达标, 不达标, 未定, and why."""

from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import findings, rounding
from indicators.calculation.facts import SchoolFacts, SchoolType, Stage
from indicators.calculation.findings import CountyFinding, UnitFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from tests.calculation.counties import county, school

QUALITY, BASIC = published.load("quality-2017"), published.load("basic-2012")
PASSES, FAILS, UNDETERMINED = Outcome.PASSES, Outcome.FAILS, Outcome.UNDETERMINED
# 4.2 · 1000 / 100 teachers are asked; the floor is 35.7, so 36 reach it and 35 do not.
POOR = (
    "computers",
    "books",
    "equipment_value",
    "teachers_primary",
    "teachers_midrank_primary",
    "teaching_room_area",
    "indoor_sports_area",
)
AT_LIMIT, ABOVE_FLOOR, UNDER_FLOOR = 42, 36, 35


def above_required(teachers: int) -> dict[str, int]:
    return {
        "teachers_college_primary": 0,
        "teachers_bachelor_primary": teachers,
        "teachers_graduate_primary": 0,
    }


def unit_of(facts: SchoolFacts) -> UnitFinding:
    return judged(facts).stage(Stage.PRIMARY).units[0]


def judged(*schools: SchoolFacts) -> CountyFinding:
    return findings.judge(county(*schools), QUALITY)


@pytest.mark.parametrize(
    ("figures", "outcome"),
    [
        ({}, PASSES),
        (above_required(AT_LIMIT), PASSES),
        (above_required(AT_LIMIT - 1), PASSES),
        (above_required(ABOVE_FLOOR), PASSES),
        (above_required(UNDER_FLOOR), FAILS),
        ({**above_required(AT_LIMIT - 1), "teachers_backbone_primary": 9}, FAILS),
        ({"teachers_backbone_primary": None}, UNDETERMINED),
        ({"teachers_backbone_primary": None, **above_required(AT_LIMIT - 1)}, UNDETERMINED),
        ({"teachers_backbone_primary": None, **above_required(UNDER_FLOOR)}, FAILS),
        ({"teachers_backbone_primary": 0}, FAILS),
        ({"pupils_primary": None}, UNDETERMINED),
    ],
)
def test_a_school_passes_with_six_of_seven_and_the_seventh_at_85_percent(
    figures: dict[str, int | None], outcome: Outcome
) -> None:
    assert unit_of(school(figures=figures)).outcome is outcome


def test_4195_fails_4_2_though_it_shows_as_4_20() -> None:
    facts = school(
        pupils_primary=20000,
        teachers_college_primary=0,
        teachers_bachelor_primary=839,
        teachers_graduate_primary=0,
    )
    unit = unit_of(facts)
    value = unit.values["teachers_above_required"]
    assert value == Fraction("4.195")
    assert "teachers_above_required" in unit.below
    assert rounding.shown(value, 2) == "4.20"
    assert rounding.hides(value, Fraction("4.2"), 2)


def test_the_floor_is_not_rounded() -> None:
    junior = school(school_type=SchoolType.JUNIOR, pupils_junior=100_000)
    figures = {**junior.figures, **{f"teachers_{d}_junior": Fraction(0) for d in ("college", "graduate")}}
    for teachers, below_floor in ((4505, False), (4504, True)):
        figures["teachers_bachelor_junior"] = Fraction(teachers)
        facts = SchoolFacts(
            code="1", name="初中", school_type=SchoolType.JUNIOR, founder="7", figures=figures
        )
        (unit,) = findings.judge([facts], QUALITY).stage(Stage.JUNIOR).units
        assert ("teachers_above_required" in unit.below_floor) is below_floor


def test_a_county_passes_when_all_schools_and_all_coefficients_do() -> None:
    found = judged(school("甲"), school("乙"))
    assert found.outcome is PASSES
    assert found.reasons == ()


def test_one_failing_school_fails_the_county_and_is_named() -> None:
    found = judged(school("甲"), school("乙", teachers_backbone_primary=0))
    assert found.outcome is FAILS
    assert any("乙（县级以上骨干教师低于标准的 85%）" in reason for reason in found.reasons)


def test_each_coefficient_is_judged_by_itself_in_2017() -> None:
    rich = school("富校", equipment_value=3000)
    found = judged(rich, school("甲"))
    stage = found.stage(Stage.PRIMARY)
    assert [each.indicator.code for each in stage.indicators if each.outcome is FAILS] == ["equipment_value"]
    assert stage.composite.outcome is None
    assert found.outcome is FAILS
    assert any("教学仪器设备值差异系数" in reason and "高于上限 0.50" in reason for reason in found.reasons)


@pytest.mark.parametrize("standard", [QUALITY, BASIC], ids=lambda each: each.code)
def test_an_indicator_nobody_has_is_undetermined_and_never_passes(standard: Standard) -> None:
    schools = [school("甲", equipment_value=0), school("乙", equipment_value=0)]
    found = findings.judge(county(*schools), standard)
    stage = found.stage(Stage.PRIMARY)
    equipment = next(each for each in stage.indicators if each.indicator.code == "equipment_value")
    assert equipment.outcome is UNDETERMINED
    assert equipment.dispersion is None
    assert stage.outcome is not PASSES


def test_a_missing_cell_leaves_the_coefficient_open_and_does_not_shrink_the_sample() -> None:
    found = judged(school("甲"), school("乙", multimedia_rooms=None))
    stage = found.stage(Stage.PRIMARY)
    rooms = next(each for each in stage.indicators if each.indicator.code == "multimedia_rooms")
    assert rooms.outcome is UNDETERMINED
    assert rooms.missing == 1
    assert stage.outcome is UNDETERMINED
    assert any("网络多媒体教室差异系数未定：1 个学段单位未填报" in reason for reason in stage.reasons)


def test_zero_is_a_figure_and_counts() -> None:
    found = judged(school("甲"), school("乙", teachers_backbone_primary=0))
    backbone = found.stage(Stage.PRIMARY).indicators[1]
    assert backbone.missing == 0
    assert backbone.dispersion is not None and backbone.dispersion.text == "1"


def test_a_single_unit_has_coefficient_zero_and_says_so() -> None:
    finding = judged(school("甲")).stage(Stage.PRIMARY).indicators[0]
    assert finding.dispersion is not None and finding.dispersion.text == "0"
    assert "仅一所" in finding.note


def test_a_county_without_junior_schools_is_undetermined() -> None:
    found = findings.judge([school("甲")], QUALITY)
    assert found.outcome is UNDETERMINED
    assert "初中：没有纳入计算的学校" in found.reasons


def test_2012_judges_the_composite_and_leaves_school_standards_to_the_province() -> None:
    found = findings.judge(county(school("甲"), school("乙")), BASIC)
    stage = found.stage(Stage.PRIMARY)
    assert stage.composite.outcome is PASSES
    assert [each.outcome for each in stage.indicators] == [None] * 8
    assert found.outcome is UNDETERMINED
    assert any("办学基本标准未载入" in reason for reason in found.reasons)


def test_2012_fails_a_composite_above_its_ceiling() -> None:
    poor = school("穷校", figures=dict.fromkeys(POOR, 0))
    found = findings.judge(county(poor, school("甲")), BASIC)
    composite = found.stage(Stage.PRIMARY).composite
    assert composite.outcome is FAILS
    assert found.outcome is FAILS
    assert any("综合差异系数" in reason and "高于上限 0.65" in reason for reason in found.reasons)
