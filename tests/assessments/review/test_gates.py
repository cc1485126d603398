"""What stands in the way of passing a review on, what its leader sees before he decides, what is counted."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.actions import Refused
from assessments.models import Assessment, Round
from assessments.review import actions, comparing, record, standing, subjects
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Division, Officer
from tests.assessments.offices import Offices, filled_in, go, submitted
from tests.assessments.reviewers import all_true, finish, mark, reply, round_of
from tests.factories import client_of, division
from tests.ledgers.rows import county_rows

pytestmark = pytest.mark.django_db


def links(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [link for each in refused.value.missing for _, link in each.places]


def test_every_item_that_is_not_marked_is_named_with_its_page(
    taken_in: Assessment, reviewer: Officer
) -> None:
    with pytest.raises(Refused, match="没有核查") as refused:
        go(taken_in, "conclude_review", reviewer)
    assert len(links(refused)) == subjects.count(taken_in)
    client = client_of(reviewer)
    assert all(client.get(link).status_code == 200 for link in (links(refused)[0], links(refused)[-1]))
    all_true(taken_in, reviewer)
    go(taken_in, "conclude_review", reviewer)


def test_a_doubt_stands_in_the_way_until_it_is_answered(
    taken_in: Assessment, reviewer: Officer, clerk: Officer
) -> None:
    doubt = mark(taken_in, reviewer)
    all_true(taken_in, reviewer)
    with pytest.raises(Refused, match="1 处存疑没有答复") as refused:
        go(taken_in, "conclude_review", reviewer)
    assert links(refused) == [f"{taken_in.get_absolute_url()}review/guarantee-08/"]
    reply(doubt, clerk)
    go(taken_in, "conclude_review", reviewer)


def test_a_doubt_of_the_last_moment_stands_before_the_endorsement(
    taken_in: Assessment, reviewer: Officer, offices: Offices
) -> None:
    all_true(taken_in, reviewer)
    go(taken_in, "conclude_review", reviewer)
    mark(taken_in, reviewer)
    with pytest.raises(Refused, match="存疑没有答复"):
        go(taken_in, "endorse", offices.at("city", "leader"))
    mark(taken_in, reviewer, kind="true")
    go(taken_in, "endorse", offices.at("city", "leader"))
    with pytest.raises(Refused, match="不在您这一级核查"):
        mark(taken_in, reviewer)


def test_who_began_must_be_through_unless_the_leader_opens(
    taken_in: Assessment, reviewer: Officer, second: Officer, offices: Offices
) -> None:
    all_true(taken_in, reviewer)
    mark(taken_in, second, kind="true")
    with pytest.raises(Refused, match="second还没有核完"):
        go(taken_in, "conclude_review", reviewer)
    actions.open_comparison(assessment=taken_in, by=offices.at("city", "leader"), at=timezone.now())
    go(taken_in, "conclude_review", reviewer)


def test_a_return_is_possible_although_doubts_are_open(
    taken_in: Assessment, reviewer: Officer, offices: Offices
) -> None:
    mark(taken_in, reviewer)
    go(taken_in, "reopen_city_review", offices.at("city", "leader"), comment="见核查意见")
    taken_in.refresh_from_db()
    assert (taken_in.at_step, taken_in.round) == (Step.DRAFT, 2)


def test_the_province_answers_for_nobody_and_its_own_doubts_are_answered_by_city_or_county(
    clerk: Officer, taken_in: Assessment, offices: Offices, reviewer: Officer
) -> None:
    all_true(taken_in, reviewer)
    for name, by in (("conclude_review", reviewer), ("endorse", offices.at("city", "leader"))):
        go(taken_in, name, by)
    inspector = offices.at("province", "inspector")
    go(taken_in, "accept_evaluation", inspector)
    doubts = [mark(taken_in, inspector, item) for item in ("guarantee-08", "guarantee-09")]
    all_true(taken_in, inspector)
    with pytest.raises(Refused, match="2 处存疑没有答复"):
        go(taken_in, "pass_documents", inspector)
    reply(doubts[0], reviewer)
    reply(doubts[1], clerk)
    go(taken_in, "pass_documents", inspector)


def test_where_there_is_no_city_the_province_reviews_as_the_city_and_the_county_answers(db: None) -> None:
    place = division("993101", "示例直辖县")
    Division.objects.filter(code="993100").update(name="省直辖县级行政区划")
    offices = Offices(Division.objects.get(pk=place.pk))
    clerk = offices.at("county", "clerk")
    filled_in(clerk, prefix="993101")
    assessment = submitted(clerk, offices.at("county", "leader"))
    inspector = offices.at("province", "inspector")
    go(assessment, "accept", inspector)
    reply(mark(assessment, inspector), clerk)
    endorsed_after(assessment, offices)
    assert {each.level for each in record.of(Round.objects.get())} == {Level.CITY}


def endorsed_after(assessment: Assessment, offices: Offices) -> None:
    all_true(assessment, offices.at("province", "inspector"))
    go(assessment, "conclude_review", offices.at("province", "inspector"))
    go(assessment, "endorse", offices.at("province", "leader"))


def test_the_leader_sees_differences_item_by_item_before_he_decides(
    taken_in: Assessment, reviewer: Officer, second: Officer, clerk: Officer, offices: Offices
) -> None:
    mark(taken_in, reviewer, kind="true")
    doubt = mark(taken_in, second, remark="名册缺两个月")
    leader, page = client_of(offices.at("city", "leader")), f"{taken_in.get_absolute_url()}comparison/"
    assert "名册缺两个月" not in leader.get(page).content.decode()
    assert "打开比对" in leader.get(page).content.decode()
    reply(doubt, clerk)
    for by in (reviewer, second):
        all_true(taken_in, by)
        finish(taken_in, by)
    assert "名册缺两个月" in leader.get(page).content.decode()
    go(taken_in, "conclude_review", reviewer)
    decision = leader.get(f"{taken_in.get_absolute_url()}do/endorse/").content.decode()
    assert "不一致的 1 项" in decision
    assert "名册缺两个月" in decision
    found = comparing.of(round_of(taken_in), Level.CITY)
    assert [row.subject.code for row in found.differing] == ["guarantee-08"]


def test_a_return_begins_with_the_remarks_as_reasons(
    taken_in: Assessment, reviewer: Officer, clerk: Officer, offices: Offices
) -> None:
    school = str(county_rows()[0]["code"])
    reply(mark(taken_in, reviewer, remark="名册缺两个月"), clerk, "已补")
    mark(taken_in, reviewer, "sports_area", "false", remark="操场已改作停车场", place=(school, ""))
    all_true(taken_in, reviewer)
    go(taken_in, "conclude_review", reviewer)
    leader = client_of(offices.at("city", "leader"))
    page = leader.get(f"{taken_in.get_absolute_url()}do/send_back/").content.decode()
    text = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert text.index("操场已改作停车场") < text.index("名册缺两个月")
    assert str(county_rows()[0]["name"]) in text
    assert "县级答复：已补" in text
    endorse = leader.get(f"{taken_in.get_absolute_url()}do/endorse/").content.decode()
    assert "操场已改作停车场" not in endorse.partition("<textarea")[2].partition("</textarea>")[0]


def test_reasons_are_never_longer_than_an_opinion_may_be(taken_in: Assessment, reviewer: Officer) -> None:
    for number in range(1, 6):
        mark(taken_in, reviewer, f"guarantee-0{number}", "false", remark="长" * 900)
    found = comparing.reasons(comparing.of(round_of(taken_in), Level.CITY))
    assert 0 < len(found) <= 2000


def test_lists_tell_how_far_each_review_is(
    taken_in: Assessment, reviewer: Officer, clerk: Officer, client: Client
) -> None:
    doubt = mark(taken_in, reviewer)
    mark(taken_in, reviewer, "quality-01", "true")
    total = subjects.count(taken_in)
    queue = client_of(reviewer).get("/assessments/").content.decode()
    assert f"2 / {total} 项" in queue
    assert "1 处，1 处待答复" in queue
    assert "1 处存疑待答复" in client_of(clerk).get(f"/?year={taken_in.year}").content.decode()
    assert "1 处存疑待答复" in client_of(clerk).get(taken_in.get_absolute_url()).content.decode()
    reply(doubt, clerk)
    assert "1 处，都已答复" in client_of(reviewer).get("/assessments/").content.decode()
    assert "存疑待答复" not in client_of(clerk).get(f"/?year={taken_in.year}").content.decode()


def test_standing_of_many_asks_once(
    taken_in: Assessment, reviewer: Officer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mark(taken_in, reviewer)
    rows = [Assessment.objects.get()]
    with django_assert_num_queries(1):
        assert len(standing.of_many(rows)[taken_in.pk].unanswered) == 1


def test_a_whole_way_is_reviewed_at_each_level(
    clerk: Officer, taken_in: Assessment, offices: Offices
) -> None:
    all_true(taken_in, offices.at("city", "inspector"))
    go(taken_in, "conclude_review", offices.at("city", "inspector"))
    go(taken_in, "endorse", offices.at("city", "leader"))
    go(taken_in, "accept_evaluation", offices.at("province", "clerk"))
    with pytest.raises(Refused, match="没有核查"):
        go(taken_in, "pass_documents", offices.at("province", "inspector"))
    assert not [each for each in record.of(round_of(taken_in)) if each.level is Level.PROVINCE]
