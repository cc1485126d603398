"""Every page asks the database as often as ``query_counts.csv`` says, for ten rows and for a thousand.

The pages are those of the routes: one that is not in the table is found. Where a clerk may not see a page,
the leader of his county does.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Round
from assessments.review import subjects
from assessments.roadmap.models import CountyPlan
from counties import lasting
from counties.levels import Level
from counties.models import Division, Officer, User
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.addresses import Arguments, arguments_of, routes
from tests.evidence.shown import shown
from tests.factories import NOW, client_of, officer
from tests.ledgers.rows import school
from tests.steps import STANDARD, YEAR, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

MOST = 12
TABLE = Path(__file__).with_name("query_counts.csv")
# Addresses that answer with a file or with less than a page.
NO_PAGES = {
    "document-signature",
    "dossier-download",
    "download-zip",
    "evidence-file",
    "export",
    "form-download",
    "health",
    "ledger-file",
    "ledger-repair",
    "ledger-template",
    "live-template",
    "paper-download",
    "paper-signature",
    "round-evidence-file",
    "trail-export",
    "verify-key",
}
ASKED = (
    "/?year=2025",
    "/counties/{county}/?year=2025",
    "/counties/{county}/evidence/?year=2025&only=without",
    "/compare/?year=2025&under=99&sort=-over",
    "/results/{results}/?only=short&sort=-books",
    "/search/?q=sl",
    "/assessments/?all=1",
    "/roadmap/?year=2025&state=due",
    "/monitoring/{county}/?year=2025",
)

Counts = dict[str, dict[str, int]]  # by page and person


def rows(count: int) -> list[dict[str, Value]]:
    return [
        school(number % 15, f"示例第{number}小学", "小学", {"primary": 300 + number})
        | {"code": f"9901{number:06d}"}
        for number in range(count)
    ]


def fill(clerk: Officer, count: int) -> list[str]:
    """So many rows of every kind; return the addresses that show them."""
    add_sisters(clerk, count)
    add_people(clerk, count)
    for number in range(min(count, 100)):  # files, each of which is written to the disk
        shown(clerk, f"%PDF-1.4 {number}".encode(), title=f"材料{number}")
    arguments = arguments_of(clerk, workbook(rows(count)))
    ledger = Ledger.objects.get(pk=str(arguments["ledger"]["pk"]))
    add_problems(ledger, count)
    add_versions(ledger, count)
    for each in Round.objects.filter(assessment__pk=str(arguments["assessment"]["pk"])):
        subjects.of_round(each)  # opened once and kept, whoever looks at it first
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a server does so by itself, once it sees the rows
    return list(addresses(clerk, arguments))


def addresses(clerk: Officer, arguments: Arguments) -> Iterator[str]:
    for route in routes():
        if route.name not in NO_PAGES:
            yield reverse(str(route.name), kwargs=arguments.get(str(route.name)))
    for address in ASKED:
        yield address.format(county=clerk.division.code, results=arguments["results"]["pk"])


def add_problems(ledger: Ledger, count: int) -> None:
    LedgerProblem.objects.bulk_create(
        LedgerProblem(ledger=ledger, severity=Severity.QUERY, code=f"rule{number % 9}", message="偏大")
        for number in range(count)
    )


def add_versions(ledger: Ledger, count: int) -> None:
    Ledger.objects.bulk_create(
        Ledger(
            county=ledger.county,
            year=ledger.year,
            kind=ledger.kind,
            version=number + 3,
            standard=ledger.standard,
            filename="x.xlsx",
            sha256=f"{number:064x}",
            size=1,
            state=Ledger.State.REFUSED,
            job=ledger.job,
            uploaded_by=ledger.uploaded_by,
            uploaded_at=NOW - timedelta(days=number),
        )
        for number in range(count)
    )


def add_sisters(clerk: Officer, count: int) -> None:
    """Counties of the same city, each planned, recognised the year before, and with an assessment."""
    names = {f"99{number:04d}": f"县{number}" for number in range(1011, 1011 + count)}
    sisters = Division.objects.bulk_create(
        Division(code=code, name=name, level=Level.COUNTY, parent=clerk.division.parent, valid_from=1980)
        for code, name in names.items()
    )
    opened = {"opened_by": clerk.user, "opened_at": NOW, "moved_at": NOW}
    Assessment.objects.bulk_create(
        Assessment(county=each, year=YEAR, standard=STANDARD, **opened) for each in sisters
    )
    recognised = {"step": "recognised", "held_by": "nation", **opened}
    Assessment.objects.bulk_create(
        Assessment(county=each, year=YEAR - 1, standard=STANDARD, **recognised) for each in sisters
    )
    CountyPlan.objects.bulk_create(
        CountyPlan(county=each, year=YEAR, set_by=clerk.user, set_at=NOW) for each in sisters
    )


def add_people(clerk: Officer, count: int) -> None:
    users = User.objects.bulk_create(User(username=f"person{number}") for number in range(count))
    Officer.objects.bulk_create(
        Officer(user=user, division=clerk.division, role=Officer.Role.VIEWER, began_on=NOW.date())
        for user in users
    )


def counts(people: dict[str, Client], pages: Iterable[str], *, of_one: bool = False) -> Counts:
    """How often each page asks for each of the people who may see it, or, *of_one*, for the first of them."""
    found: Counts = {}
    for page in pages:
        for person, client in people.items():
            seen = found.get(named(page), {})
            if (person == "leader" and "clerk" in seen) or (of_one and seen):
                continue
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(page)
            if answer.status_code == 200:
                assert answer["Content-Type"].startswith("text/html"), page
                found.setdefault(named(page), {})[person] = len(asked)
    return found


def named(page: str) -> str:
    """Name a page as the table does: without the keys of this run's rows."""
    return re.sub(r"/(\d+|[A-Z0-9]{28})(?=/|$)", "/N", page)


def baseline() -> Counts:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            line.pop("page"): {person: int(count) for person, count in line.items() if count}
            for line in csv.DictReader(table)
        }


@pytest.fixture
def people(clerk: Officer, nation_viewer: Officer, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    monkeypatch.setattr(lasting, "NOTICED", timedelta(days=1))  # or the first page after a minute writes, too
    leader = officer("leader", clerk.division, Officer.Role.LEADER)
    return {"nation": client_of(nation_viewer), "clerk": client_of(clerk), "leader": client_of(leader)}


def test_pages_ask_as_often_as_the_table_says_for_few_rows_and_for_many(
    clerk: Officer, people: dict[str, Client]
) -> None:
    with transaction.atomic():
        few = counts(people, fill(clerk, 10))
        transaction.set_rollback(True)
    assert few == baseline()
    assert max(most for of_page in few.values() for most in of_page.values()) <= MOST
    many = counts(people, fill(clerk, 1000), of_one=True)
    assert many.keys() == few.keys()
    assert {
        page: (few[page], many[page]) for page in few if not many[page].items() <= few[page].items()
    } == {}


def test_the_table_would_tell_of_a_query_too_many(clerk: Officer, people: dict[str, Client]) -> None:
    """The control: a page that asks once more is found."""
    with CaptureQueriesContext(connection) as asked:
        people["clerk"].get("/ledgers/")
        Ledger.objects.count()
    assert len(asked) != baseline()["/ledgers/"]["clerk"]


def test_what_is_no_page_is_a_route() -> None:
    assert {str(route.name) for route in routes()} > NO_PAGES
