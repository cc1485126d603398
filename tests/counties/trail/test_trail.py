"""The auditor reads what was done and refused in his office and below, newest first, and takes it away."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from counties.models import Division, Officer
from counties.trail import paging
from operations import append_only, audit, verification
from operations.models import AuditEvent
from reports.exports import trail as exported
from tests.factories import NOW, client_of, officer, whole

pytestmark = pytest.mark.django_db

Role = Officer.Role
MOST_QUERIES = 12
LINKED = re.compile(r'href="/trail/(\d+)/"')


def append(stream: str, number: int = 1, **more: Any) -> AuditEvent:
    said: dict[str, Any] = {
        "action": "ledger.received",
        "object": f"ledger:{number}",
        "actor": "clerk",
        "at": NOW + timedelta(minutes=number),
    }
    return audit.append(stream=stream, **said | more)


def above(division: Division, code: str) -> Division:
    return division if division.code == code else above(division.parent or division, code)


@pytest.fixture
def reader(clerk: Officer) -> Client:
    """The county's auditor; that he came in is no event here."""
    return client_of(officer("auditor", clerk.division, Role.AUDITOR))


@pytest.fixture(autouse=True)
def nothing_yet(clerk: Officer, reader: Client) -> None:
    append_only.lift(connection, AuditEvent._meta.db_table)
    AuditEvent.objects.all().delete()
    append_only.guard(connection, AuditEvent._meta.db_table)


def listed(client: Client, query: str = "") -> list[int]:
    page = client.get(f"/trail/?{query}")
    assert page.status_code == 200
    return [int(pk) for pk in LINKED.findall(page.content.decode())]


def test_the_auditor_begins_with_the_trail_and_others_do_not(reader: Client, clerk: Officer) -> None:
    assert reader.get("/", follow=True).redirect_chain == [("/trail/", 302)]
    accounts = client_of(officer("accounts", clerk.division, Role.ACCOUNTS))
    assert accounts.get("/")["Location"] == "/posts/"
    for address in ("/trail/", "/reports/exports/trail.csv"):
        refused = accounts.get(address)
        assert refused.status_code == 403
        assert "只由审计员查看" in refused.content.decode()


def test_one_sees_what_concerns_ones_office_and_those_below(reader: Client, clerk: Officer) -> None:
    to_the_county = append("990101", office="990100 示例市")
    by_the_county = append("access", 2, action="access.refused", office="990101 示例县")
    append("990102", 3, office="990101 示例县")  # to its neighbour
    append("access", 4, office="990100 示例市")
    append("operations", 5)
    assert listed(reader) == [by_the_county.pk, to_the_county.pk]
    for code, count in (("990100", 4), ("990000", 4), ("000000", 5)):
        auditor = officer(f"auditor-{code}", above(clerk.division, code), Role.AUDITOR)
        assert len(listed(client_of(auditor), "person=clerk")) == count, code


def test_who_comes_is_seen_by_the_auditor_of_his_office(reader: Client, neighbours_clerk: Officer) -> None:
    for name in ("clerk", neighbours_clerk.user.username, "nobody"):
        Client().post("/login/", {"username": name, "password": "wrong"})
    assert AuditEvent.objects.filter(action="account.login_refused").count() == 3
    assert [AuditEvent.objects.get(pk=pk).actor for pk in listed(reader)] == ["clerk"]


def test_each_filter_leaves_what_it_says(reader: Client) -> None:
    early, late = append("990101", 1), append("990101", 60 * 24 * 3, actor="other")
    other = append("990101", 2, action="ledger.accepted", object="ledger:77", refused=True)
    asked = {
        "since=2025-09-21": [late],
        "until=2025-09-20": [other, early],
        "since=2025-09-20&until=2025-09-20": [other, early],
        "deed=ledger.accepted": [other],
        "person=other": [late],
        "person=clerk": [other, early],
        "object=台账 77": [other],
        "object=ledger:77": [other],
        "refused=1": [other],
        "office=990101": [late, other, early],
        "office=示例县": [late, other, early],
        "office=990102": [],
        "office=nowhere": [],
        "deed=nonsense&since=nonsense&object=": [late, other, early],
        "since=9999-12-31&until=0001-01-01": [late, other, early],
    }
    found = {query: listed(reader, query) for query in asked}
    assert found == {query: [each.pk for each in events] for query, events in asked.items()}


def test_pages_follow_one_another_both_ways_without_a_gap(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SHOWN", 3)
    made = [append("990101", number // 2).pk for number in range(8)]  # two at each moment
    assert made[::-1] == (
        listed(reader) + listed(reader, f"before={made[5]}") + listed(reader, f"before={made[2]}")
    )
    assert listed(reader, f"after={made[1]}") == made[4:1:-1]
    assert listed(reader, "before=999999999") == listed(reader, "after=x") == made[:4:-1]
    newest = reader.get("/trail/").content.decode()
    assert "较早的一页" in newest and "较新的一页" not in newest
    oldest = reader.get(f"/trail/?before={made[2]}").content.decode()
    assert "较新的一页" in oldest and "较早的一页" not in oldest


def test_an_event_says_who_when_what_and_where_it_stands(reader: Client, clerk: Officer) -> None:
    first = append("990101", 1)
    more: dict[str, Any] = {"office": "990101 示例县", "role": "clerk", "reason": "漏了一所学校"}
    event = append(
        "990101", 2, detail={"file": "<b>台账</b>.xlsx", "role": "leader"}, **more, before="a" * 64
    )
    last = append("990101", 3)
    made = audit.anchor(stream="990101", at=NOW)
    page = reader.get(f"/trail/{event.pk}/").content.decode()
    for said in (
        "上传台账",
        "台账 2",
        "990101 示例县 填报员",
        "2025-09-20 10:02:00",
        "漏了一所学校",
        "负责人",
    ):
        assert said in page, said
    assert "&lt;b&gt;台账" in page and "<b>台账" not in page
    assert all(digest in page for digest in (event.hash, first.hash, "a" * 64))
    assert f'href="/trail/{first.pk}/"' in page and f'href="/trail/{last.pk}/"' in page
    assert f"第 {made.number} 号锚点为本条作证" in page and "签名相符" in page
    assert "还没有做过" in page
    verification.note(verification.examine(["审计记录"]), by="audit_verify", at=NOW + timedelta(days=1))
    checked = reader.get(f"/trail/{event.pk}/").content.decode()
    assert f"本条在内；那时本流核对到第 {made.number} 号锚点" in checked


def test_a_changed_event_is_shown_as_such(reader: Client) -> None:
    append("990101", 1)
    event = append("990101", 2)
    append("990101", 3)
    assert "不一致" not in reader.get(f"/trail/{event.pk}/").content.decode()
    append_only.lift(connection, AuditEvent._meta.db_table)
    AuditEvent.objects.filter(pk=event.pk).update(actor="somebody else")
    assert "内容与摘要不符" in reader.get(f"/trail/{event.pk}/").content.decode()
    AuditEvent.objects.filter(seq=1).delete()
    assert "上一条缺失" in reader.get(f"/trail/{event.pk}/").content.decode()


def test_the_list_is_taken_away_as_filtered_and_that_is_in_the_trail(reader: Client) -> None:
    append("990101", 1, actor="=1+1")
    append("990101", 2, refused=True)
    answer = reader.get("/reports/exports/trail.csv?refused=1")
    lines = list(csv.reader(io.StringIO(whole(answer).decode("utf-8-sig"), newline="")))
    assert [line[1] for line in lines] == ["编号", "2"]
    event = AuditEvent.objects.get(action="trail.exported")
    assert (event.actor, event.stream, event.detail["rows"]) == ("auditor", "990101", "1")
    assert event.detail["filter"] == {"refused": "True"}
    book = openpyxl.load_workbook(io.BytesIO(whole(reader.get("/reports/exports/trail.xlsx?person==1%2B1"))))
    cell = book.worksheets[0]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert reader.get("/reports/exports/trail.pdf").status_code == 404


def test_too_many_for_one_file_are_refused_and_none_is_left_out(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported, "MOST", 2)
    append("990101", 1), append("990101", 2)
    assert reader.get("/reports/exports/trail.csv").status_code == 200  # which is the third event
    refused = reader.get("/reports/exports/trail.csv")
    assert refused.status_code == 422
    assert "请按时间分段" in refused.content.decode()


def test_pages_ask_as_often_for_many_events_as_for_few_and_never_count(reader: Client) -> None:
    def asked(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(address).status_code == 200
        return [query["sql"] for query in captured]

    event = append("990101", 1)
    addresses = ("/trail/", f"/trail/{event.pk}/", "/trail/?office=示例&person=clerk&deed=ledger.received")
    few = [len(asked(address)) for address in addresses]
    for number in range(120):
        append("990101", number)
    many = [asked(address) for address in (*addresses, f"/trail/?before={event.pk + 60}")]
    assert [len(each) for each in many[:3]] == few
    assert max(map(len, many)) <= MOST_QUERIES
    of_events = [sql for each in many for sql in each if 'FROM "operations_auditevent"' in sql]
    assert of_events and not any("COUNT(" in sql or "OFFSET" in sql for sql in of_events)
