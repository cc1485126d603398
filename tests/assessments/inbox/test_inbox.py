"""The inbox: what waits is told from the state, offices are told once, each officer reads for himself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.inbox import waiting
from assessments.inbox.models import Message, Reading
from assessments.models import Assessment
from assessments.review.models import Mark, Reply
from assessments.workflow import Step
from counties.models import Division, Officer, User
from tests.assessments.offices import Offices, go
from tests.assessments.reviewers import round_of
from tests.assessments.standing_at import standing_at
from tests.factories import client_of, division, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(county: Division) -> Offices:
    return Offices(county)


@pytest.fixture
def sent(clerk: Officer) -> Assessment:
    return standing_at(Step.SUBMITTED, clerk.division, clerk)


def told(by: Officer) -> list[str]:
    return list(Message.objects.visible_to(by).order_by("pk").values_list("kind", flat=True))


def doubt(assessment: Assessment, by: Officer, item: str = "guarantee-08") -> Mark:
    fixed = {"round": round_of(assessment), "level": "city", "item": item, "by": by, "at": timezone.now()}
    return Mark.objects.create(**fixed, kind="doubtful", remark="请提供花名册")


def page(by: Officer, address: str = "/inbox/") -> str:
    answer = client_of(by).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_waits_moves_with_the_assessment(sent: Assessment, clerk: Officer, offices: Offices) -> None:
    city, inspector = offices.at("city", "leader"), offices.at("city", "inspector")
    assert (waiting.counts(clerk).held, waiting.counts(city).held) == (0, 1)
    [task] = waiting.tasks(inspector, on=timezone.localdate())
    assert (task.what, task.mine, task.overdue) == ("受理", True, False)
    go(sent, "withdraw", offices.at("county", "leader"))
    assert (waiting.counts(clerk).held, waiting.counts(city).held) == (1, 0)


def test_a_deadline_that_is_past_is_said_and_comes_first(
    sent: Assessment, clerk: Officer, offices: Offices
) -> None:
    other = standing_at(Step.SUBMITTED, division("990105", "别县"), clerk)
    today = timezone.localdate()
    actions.set_deadline(
        by=offices.at("province", "leader"),
        year=other.year,
        step=Step.SUBMITTED,
        due_on=today - timedelta(days=3),
        county="990105",
        reason="早报",
        at=timezone.now(),
    )
    inspector = offices.at("city", "inspector")
    assert [task.overdue for task in waiting.tasks(inspector, on=today)] == [True, False]
    text = page(inspector)
    assert "已过 3 天" in text
    assert text.index("别县") < text.index(str(sent.county))


def test_offices_are_told_of_what_passes_comes_back_and_ends(
    sent: Assessment, clerk: Officer, offices: Offices
) -> None:
    city, province = offices.at("city", "leader"), offices.at("province", "leader")
    go(sent, "accept", offices.at("city", "clerk"))
    assert told(clerk) == told(city) == told(province) == []  # it stays in the office
    Assessment.objects.filter(pk=sent.pk).update(step=Step.CITY_OPINION)
    go(sent, "send_back", city)
    assert (told(clerk), told(city)) == (["returned"], [])
    Assessment.objects.filter(pk=sent.pk).update(step=Step.PROVINCE_EVALUATION, held_by="province")
    go(sent, "not_recommend", province)
    assert (told(clerk), told(city), told(province)) == (["returned", "decided"], ["decided"], [])
    text = page(clerk)
    assert "被退回县级整改" in text
    assert "有了结论：省级不予推荐" in text


def test_withdrawing_tells_who_had_it_before_him(sent: Assessment, clerk: Officer, offices: Offices) -> None:
    go(sent, "withdraw", offices.at("county", "leader"))
    assert (told(offices.at("city", "clerk")), told(clerk)) == (["withdrawn"], [])


def test_of_a_county_without_a_city_the_province_is_told(clerk: Officer) -> None:
    place = division("999001", "省直管县")
    assert place.parent is not None
    place.parent.name = "直辖县"
    place.parent.save()
    row, offices = standing_at(Step.SUBMITTED, place, clerk), Offices(place)
    assert row.held_by == "province"
    go(row, "withdraw", offices.at("county", "leader"))
    assert told(offices.at("province", "leader")) == ["withdrawn"]
    assert Message.objects.count() == 1


def test_a_doubt_waits_below_until_it_is_answered_or_taken_back(
    sent: Assessment, clerk: Officer, offices: Offices
) -> None:
    Assessment.objects.filter(pk=sent.pk).update(step=Step.CITY_REVIEW)
    inspector = offices.at("city", "inspector")
    first, second = doubt(sent, inspector), doubt(sent, inspector, "guarantee-09")
    assert (waiting.counts(clerk).asked, waiting.counts(inspector).asked) == (1, 0)
    assert [each.count for each in waiting.doubts(clerk)] == [2]
    Reply.objects.create(mark=first, text="已附", by=clerk, at=timezone.now())
    assert [each.count for each in waiting.doubts(clerk)] == [1]
    second.pk = None
    second.kind, second.remark = Mark.Kind.TRUE, ""
    second.save(force_insert=True)
    assert waiting.counts(clerk).asked == 0
    assert waiting.doubts(clerk) == []


def test_each_officer_reads_for_himself(sent: Assessment, clerk: Officer, offices: Offices) -> None:
    leader, city = offices.at("county", "leader"), offices.at("city", "inspector")
    Assessment.objects.filter(pk=sent.pk).update(step=Step.CITY_REVIEW)
    go(sent, "reopen_city_review", offices.at("city", "leader"))
    [message] = Message.objects.visible_to(clerk)
    assert waiting.counts(clerk).unread == waiting.counts(leader).unread == 1
    answer = client_of(clerk).post(f"/inbox/{message.pk}/")
    assert answer.headers["Location"] == sent.get_absolute_url()
    client_of(clerk).post(f"/inbox/{message.pk}/")
    assert Reading.objects.count() == 1
    assert (waiting.counts(clerk).unread, waiting.counts(leader).unread) == (0, 1)
    assert client_of(city).post(f"/inbox/{message.pk}/").status_code == 404
    client_of(leader).post("/inbox/read/")
    assert waiting.counts(leader).unread == 0
    assert "没有未读的消息" in page(leader, "/inbox/?unread=1")


def test_what_was_told_before_somebody_took_up_his_post_is_not_new_to_him(
    sent: Assessment, county: Division, offices: Offices
) -> None:
    late = officer("late", county, Officer.Role.LEADER)
    go(sent, "withdraw", late)
    place, tomorrow = sent.county.parent, timezone.localdate() + timedelta(days=1)
    known = officer("known", place or county, Officer.Role.CLERK)
    new = User.objects.create_user("new")
    newcomer = Officer.objects.create(user=new, division=known.division, role="clerk", began_on=tomorrow)
    assert [waiting.counts(by).unread for by in (known, newcomer)] == [1, 0]
    assert "未读" not in page(newcomer).partition("<h2>消息</h2>")[2]


def test_a_neighbour_and_who_looks_after_the_system_find_nothing(
    sent: Assessment, neighbours_clerk: Officer, offices: Offices
) -> None:
    go(sent, "withdraw", offices.at("county", "leader"))
    auditor = officer("auditor", sent.county, Officer.Role.AUDITOR)
    for stranger in (neighbours_clerk, auditor):
        assert waiting.counts(stranger) == waiting.Counts()
        assert sent.county.name + " " not in page(stranger).partition("<main")[2]


def test_the_inbox_asks_as_often_for_few_as_for_many(
    sent: Assessment, clerk: Officer, offices: Offices
) -> None:
    leader, few = offices.at("city", "leader"), 0
    for number in range(40):
        row = standing_at(Step.SUBMITTED, division(f"9901{number + 10:02d}", f"县{number}"), clerk)
        told = {"kind": "asked", "mark": doubt(row, leader), "at": row.opened_at}
        Message.objects.create(assessment=row, level="city", **told)
        few = few or queries(leader)
    assert queries(leader) == few <= 12


def queries(by: Officer) -> int:
    client = client_of(by)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/inbox/").status_code == 200
    return len(asked)


def test_the_first_page_of_an_office_says_what_it_has_to_do_until_when(
    sent: Assessment, offices: Offices
) -> None:
    """And each number of it leads to what it counts."""
    leader, viewer = offices.at("city", "leader"), offices.at("city", "viewer")
    actions.set_deadline(
        by=offices.at("province", "leader"),
        year=sent.year,
        step=Step.SUBMITTED,
        due_on=timezone.localdate() + timedelta(days=3),
        reason="",
        county="",
        at=timezone.now(),
    )
    text = page(leader, "/?year=2025")
    assert "1 项等本级办理" in text and "还有 3 天" in text
    assert f'btn-primary" href="{sent.get_absolute_url()}"' in text
    assert "btn-primary" not in page(viewer, "/?year=2025")
    for office, found in (("city", True), ("county", False), ("recognised", False)):
        assert f"?all=1&amp;year=2025&amp;office={office}" in text
        listed = page(leader, f"/assessments/?all=1&year=2025&office={office}")
        assert (f'href="{sent.get_absolute_url()}"' in listed) is found
    assert "没有等本级办理的事" in page(offices.at("nation", "leader"), "/?year=2025")
