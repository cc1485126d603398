"""So many an hour for each officer, counted in the trail by all web processes together."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from counties import pace
from counties.models import Officer
from counties.pace import Pace
from operations import audit
from operations.models import AuditEvent
from tests.factories import client_of

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 3, 10, 1, 30, 20, tzinfo=UTC)  # 09:30:20 here
PACES = (pace.UPLOADS, pace.EVIDENCE, pace.PARCELS, pace.EXPORTS)


Clock = Callable[..., None]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock stands, and goes on by as much as it is told."""
    with time_machine.travel(BEGAN, tick=False) as travel:
        yield lambda **span: travel.shift(timedelta(**span))


@pytest.fixture(autouse=True)
def two_an_hour(settings: Settings) -> None:
    settings.AN_HOUR = dict.fromkeys(settings.AN_HOUR, 2)


def do(of: Pace, username: str, *, at: datetime) -> None:
    audit.append(stream="990101", action=of.deeds[-1], object="x", actor=username, at=at)


def ask(client: Client, of: Pace) -> tuple[int, str, str]:
    """Ask in the way that is limited; what is asked for is nothing, and that is answered otherwise."""
    addresses = {
        "uploads": "/ledgers/upload/",
        "evidence": "/evidence/upload/",
        "parcels": "/reports/downloads/",
        "exports": "/reports/exports/problems/1.csv",
    }
    address = addresses[of.name]
    file = {"file": SimpleUploadedFile("x.xlsx", b"no workbook"), "year": "2025", "standard": "quality-2017"}
    given = file if of is pace.UPLOADS else {}
    answer = client.get(address) if of.method == "GET" else client.post(address, given)
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.content.decode()


@pytest.mark.parametrize("of", PACES, ids=lambda each: each.name)
def test_the_third_within_an_hour_is_told_when_to_come_again(of: Pace, clock: Clock, clerk: Officer) -> None:
    client = client_of(clerk)
    do(of, "clerk", at=BEGAN - timedelta(minutes=50))
    assert of.free_at("clerk", at=BEGAN) is None
    do(of, "clerk", at=BEGAN - timedelta(minutes=5))
    status, wait, page = ask(client, of)
    assert status == 429
    assert f"{of.what}太频繁，请 09:41 以后再试" in page
    assert int(wait) == 10 * 60 + 41  # up to the whole minute after the first is an hour old
    assert AuditEvent.objects.filter(action="access.refused", detail__status="429").exists()
    clock(seconds=int(wait))
    assert ask(client, of)[0] in {404, 422}


def test_others_are_not_counted_and_a_form_may_be_looked_at(
    clock: Clock, clerk: Officer, neighbours_clerk: Officer
) -> None:
    for _ in range(2):
        do(pace.UPLOADS, "clerk", at=BEGAN)
    assert ask(client_of(clerk), pace.UPLOADS)[0] == 429
    assert ask(client_of(clerk), pace.EVIDENCE)[0] != 429
    assert ask(client_of(neighbours_clerk), pace.UPLOADS)[0] == 422
    assert client_of(clerk).get("/ledgers/upload/").status_code == 200


def test_refused_files_count_and_what_was_turned_away_does_not(clock: Clock, clerk: Officer) -> None:
    client = client_of(clerk)
    assert [ask(client, pace.UPLOADS)[0] for _ in range(5)] == [422, 422, 429, 429, 429]
    clock(minutes=59)
    assert ask(client, pace.UPLOADS)[0] == 429
    clock(minutes=2)
    assert ask(client, pace.UPLOADS)[0] == 422
