"""The pages of a review: what each officer is shown and offered, and that each deed goes by its form."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment
from assessments.recheck.models import Check, Measure, Recheck
from assessments.recheck.table import Step
from counties.models import Officer
from tests.assessments.monitoring.test_monitoring import judged
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import answered, go, opined, reported, withdrawn
from tests.evidence.shown import shown
from tests.factories import client_of

pytestmark = pytest.mark.django_db
DUE = (timezone.localdate() + timedelta(days=40)).isoformat()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def client_at(offices: Offices, level: str, role: str) -> Client:
    return client_of(offices.at(level, role))


def test_the_province_ticks_what_monitoring_found_and_begins(
    recognised: Assessment, offices: Offices
) -> None:
    province = client_at(offices, "province", "leader")
    assert 'href="/monitoring/990101/recheck/"' in text_of(province, "/monitoring/990101/")
    text = text_of(province, "/monitoring/990101/recheck/")
    assert "差异系数 0.510，超过上限 0.50" in text
    assert text.count("checked") == 3  # the two problems, and the ground
    given = {
        "ground": "monitoring",
        "problems": ["primary-teaching_room_area", "primary-9901010000"],
        "others": "专用教室不足\n\n图书陈旧",
        "reason": "连续不达标",
    }
    answer = province.post("/monitoring/990101/recheck/", given)
    assert (answer.status_code, "请填整改期限" in answer.content.decode()) == (422, True)
    for wrong, sentence in (
        ({"due_on": timezone.localdate().isoformat()}, "今天以后"),
        ({"due_on": DUE, "problems": [], "others": ""}, "至少一个问题"),
    ):
        answer = province.post("/monitoring/990101/recheck/", {**given, **wrong})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    answer = province.post("/monitoring/990101/recheck/", {**given, "due_on": DUE})
    recheck = Recheck.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/rechecks/{recheck.pk}/")
    assert [each.what for each in recheck.points.all()][1:] == [
        "9901010000小学（小学）教学及辅助用房低于标准",
        "专用教室不足",
        "图书陈旧",
    ]
    assert province.post("/monitoring/990101/recheck/", {**given, "due_on": DUE}).status_code == 409
    assert 'href="/monitoring/990101/recheck/"' not in text_of(province, "/monitoring/990101/")


def test_the_county_sees_at_once_what_to_do_until_when(
    recheck: Recheck, clerk: Officer, offices: Offices
) -> None:
    client, page = client_of(clerk), recheck.get_absolute_url()
    home = text_of(client, "/")
    assert "正在复查" in home
    assert "去整改" in home
    assert "等本级办理的复查" in text_of(client, "/inbox/")
    file = shown(clerk)
    address = f"{page}1/measure/"
    assert "规划布局图" in text_of(client, address)
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "已增配教室", "shown": [file.pk]}).status_code == 302
    assert Measure.objects.get().shown.get().evidence == file
    text = text_of(client, page)
    assert "已增配教室" in text
    assert f"/evidence/{file.pk}/file/" in text
    assert client.post(f"{page}do/report/", {"version": 1}).status_code == 403
    leader = client_at(offices, "county", "leader")
    assert "问题 2 还没有写明整改措施" in text_of(leader, f"{page}do/report/")
    assert client.post(f"{page}2/measure/", {"text": "已增配设备"}).status_code == 302
    assert leader.post(f"{page}do/report/", {"version": 1}).status_code == 302
    stale = leader.post(f"{page}do/report/", {"version": 1})
    assert (stale.status_code, "请重新打开再看" in stale.content.decode()) == (409, True)
    assert client.post(f"{page}1/measure/", {"text": "再补"}).status_code == 409


def test_the_province_looks_and_says_its_opinion_and_the_nation_decides(
    recheck: Recheck, offices: Offices
) -> None:
    page = recheck.get_absolute_url()
    reported(recheck, offices)
    inspector, leader = client_at(offices, "province", "inspector"), client_at(offices, "province", "leader")
    assert "逐个问题核查，出具意见" in text_of(inspector, "/")
    assert inspector.post(f"{page}1/check/", {"done": "no"}).status_code == 422
    for number, done in ((1, "yes"), (2, "no")):
        given = {"done": done, "found": "现场核过"}
        assert inspector.post(f"{page}{number}/check/", given).status_code == 302
    assert [each.done for each in Check.objects.order_by("pk")] == [True, False]
    assert leader.post(f"{page}do/return/", {"version": 2, "comment": "请补"}).status_code == 422
    opinion = {"version": "2", "comment": "仍未到位"}
    assert leader.post(f"{page}do/opine_not_done/", opinion).status_code == 302
    nation = client_at(offices, "nation", "leader")
    assert "撤销认定" in text_of(nation, page)
    assert nation.post(f"{page}do/withdraw/", {"version": 3}).status_code == 422
    assert nation.post(f"{page}do/withdraw/", {"version": 3, "comment": "两年未改"}).status_code == 302
    recheck.refresh_from_db()
    assert recheck.at_step is Step.WITHDRAWN
    county = client_at(offices, "county", "leader")
    assert "可以重新开始督导评估" in text_of(county, "/")
    assert "两年未改" in text_of(county, page)


def test_the_figures_stand_beside_one_another(recheck: Recheck, clerk: Officer) -> None:
    client, page = client_of(clerk), recheck.get_absolute_url()
    text = text_of(client, page).partition("问题清单")[2]
    for shown_ in (
        "认定时（2023 学年）",
        "发起时（2024 学年）",
        "0.300",
        "0.510",
        "不达标",
        "还没有新学年的数",
    ):
        assert shown_ in text
    judged(recheck.county, clerk, 2025, cv="0.42")
    text = text_of(client, page).partition("问题清单")[2]
    for shown_ in ("发起时（2024 学年）", "0.510", "现在（2025 学年）", "0.420"):
        assert shown_ in text
    assert "还没有新学年的数" not in text


def test_strangers_find_no_page(recheck: Recheck, neighbours_clerk: Officer) -> None:
    client, page = client_of(neighbours_clerk), recheck.get_absolute_url()
    for address in (page, f"{page}1/measure/", f"{page}do/report/", "/monitoring/990101/recheck/"):
        assert client.get(address).status_code == 404


def test_what_offices_were_told_leads_to_the_review(
    recheck: Recheck, clerk: Officer, offices: Offices
) -> None:
    client = client_of(clerk)
    text = text_of(client, "/inbox/")
    assert "的复查：发起复查" in text
    [message] = recheck.changes.get().messages.filter(level="county")
    assert client.post(f"/inbox/{message.pk}/")["Location"] == recheck.get_absolute_url()
    answered(recheck, clerk)
    go(recheck, "report", offices.at("county", "leader"))
    assert "的复查：报送整改情况" in text_of(client_at(offices, "province", "inspector"), "/inbox/")


@pytest.mark.parametrize("done", [True, False])
def test_a_decided_review_offers_nothing(recheck: Recheck, offices: Offices, done: bool) -> None:
    if done:
        opined(recheck, offices, done=True)
        go(recheck, "keep", offices.at("nation", "leader"))
    else:
        withdrawn(recheck, offices)
    for level, role in (("county", "clerk"), ("province", "leader"), ("nation", "leader")):
        text = text_of(client_at(offices, level, role), recheck.get_absolute_url())
        assert "现在要办什么" not in text
        assert "/do/" not in text
