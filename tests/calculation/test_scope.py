"""Which schools count, as which units, with which share."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import scope
from indicators.calculation.facts import SchoolFacts, SchoolType, Stage
from tests.calculation.counties import school

QUALITY, BASIC = published.load("quality-2017"), published.load("basic-2012")


def stages(facts: SchoolFacts, code: str = "quality-2017") -> list[Stage]:
    return [unit.stage for unit in scope.of_county([facts], published.load(code)).units]


@pytest.mark.parametrize(
    ("school_type", "expected"),
    [
        (SchoolType.PRIMARY, [Stage.PRIMARY]),
        (SchoolType.TEACHING_POINT, [Stage.PRIMARY]),
        (SchoolType.JUNIOR, [Stage.JUNIOR]),
        (SchoolType.NINE_YEAR, [Stage.PRIMARY, Stage.JUNIOR]),
        (SchoolType.TWELVE_YEAR, [Stage.PRIMARY, Stage.JUNIOR]),
        (SchoolType.COMPLETE, [Stage.JUNIOR]),
        (SchoolType.SPECIAL, []),
        (SchoolType.VOCATIONAL, []),
    ],
)
def test_a_school_gives_a_unit_for_each_stage_of_its_type(
    school_type: SchoolType, expected: list[Stage]
) -> None:
    assert stages(school(school_type=school_type)) == expected


@pytest.mark.parametrize(("pupils", "counts"), [(50, True), (49, False)])
def test_a_teaching_point_counts_from_50_pupils_in_2017(pupils: int, counts: bool) -> None:
    point = school(school_type=SchoolType.TEACHING_POINT, pupils_primary=pupils)
    assert bool(stages(point)) is counts
    assert stages(point, "basic-2012") == []


def test_a_teaching_point_of_unknown_size_is_kept() -> None:
    assert stages(school(school_type=SchoolType.TEACHING_POINT, pupils_primary=None)) == [Stage.PRIMARY]


@pytest.mark.parametrize(("founder", "basic"), [("7", True), ("8", True), ("10", False), ("5", False)])
def test_2017_counts_every_founder_and_2012_the_county_only(founder: str, basic: bool) -> None:
    facts = school(founder=founder)
    assert stages(facts) == [Stage.PRIMARY]
    assert bool(stages(facts, "basic-2012")) is basic


def test_an_unknown_founder_leaves_2012_in_doubt_but_not_2017() -> None:
    facts = school(founder=None)
    assert scope.of_county([facts], QUALITY).doubts == ()
    assert "举办者" in scope.of_county([facts], BASIC).doubts[0]
    assert stages(facts, "basic-2012") == [Stage.PRIMARY]


def test_a_school_without_pupils_is_left_out_with_the_reason() -> None:
    chosen = scope.of_county([school(pupils_primary=0)], QUALITY)
    assert chosen.units == ()
    assert "在校生数为 0" in chosen.left_out[0].reason


def test_a_school_whose_pupils_are_not_filled_in_is_not_left_out() -> None:
    chosen = scope.of_county([school(pupils_primary=None)], QUALITY)
    assert chosen.left_out == ()
    assert chosen.units[0].pupils is None


@pytest.mark.parametrize(
    ("school_type", "pupils", "expected"),
    [
        (SchoolType.NINE_YEAR, {"pupils_primary": 200, "pupils_junior": 100}, ["20/31", "11/31"]),
        (SchoolType.COMPLETE, {"pupils_junior": 100, "pupils_senior": 100}, ["5/11"]),
        (
            SchoolType.TWELVE_YEAR,
            {"pupils_primary": 100, "pupils_junior": 100, "pupils_senior": 100},
            ["50/171", "55/171"],
        ),
        (SchoolType.NINE_YEAR, {"pupils_primary": 200, "pupils_junior": 0}, ["1"]),
    ],
)
def test_common_figures_are_split_by_weighted_pupils(
    school_type: SchoolType, pupils: Mapping[str, int], expected: list[str]
) -> None:
    units = scope.of_county([school(school_type=school_type, figures=pupils)], QUALITY).units
    assert [unit.share for unit in units] == [Fraction(share) for share in expected]


def test_an_attached_stage_is_split_off_as_a_unit_of_its_own() -> None:
    facts = school(pupils_junior=100)
    assert stages(facts) == [Stage.PRIMARY, Stage.JUNIOR]


def test_a_split_with_a_missing_stage_is_undetermined_not_guessed() -> None:
    facts = school(school_type=SchoolType.COMPLETE, pupils_senior=None)
    (unit,) = scope.of_county([facts], QUALITY).units
    assert unit.share is None
    assert QUALITY.indicator("sports_area").value(unit) is None
    assert QUALITY.indicator("backbone_teachers").value(unit) is not None
