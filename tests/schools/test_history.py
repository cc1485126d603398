"""Schools over time: what an upload implies is asked, confirmed, and kept."""

from datetime import date

import pytest
from django.test import Client

from counties.models import Officer
from operations.models import AuditEvent
from schools import acceptance, actions
from schools.history import confirming
from schools.history.changes import Kind, Party, implied
from schools.ledger.columns import Value
from schools.models import Ledger, School, SchoolEvent
from tests.factories import NOW
from tests.ledgers.rows import county_rows, school
from tests.steps import accepted, checked, workbook

A, B, C, D = (Party(f"990101000{each}", f"第{each}小学", each * 100) for each in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([A, B], [A, B], []),
        ([A], [A._replace(name="实验小学")], [Kind.RENAMED]),
        ([A], [A._replace(code="9901019999")], [Kind.RECODED]),
        ([A, B, D], [C._replace(name="联合小学", pupils=305), D], [Kind.MERGED]),
        ([C], [A, B], [Kind.SPLIT]),
        ([A, D], [D._replace(pupils=505)], [Kind.MERGED]),
        ([D], [D._replace(pupils=305), A], [Kind.SPLIT]),
        ([A, D], [D], [Kind.CLOSED]),
        ([D], [B, D], [Kind.REOPENED]),
        ([D], [A, D], [Kind.FOUNDED]),
        ([A, B], [C._replace(junior=300)], [Kind.CLOSED, Kind.CLOSED, Kind.FOUNDED]),
        ([A, D], [D._replace(pupils=505, junior=105)], [Kind.CLOSED]),
        ([A, B._replace(junior=200)], [C._replace(junior=205)], [Kind.MERGED]),
    ],
)
def test_what_two_years_imply(before: list[Party], after: list[Party], kinds: list[Kind]) -> None:
    assert [each.kind for each in implied(before, after, frozenset({B.code}))] == kinds


def next_year() -> list[dict[str, Value]]:
    """One school has another name, two became one, one is gone."""
    rows = county_rows()
    rows[0]["name"] = "示例县建设路小学"
    merged = school(40, "示例县河清小学", "小学", {"primary": 388 + 126})
    return [row for number, row in enumerate(rows) if number not in {3, 5, 6}] + [merged]


@pytest.fixture
def changed(clerk: Officer) -> Ledger:
    accepted(clerk, year=2024)
    return checked(clerk, workbook(next_year()))


@pytest.mark.django_db
def test_an_upload_that_implies_changes_says_so_and_asks(changed: Ledger) -> None:
    asked = {p.code: p.school for p in changed.problems.all() if p.change_asked}
    assert asked == {
        "school_renamed": "示例县建设路小学",
        "school_merged": "示例县河清小学",
        "school_closed": "示例县石桥教学点",
    }


@pytest.mark.django_db
def test_a_school_of_an_earlier_version_of_this_year_is_of_no_earlier_year(clerk: Officer) -> None:
    accepted(clerk, year=2024)
    rows = [*county_rows(), school(40, "示例县河清小学", "小学", {"primary": 241})]
    first = accepted(clerk, workbook(rows))
    rows[1]["books"] = 99
    second = checked(clerk, workbook(rows))
    for each in (first, second):
        assert {p.code for p in each.problems.all() if p.change_asked} == {"school_founded"}


@pytest.mark.django_db
def test_a_confirmed_change_is_an_event_an_explanation_and_an_audit_row(
    clerk: Officer, clerk_client: Client, changed: Ledger
) -> None:
    problem = changed.problems.get(code="school_merged")
    address = f"/ledgers/{changed.pk}/problems/{problem.pk}/school/"
    refused = clerk_client.post(address, {"kind": "merged", "on": "2199-01-01"})
    assert (refused.status_code, SchoolEvent.objects.count()) == (409, 0)
    assert clerk_client.post(address, {"kind": "merged", "on": "2025-08-20"}).status_code == 302
    problem.refresh_from_db()
    assert problem.explanation == "合并，自 2025-08-20 起。"
    event = SchoolEvent.objects.get()
    assert [(part.name, part.came_before) for part in event.parts.all()] == [
        ("示例县河东小学", True),
        ("示例县清溪小学", True),
        ("示例县河清小学", False),
    ]
    assert AuditEvent.objects.filter(action="problem.explained").exists()
    page = clerk_client.get("/ledgers/schools/9901000004/").content.decode()
    assert "合并" in page
    assert "示例县河清小学" in page


@pytest.mark.django_db
def test_a_school_keeps_its_identity_under_a_new_name(clerk_client: Client, changed: Ledger) -> None:
    officer = Officer.objects.get(user__username="clerk")
    reading = actions.read_again(changed)
    acceptance.accept(ledger=changed, reading=reading, by=officer, at=NOW)
    assert School.objects.get(code="9901000001").name == "示例县建设路小学"
    page = clerk_client.get("/ledgers/schools/9901000001/").content.decode()
    assert "示例县第一小学" in page
    assert "2024" in page


@pytest.mark.django_db
def test_what_asks_about_no_change_confirms_none(clerk: Officer, changed: Ledger) -> None:
    problem = changed.problems.create(severity="query", code="outlier", message="偏大")
    with pytest.raises(actions.Refused):
        confirming.confirm(problem=problem, kind=Kind.CLOSED, on=date(2025, 9, 1), note="", by=clerk, at=NOW)
