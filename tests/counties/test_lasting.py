"""A log-in ends when its time is up, and at once when the person's rights change; and it says why."""

import doctest
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from counties import lasting
from counties.models import Officer
from operations.models import AuditEvent
from tests.factories import client_of
from tests.steps import sent

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 3, 10, 1, tzinfo=UTC)
Later = Callable[..., None]


@pytest.fixture
def later(request: pytest.FixtureRequest) -> Later:
    """The clock stands, and goes on by as much as it is told."""
    travel = time_machine.travel(BEGAN, tick=False)
    clock = travel.start()
    request.addfinalizer(travel.stop)
    return lambda **span: clock.shift(timedelta(**span))


def is_in(client: Client) -> bool:
    return client.get("/posts/").status_code == 200


def events() -> list[tuple[str, str, str]]:
    found = AuditEvent.objects.filter(action="account.timed_out")
    return [(each.actor, each.office, each.reason) for each in found]


def test_whoever_goes_on_working_stays_in_and_whoever_does_not_is_out(later: Later, clerk: Officer) -> None:
    client = client_of(clerk)
    for _ in range(5):
        later(minutes=59)
        assert is_in(client)
    later(minutes=60)
    gone = client.get("/ledgers/?year=2025")
    assert gone["Location"] == "/login/?next=/ledgers/%3Fyear%3D2025"
    told = client.get(gone["Location"]).content.decode()
    assert "超过 1 小时没有操作，为安全起见已自动退出。请重新登录，登录后回到刚才的页面" in told
    assert events() == [("clerk", f"{clerk.division.code} {clerk.division}", told_reason(told))]
    client.post("/login/", {"username": "clerk", "password": "correct horse 1949"})
    assert is_in(client)
    assert lasting.ENDED not in client.session


def told_reason(page: str) -> str:
    begin = page.index("超过")
    return page[begin : page.index("。", begin) + 1]


def test_no_log_in_lasts_for_ever(later: Later, clerk: Officer) -> None:
    client = client_of(clerk)
    for _ in range(23):
        later(minutes=31)
        assert is_in(client)
    later(minutes=31)
    assert not is_in(client)
    assert "登录已满 12 小时" in client.get("/login/").content.decode()


def test_an_installation_says_how_long(later: Later, clerk: Officer, settings: Settings) -> None:
    settings.SESSION_IDLE, client = timedelta(minutes=15), client_of(clerk)
    later(minutes=15)
    assert not is_in(client)
    assert "超过 15 分钟没有操作" in client.get("/login/").content.decode()


def test_a_page_that_asks_for_itself_is_nobody_at_work(later: Later, clerk: Officer) -> None:
    ledger, client = sent(clerk), client_of(clerk)
    for _ in range(2):
        later(minutes=29)
        assert client.get(f"/ledgers/{ledger.pk}/progress/").status_code == 200
    later(minutes=29)
    assert not is_in(client)


def test_a_log_in_from_before_this_was_counted_begins_now(later: Later, clerk: Officer) -> None:
    client = client_of(clerk)
    session = client.session
    del session[lasting.CAME], session[lasting.SEEN]
    session.save()
    later(hours=5)
    assert is_in(client)
    later(minutes=60)
    assert not is_in(client)


@pytest.mark.parametrize("change", ["password", "inactive", "epoch"])
def test_a_change_of_rights_ends_every_session_and_says_so(change: str, clerk: Officer) -> None:
    browsers = [client_of(clerk), client_of(clerk)]
    assert all(map(is_in, browsers))
    user = clerk.user
    if change == "password":
        user.set_password("another horse 1949")
    user.is_active = change != "inactive"
    user.epoch += change == "epoch"  # what a transfer and the end of a post do
    user.save()
    for browser in browsers:
        assert not is_in(browser)
        assert "密码或岗位有变动" in browser.get("/login/").content.decode()


def test_what_was_typed_comes_back_when_time_was_up(later: Later, clerk: Officer) -> None:
    client = client_of(clerk)
    later(hours=2)
    page = {"Referer": "http://testserver/assessments/7/"}
    form = {"comment": "已核对<b>全部</b>学校", "empty": "", "csrfmiddlewaretoken": "secret"}
    answer = client.post("/assessments/7/do/submit/", form, headers=page)
    assert isinstance(answer, HttpResponse)
    told = answer.content.decode()
    assert answer.status_code == 401
    assert "已核对&lt;b&gt;全部&lt;/b&gt;学校" in told and "secret" not in told
    assert 'href="/login/?next=/assessments/7/"' in told
    assert "超过 1 小时没有操作" in told


def test_examples_come_out_as_written() -> None:
    found = doctest.testmod(lasting)
    assert found.attempted
    assert not found.failed
