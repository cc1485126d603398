"""Comparisons beside the official figure."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators import published
from indicators.calculation import contrast, explain, findings
from indicators.calculation.facts import SchoolFacts, Stage
from indicators.calculation.findings import IndicatorFinding, StageFinding
from tests.calculation.counties import school

QUALITY = published.load("quality-2017")
COUNTIES = st.lists(st.tuples(st.integers(1, 2500), st.integers(0, 60)), min_size=1, max_size=12)


def stage_of(county: list[tuple[int, int]]) -> tuple[list[SchoolFacts], StageFinding]:
    schools = [
        school(str(n), pupils_primary=pupils, teachers_backbone_primary=teachers)
        for n, (pupils, teachers) in enumerate(county)
    ]
    return schools, findings.judge(schools, QUALITY).stage(Stage.PRIMARY)


def backbone(stage: StageFinding) -> IndicatorFinding:
    return next(each for each in stage.indicators if each.indicator.code == "backbone_teachers")


@given(COUNTIES)
def test_without_a_school_is_the_calculation_again_without_it(county: list[tuple[int, int]]) -> None:
    schools, stage = stage_of(county)
    for n, found in enumerate(contrast.without(stage, "backbone_teachers").values()):
        again = findings.judge(schools[:n] + schools[n + 1 :], QUALITY).stage(Stage.PRIMARY)
        assert found == (backbone(again).dispersion if again.units else None)


@given(COUNTIES)
def test_the_shares_of_the_variance_add_up_to_exactly_one(county: list[tuple[int, int]]) -> None:
    _, stage = stage_of(county)
    parts = explain.shares(stage, "backbone_teachers")
    assert all(part.share is None for part in parts) or sum(part.share or 0 for part in parts) == 1


def test_the_unweighted_coefficient_may_judge_differently_and_says_so() -> None:
    """A tiny school that has a lot moves the unweighted figure, hardly the official one."""
    _, stage = stage_of([(2000, 24), (2000, 24), (10, 1), (10, 0)])
    compared = contrast.unweighted(stage, "backbone_teachers")
    assert compared is not None and not compared.at_most(Fraction("0.5"))
    assert contrast.judge_differently(backbone(stage), compared)
    assert not contrast.judge_differently(backbone(stage), backbone(stage).dispersion)


def test_what_cannot_be_worked_out_has_no_comparison() -> None:
    _, stage = stage_of([(100, 0), (200, 0)])
    assert contrast.without(stage, "backbone_teachers") == {}
    assert contrast.unweighted(stage, "backbone_teachers") is None
