"""The one button leads on from a year that is filled in: start, sign, submit, answer; each to who may."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.models import Assessment
from assessments.preconditions import Missing
from assessments.review.models import Mark
from assessments.workflow import Step
from counties.models import Officer
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.assessments.reviewers import round_of
from tests.factories import client_of, officer

pytestmark = pytest.mark.django_db
Page = Callable[[Officer], str]


@pytest.fixture
def page() -> Page:
    """The county's page up to its second sheet: what is said first, and the button."""

    def opened(by: Officer) -> str:
        text = client_of(by).get("/?year=2025").content.decode()
        return text.partition("<main")[2].partition("全部标准")[0]

    return opened


def button(text: str) -> str:
    return text.partition("btn btn-primary")[2].partition(">")[2].partition("<")[0]


def test_the_button_leads_from_start_through_sign_and_submit(clerk: Officer, page: Page) -> None:
    offices = Offices(clerk.division)
    filled_in(clerk)
    viewer = offices.at("county", "viewer")
    assert button(page(clerk)) == "开始督导评估"
    assert button(page(viewer)) == "下载报告"
    client_of(clerk).post("/assessments/start/", {"year": "2025", "standard": "quality-2017"})
    assert "本县还没有负责人" in page(clerk)
    leader = offices.at("county", "leader")
    assert button(page(leader)) == "审签"
    assert button(page(clerk)) == "下载报告"
    assert f"等本县负责人 {leader.user} 审签" in page(clerk)
    assessment = Assessment.objects.get()
    go(assessment, "sign", leader)
    assert [button(page(by)) for by in (clerk, leader, viewer)] == ["报送", "报送", "下载报告"]
    assert "等本县负责人或填报员办理" in page(viewer)
    go(assessment, "submit", clerk)
    text = page(clerk)
    assert "现在由市级办理“受理”" in text
    assert button(text) == "下载报告"


def test_doubts_are_answered_first(clerk: Officer, page: Page) -> None:
    offices = Offices(clerk.division)
    filled_in(clerk)
    row = begun(clerk)
    Assessment.objects.filter(pk=row.pk).update(step=Step.CITY_REVIEW, held_by="city")
    fixed = {"level": "city", "item": "guarantee-08", "kind": "doubtful", "remark": "为何"}
    Mark.objects.create(round=round_of(row), by=offices.at("city", "inspector"), at=timezone.now(), **fixed)
    assert button(page(clerk)) == "答复 1 处存疑"
    assert button(page(offices.at("county", "viewer"))) == "下载报告"


def test_a_return_is_told_with_its_reason_and_a_deadline_with_its_days(clerk: Officer, page: Page) -> None:
    offices = Offices(clerk.division)
    filled_in(clerk)
    row = begun(clerk)
    Assessment.objects.filter(pk=row.pk).update(step=Step.CITY_OPINION, held_by="city")
    go(row, "send_back", offices.at("city", "leader"), comment="器材值与实物账对不上")
    by, today, at = offices.at("province", "leader"), timezone.localdate(), timezone.now()
    actions.set_deadline(by=by, year=2025, step=Step.DRAFT, reason="", due_on=today, at=at)
    text = page(clerk)
    assert "这是第 2 轮" in text
    assert "器材值与实物账对不上" in text
    assert "今天截止" in text


def test_what_the_countys_figures_lack_stands_in_the_way(clerk: Officer, page: Page) -> None:
    filled_in(clerk)
    figures = Ledger.objects.get(kind=Ledger.Kind.COUNTY)
    LedgerProblem.objects.create(ledger=figures, severity=Severity.QUERY, code="x", message="x")
    text = page(clerk)
    assert button(text) == "去办理"
    assert "还有 1 处疑点没有说明" in text
    leader = officer("leader", clerk.division, Officer.Role.LEADER)
    assert "由本县填报员办理" in page(leader)
    assert button(page(leader)) == "下载报告"


def test_the_page_asks_twelve_times_at_most_with_an_assessment(clerk: Officer) -> None:
    filled_in(clerk)
    begun(clerk)
    client = client_of(clerk)
    with CaptureQueriesContext(connection) as asked:
        client.get("/?year=2025")
    assert len(asked) <= 12


def test_of_many_places_the_first_twelve_are_named() -> None:
    places = tuple((f"第 {number} 项", f"#{number}") for number in range(1, 44))
    told = render_to_string("components/missing.html", {"missing": [Missing("还有 43 项：", "#1", places)]})
    assert (told.count("<a "), "第 12 项</a>等。" in told) == (12, True)
