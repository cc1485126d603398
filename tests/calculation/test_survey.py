"""社会认可度: how many are to be asked, of whom, and how many must be satisfied."""

from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation import survey
from indicators.calculation.outcomes import Outcome
from indicators.calculation.survey import SurveyRule
from tests.calculation.complete import BASIC, QUALITY, Change, county, judged

PASSES, FAILS, OPEN = Outcome.PASSES, Outcome.FAILS, Outcome.UNDETERMINED
# 600 of 40 万 residents, 357 of 420 satisfied, half of them parents
CASES: list[tuple[Outcome, Change]] = [
    (PASSES, county()),
    (FAILS, county(survey_total=599)),
    (PASSES, county(survey_parents_total=300)),
    (FAILS, county(survey_parents_total=299)),
    (FAILS, county(survey_satisfied=356)),
    (PASSES, county(survey_valid=100, survey_satisfied=85)),  # 2017 asks for no part of valid returns
    (OPEN, county(survey_total=None)),
    (OPEN, county(survey_valid=None)),
    (OPEN, county(survey_satisfied=None)),
    (OPEN, county(survey_parents_total=None)),
    (OPEN, county(population=None)),
    (OPEN, county(survey_valid=0, survey_satisfied=0)),
    (FAILS, county(population=None, survey_satisfied=356)),
]


@pytest.mark.parametrize(("outcome", "change"), CASES)
def test_recognition_asks_for_size_parents_and_85_percent(outcome: Outcome, change: Change) -> None:
    found = judged(change)
    assert found.survey is not None
    assert found.survey.outcome is outcome
    assert found.outcome is outcome
    assert bool(found.survey.reasons) is (outcome is not PASSES)


def test_a_rate_just_below_85_percent_is_not_shown_as_85() -> None:
    found = judged(
        county(survey_total=60000, survey_parents_total=30000, survey_valid=10000, survey_satisfied=8499)
    )
    assert found.survey is not None
    assert found.survey.reasons == ("社会认可度：综合满意度 84.99%，要求 ≥85%",)


def rule_of(code: str) -> SurveyRule:
    rule = published.load(code).survey
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("code", "population", "sample"),
    [
        ("quality-2017", "3", 45),
        ("quality-2017", "39.99", 600),  # 599.85
        ("quality-2017", "40.01", 601),  # 600.15
        ("basic-2012", "3", 600),
        ("basic-2012", "39.99", 600),
        ("basic-2012", "40", 600),
        ("basic-2012", "40.01", 601),
        ("basic-2012", "100", 1500),
        ("basic-2012-jiangsu", "79.99", 300),
        ("basic-2012-jiangsu", "80", 400),
        ("basic-2012-jiangsu", "800", 400),
    ],
)
def test_the_sample_is_a_part_of_the_residents_or_a_fixed_size(
    code: str, population: str, sample: int
) -> None:
    assert survey.sample(rule_of(code), Fraction(population)) == sample


@pytest.mark.parametrize("wanted", [1, 45, 600, 601, 605, 606])
def test_quotas_add_up_with_half_of_them_parents_and_the_others_about_equal(wanted: int) -> None:
    assert QUALITY.survey is not None
    quotas = dict(survey.quotas(QUALITY.survey, wanted))
    assert sum(quotas.values()) == wanted
    parents = quotas.pop("学生家长")
    assert parents * 2 >= wanted > (parents - 1) * 2
    assert max(quotas.values()) - min(quotas.values()) <= 1
    assert set(quotas) == {"教师", "校长", "人大代表", "政协委员", "学生", "其他群众"}


def test_where_no_others_are_named_they_are_one_kind() -> None:
    assert BASIC.survey is not None
    assert survey.quotas(BASIC.survey, 601) == {"学生家长": 301, "其他各类": 300}
