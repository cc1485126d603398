"""The reviewer's screen: everything beside the mark, from the snapshot alone, and nothing of others'."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import actions as moving
from assessments.models import Assessment
from assessments.review import figures, record, schools, subjects
from assessments.review.models import Mark
from counties.models import Officer
from indicators import actions as indicators
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from schools.ledger.columns import Value
from schools.models import LedgerProblem
from tests import steps
from tests.assessments.offices import Offices, begun, filled_in, go, submitted
from tests.assessments.reviewers import all_true, finish, mark, reply, round_of
from tests.evidence.shown import shown
from tests.factories import client_of
from tests.ledgers.rows import county_rows

pytestmark = pytest.mark.django_db

LOW = "sports_ground_area"


def uneven_rows() -> list[dict[str, Value]]:
    rows = [dict(row) for row in county_rows()]
    rows[0] |= {LOW: 600, "largest_class_primary": 52, "oversize_classes_primary": 1}
    return rows


@pytest.fixture
def uneven(clerk: Officer, offices: Offices) -> Assessment:
    """Under review by the city: a county whose first school has too little ground and too large a class."""
    steps.figures_accepted(clerk)
    calculation = steps.judged(clerk, steps.workbook(uneven_rows()))
    steps.everything_answered(clerk, calculation)
    LedgerProblem.objects.filter(ledger__county=clerk.division).update(explanation="操场在改建")
    shown(clerk, items=["sports_area"], title="场地测量图")
    assessment = submitted(clerk, offices.at("county", "leader"))
    go(assessment, "accept", offices.at("city", "clerk"))
    assessment.refresh_from_db()
    return assessment


def page(by: Officer, assessment: Assessment, item: str = "", query: str = "") -> str:
    address = f"{assessment.get_absolute_url()}review/" + (f"{item}/" if item else "")
    response = client_of(by).get(address + query)
    assert response.status_code == 200
    return response.content.decode()


def test_all_that_helps_to_judge_an_indicator_stands_on_its_page(
    uneven: Assessment, reviewer: Officer
) -> None:
    text = page(reviewer, uneven, "sports_area")
    for wanted in ("小学差异系数", "≤0.50", "不达标", "场地测量图", "#thresholds.sports_area.primary"):
        assert wanted in text
    row = next(each for each in schools_below(uneven, "sports_area"))
    assert row.outcome is Outcome.FAILS
    assert f"{row.sheet} 第 {row.row} 行" in text
    assert row.name == str(uneven_rows()[0]["name"])


def schools_below(assessment: Assessment, code: str) -> tuple[schools.Below, ...]:
    snap = subjects.of_round(round_of(assessment))
    assert snap is not None
    subject = next(each for each in subjects.of(snap.standard) if each.code == code)
    return schools.below(snap, subject)


def test_an_item_that_every_school_must_meet_names_those_that_do_not(uneven: Assessment) -> None:
    [row] = schools_below(uneven, "guarantee-05")
    assert (row.name, row.outcome) == (str(uneven_rows()[0]["name"]), Outcome.FAILS)
    assert "52 人" in row.what
    assert not schools_below(uneven, "guarantee-08")


def test_figures_come_from_the_snapshot_alone_and_agree_with_its_verdicts(
    uneven: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snap = subjects.of_round(round_of(uneven))
    assert snap is not None
    with django_assert_num_queries(0):
        for subject in subjects.of(snap.standard):
            found = figures.of(snap, subject)
            assert found.lines
            assert found.ground is not None
            assert found.outcome is figures.outcomes(snap)[subject.code]
    items = {each.item.code: each.outcome for each in snap.finding.items}
    assert {code: figures.outcomes(snap)[code] for code in items} == items
    assert figures.outcomes(snap)["sports_area"] is Outcome.FAILS


def test_the_conclusion_and_the_figures_of_an_item_stand_with_their_cells(
    uneven: Assessment, reviewer: Officer
) -> None:
    assert "达标：已查" in page(reviewer, uneven, "guarantee-01")
    text = page(reviewer, uneven, "guarantee-08")
    assert "?field=teacher_pay#mark" in text
    assert "县级数据 " in text
    pinned = page(reviewer, uneven, "guarantee-08", "?field=teacher_pay")
    assert 'name="field" value="teacher_pay"' in pinned
    assert 'name="field" value="no_such"' not in page(reviewer, uneven, "guarantee-08", "?field=no_such")


def test_marking_leads_to_the_next_that_is_not_marked(taken_in: Assessment, reviewer: Officer) -> None:
    client, home = client_of(reviewer), f"{taken_in.get_absolute_url()}review/"
    codes = [each.code for each in subjects.of(standard_of(taken_in))]
    marked = client.post(f"{home}{codes[0]}/", {"kind": "true"})
    assert marked["Location"] == f"{home}{codes[1]}/"
    mark(taken_in, reviewer, codes[2], "true")
    marked = client.post(f"{home}{codes[1]}/", {"kind": "doubtful", "remark": "请说明"})
    assert marked["Location"] == f"{home}{codes[3]}/"
    pinned = client.post(f"{home}{codes[3]}/", {"kind": "true", "school": str(county_rows()[0]["code"])})
    assert pinned["Location"] == f"{home}{codes[3]}/"
    assert 'value="doubtful" checked' in client.get(f"{home}{codes[1]}/").content.decode()


def standard_of(assessment: Assessment, number: int = 1) -> Standard:
    snap = subjects.of_round(assessment.rounds.get(number=number))
    assert snap is not None
    return snap.standard


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"kind": "false"}, 422),
        ({"kind": "maybe"}, 422),
        ({"kind": "false", "remark": "长" * 1001}, 422),
        ({"kind": "true", "school": "9999999999"}, 409),
        ({"kind": "true", "remark": "核对过"}, 302),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    given: dict[str, str], status: int, taken_in: Assessment, reviewer: Officer
) -> None:
    address = f"{taken_in.get_absolute_url()}review/guarantee-08/"
    response = client_of(reviewer).post(address, given)
    assert response.status_code == status
    assert Mark.objects.count() == (status == 302)
    if status == 422:
        assert "没有保存" in response.content.decode()
        assert given.get("remark", "") in response.content.decode()


def test_who_does_not_review_may_look_and_gets_no_form(
    taken_in: Assessment, clerk: Officer, reviewer: Officer, neighbours_clerk: Officer
) -> None:
    mark(taken_in, reviewer, remark="请提供名册")
    mark(taken_in, reviewer, "quality-01", "false", remark="章程没有备案")
    text = page(clerk, taken_in, "guarantee-08")
    assert "请提供名册" in text
    assert 'name="kind"' not in text
    assert "章程没有备案" not in page(clerk, taken_in, "quality-01")
    address = f"{taken_in.get_absolute_url()}review/guarantee-08/"
    assert client_of(clerk).post(address, {"kind": "true"}).status_code == 403
    assert client_of(neighbours_clerk).get(address).status_code == 404
    assert client_of(clerk).get(f"{taken_in.get_absolute_url()}review/nothing/").status_code == 404


def test_a_colleagues_marks_are_on_no_page_until_both_are_through(
    taken_in: Assessment, reviewer: Officer, second: Officer
) -> None:
    mark(taken_in, second, remark="只有我知道")
    mark(taken_in, reviewer, kind="true")
    own = ("review/guarantee-08/", "comparison/", "doubts/", "", "do/conclude_review/")
    client, home = client_of(reviewer), taken_in.get_absolute_url()
    assert all("只有我知道" not in client.get(home + each).content.decode() for each in own)
    for by in (reviewer, second):
        all_true(taken_in, by)
        finish(taken_in, by)
    told = [each for each in own if "只有我知道" in client.get(home + each).content.decode()]
    assert told == ["review/guarantee-08/", "comparison/", "doubts/", "do/conclude_review/"]


def test_the_county_replies_on_its_page(taken_in: Assessment, reviewer: Officer, clerk: Officer) -> None:
    doubt, client = mark(taken_in, reviewer), client_of(clerk)
    address = f"{taken_in.get_absolute_url()}doubts/"
    assert client.post(address, {"mark": doubt.pk, "text": ""}).status_code == 422
    assert client.post(address, {"mark": doubt.pk + 99, "text": "已补"}).status_code == 404
    assert client_of(reviewer).post(address, {"mark": doubt.pk, "text": "已补"}).status_code == 403
    assert client.post(address, {"mark": doubt.pk, "text": "已补"}).status_code == 302
    assert "已补" in client.get(address).content.decode()
    mark(taken_in, reviewer, kind="true")
    assert client.post(address, {"mark": doubt.pk, "text": "再补"}).status_code == 409


def test_last_years_figures_come_from_its_calculation_or_its_snapshot(
    clerk: Officer, offices: Offices, reviewer: Officer
) -> None:
    year = steps.YEAR - 1
    steps.figures_accepted(clerk, year=year)
    steps.everything_answered(clerk, steps.judged(clerk, year=year))
    filled_in(clerk)
    assessment = submitted(clerk, offices.at("county", "leader"))
    go(assessment, "accept", offices.at("city", "clerk"))
    assert f"{year} 学年采用的台账测算" in page(reviewer, assessment, "guarantee-08")
    assert f"{year} 学年采用的台账测算" in page(reviewer, assessment, "sports_area")
    before = moving.start(
        county=clerk.division, year=year, standard=steps.STANDARD, by=clerk, at=timezone.now()
    )
    go(before, "sign", offices.at("county", "leader"))
    go(before, "submit", clerk)
    text = page(reviewer, assessment, "guarantee-08")
    assert f"{year} 学年报送的第 1 轮" in text
    assert "上年没有可比的数" not in text


def test_what_changed_since_the_last_round_stands_beside_the_earlier_remark(
    taken_in: Assessment, reviewer: Officer, clerk: Officer, offices: Offices
) -> None:
    mark(taken_in, reviewer, "guarantee-01", "false", remark="没有布局图")
    reply(mark(taken_in, reviewer, "guarantee-08"), clerk)
    go(taken_in, "reopen_city_review", offices.at("city", "leader"), comment="见核查意见")
    item = next(each for each in standard_of(taken_in).items if each.code == "guarantee-01")
    said = Conclusion(met=True, conclusion="布局图已补")
    indicators.answer(
        county=clerk.division, year=steps.YEAR, item=item, conclusion=said, by=clerk, at=timezone.now()
    )
    go(taken_in, "sign", offices.at("county", "leader"))
    go(taken_in, "submit", clerk)
    go(taken_in, "accept", offices.at("city", "clerk"))
    text = page(reviewer, taken_in, "guarantee-01")
    for wanted in ("第 1 轮以来县级改了 1 处", "布局图已补", "没有布局图"):
        assert wanted in text
    assert "以来县级改了" not in page(reviewer, taken_in, "quality-01")
    assert "已核对，名册附后" in page(reviewer, taken_in, "guarantee-08")
    assert len(record.of(round_of(taken_in))) == 0


def test_before_anything_was_submitted_the_page_says_so(clerk: Officer, reviewer: Officer) -> None:
    filled_in(clerk)
    assert "还没有报送" in page(reviewer, begun(clerk))


def test_pages_ask_as_often_for_few_marks_as_for_many(
    taken_in: Assessment, reviewer: Officer, second: Officer, clerk: Officer
) -> None:
    home = taken_in.get_absolute_url()
    addresses = [f"{home}review/guarantee-08/", f"{home}doubts/", f"{home}comparison/", "/assessments/"]
    reply(mark(taken_in, reviewer), clerk)
    finish(taken_in, reviewer)
    few = {address: asked(reviewer, address) for address in addresses}
    for by in (reviewer, second):
        for code in ("guarantee-08", "guarantee-09", "sports_area"):
            for row in county_rows()[:5]:
                reply(mark(taken_in, by, code, place=(str(row["code"]), "")), clerk)
        all_true(taken_in, by)
        finish(taken_in, by)
    assert {address: asked(reviewer, address) for address in addresses} == few
    assert max(few.values()) <= 18


def asked(by: Officer, address: str) -> int:
    client = client_of(by)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
