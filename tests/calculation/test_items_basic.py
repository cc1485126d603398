"""县级人民政府推进工作 17 项, their points, and 公众满意度 of the 2012 standard."""

from fractions import Fraction

import pytest

from indicators import published
from indicators.calculation.items.item import Part
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.outcomes import Outcome
from indicators.calculation.whole import WholeFinding
from tests.calculation.complete import BASIC, Change, answer, county, item_of, judged, junior, primary
from tests.calculation.provinces import CITED, province

PASSES, FAILS, OPEN = Outcome.PASSES, Outcome.FAILS, Outcome.UNDETERMINED
# A province that works items out which the national file leaves to answers.
WORKED_OUT = published.load("basic-2012-indicator-table")


CASES: list[tuple[str, Outcome, Change]] = [
    ("work-03", PASSES, county()),  # 80 of 100
    ("work-03", FAILS, county(three_disabilities_enrolled=79)),
    ("work-03", OPEN, county(three_disabilities=None)),
    ("work-06", PASSES, county()),  # 8.1 % and 8.0 %, all others above 0
    ("work-06", FAILS, county(allocation_growth="8.0")),
    ("work-06", FAILS, county(expenditure_per_pupil_growth_primary="0.0")),
    ("work-06", FAILS, county(operating_per_pupil_growth_junior="-0.1")),
    ("work-06", OPEN, county(recurrent_revenue_growth=None)),
    ("work-06", OPEN, county(operating_per_pupil_growth_primary=None)),
    ("work-08", PASSES, county()),  # 50 of 100 万元
    ("work-08", FAILS, county(fee_reform_to_education="49.99")),
    ("work-08", OPEN, county(fee_reform_transfer=None)),
    ("work-08", PASSES, county(fee_reform_transfer=0, fee_reform_to_education=0)),
    ("work-10", PASSES, primary(pupils_primary=1650)),  # 75 teachers, 22 pupils each
    ("work-10", FAILS, primary(pupils_primary=1651)),
    ("work-10", PASSES, junior(pupils_junior=1275)),  # 17 each
    ("work-10", FAILS, junior(pupils_junior=1276)),
    ("work-10", OPEN, primary(teachers_primary=None)),
    ("work-11", PASSES, county()),  # 10 of 100
    ("work-11", FAILS, county(rotated=9)),
    ("work-11", OPEN, county(rotation_eligible=None)),
    ("work-14", PASSES, junior(graduates=90)),  # of 100; primary 95 %
    ("work-14", FAILS, junior(graduates=89)),
    ("work-14", FAILS, county(retention_primary="94.9")),
    ("work-14", OPEN, county(retention_primary=None)),
    ("work-14", OPEN, junior(entrants=None)),
    ("work-15", PASSES, county()),  # 85 %
    ("work-15", FAILS, primary(fitness_passed=849)),
    ("work-15", OPEN, primary(fitness_tested=None)),
]
ANSWERED_ITEMS = [item.code for item in WORKED_OUT.items if item.method == ANSWERED]
CASES += [
    (code, outcome, answer(code, met))
    for code in ANSWERED_ITEMS
    for outcome, met in ((PASSES, True), (FAILS, False), (OPEN, None))
]


@pytest.mark.parametrize(("code", "outcome", "change"), CASES)
def test_an_item_passes_at_its_limit_fails_below_it_and_is_open_where_something_is_missing(
    code: str, outcome: Outcome, change: Change
) -> None:
    found = item_of(judged(change, standard=WORKED_OUT), code)
    assert found.outcome is outcome
    assert outcome is not FAILS or found.measured.reasons


def test_every_item_has_a_case_that_passes_one_that_fails_and_one_that_is_open() -> None:
    tried = {(code, outcome) for code, outcome, _ in CASES}
    assert tried == {(item.code, outcome) for item in WORKED_OUT.items for outcome in Outcome}


@pytest.mark.parametrize("code", [item.code for item in BASIC.items if item.method == ANSWERED])
def test_the_national_file_leaves_to_answers_what_provinces_set(code: str) -> None:
    for met, outcome in ((True, PASSES), (False, FAILS), (None, OPEN)):
        assert item_of(judged(answer(code, met), standard=BASIC), code).outcome is outcome


def basic(*changes: Change) -> WholeFinding:
    return judged(*changes, standard=WORKED_OUT)


def test_seventeen_items_score_a_hundred_points_together() -> None:
    assert len(BASIC.items) == 17
    assert sum(item.points.value for item in BASIC.items if item.points) == 100
    score = basic().score
    assert score is not None
    assert (score.known, score.possible) == (Fraction(100), Fraction(100))
    assert score.outcome is PASSES


def test_two_items_may_fail_and_three_may_not() -> None:
    """100/17 each: fifteen items make 88.2, fourteen 82.4; 85 are asked."""
    two = [answer("work-01", False), answer("work-02", False)]
    assert basic(*two).outcome is PASSES
    three = basic(*two, answer("work-04", False))
    assert three.outcome is FAILS
    assert "推进工作已确定得分 82.4 分，要求 85 分以上" in "".join(three.reasons)


def test_a_score_is_open_as_long_as_open_items_decide_it() -> None:
    failed = [answer("work-01", False), answer("work-02", False)]
    assert basic(*failed, answer("work-04", None)).outcome is OPEN
    assert basic(answer("work-04", None), answer("work-05", None)).outcome is PASSES


def test_a_part_of_the_points_can_be_claimed_but_not_more_than_the_item_has() -> None:
    found = basic(answer("work-01", False, score=Fraction(3)), answer("work-02", True, score=Fraction(50)))
    assert found.score is not None
    assert found.score.known == 100 - Fraction(100, 17) + 3


def test_85_points_exactly_pass() -> None:
    """Fourteen items and a part of a fifteenth: 1400/17 + 45/17 = 85."""
    failed = [answer("work-01", False), answer("work-02", False)]
    assert basic(*failed, answer("work-04", False, score=Fraction(45, 17))).outcome is PASSES
    assert basic(*failed, answer("work-04", False, score=Fraction(44, 17))).outcome is FAILS


def test_a_score_that_can_still_come_to_85_is_open() -> None:
    """Thirteen items, a part of another one and one that is open: 1300/17 + 45/17 + 100/17 = 85."""
    failed = [answer(code, False) for code in ("work-01", "work-02")]
    partly = answer("work-04", False, score=Fraction(45, 17))
    assert basic(*failed, partly, answer("work-05", None)).outcome is OPEN
    less = answer("work-04", False, score=Fraction(44, 17))
    assert basic(*failed, less, answer("work-05", None)).outcome is FAILS


def test_a_veto_that_a_province_adds_is_no_matter_of_points() -> None:
    added = province(
        '[[items]]\ncode = "veto-1"\npart = "veto"\nnumber = 1\nname = "不存在弄虚作假行为"\n'
        f'method = "answered"\nrule = {{ value = {{}}, {CITED}',
        "basic-2012",
    )
    found = judged(answer("veto-1", False), standard=added)
    assert found.score is not None
    assert found.score.outcome is PASSES
    assert [each.item.code for each in found.part(Part.VETO)] == ["veto-1"]
    assert found.outcome is FAILS
    assert any(reason.startswith("一票否决第 1 项不达标") for reason in found.reasons)


def test_the_complete_county_passes_whole() -> None:
    assert basic().reasons == ()
    assert basic().outcome is PASSES


@pytest.mark.parametrize(
    ("outcome", "change"),
    [
        (PASSES, county()),  # 600 asked, 420 valid, 357 satisfied, 300 parents
        (FAILS, county(survey_total=599, survey_valid=420)),
        (FAILS, county(survey_valid=419, survey_satisfied=419)),
        (FAILS, county(survey_satisfied=356)),
        (FAILS, county(survey_parents_total=299)),
        (OPEN, county(survey_satisfied=None)),
        (OPEN, county(population=None)),
    ],
)
def test_satisfaction_asks_for_size_returns_parents_and_85_percent(outcome: Outcome, change: Change) -> None:
    found = basic(change)
    assert found.survey is not None
    assert found.survey.outcome is outcome
    assert found.outcome is outcome
