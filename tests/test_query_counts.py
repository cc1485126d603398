"""Every page asks the database as often as ``query_counts.csv`` says, for ten rows and for a thousand."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from counties.levels import Level
from counties.models import Division, Officer
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.factories import NOW, client_of
from tests.ledgers.rows import school
from tests.steps import judged, workbook

pytestmark = pytest.mark.django_db

MOST = 12
TABLE = Path(__file__).with_name("query_counts.csv")


def rows(count: int) -> list[dict[str, Value]]:
    return [
        school(number % 15, f"示例第{number}小学", "小学", {"primary": 300 + number})
        | {"code": f"9901{number:06d}"}
        for number in range(count)
    ]


def fill(clerk: Officer, count: int) -> list[str]:
    """So many schools, problems, versions and sister counties; return the pages that show them."""
    calculation = judged(clerk, workbook(rows(count)))
    add_problems(calculation.ledger, count)
    add_versions(calculation.ledger, count)
    add_sisters(clerk.division, count)
    ledger, results = f"/ledgers/{calculation.ledger.pk}/", f"/results/{calculation.pk}/"
    return [
        "/?year=2025",
        f"/counties/{clerk.division.code}/?year=2025",
        f"/counties/{clerk.division.code}/evidence/?year=2025",
        "/compare/?year=2025&under=99&sort=-over",
        "/ledgers/",
        ledger,
        f"{ledger}progress/",
        f"{ledger}compare/",
        f"{ledger}problems/",
        results,
        f"{results}?only=short&sort=-books",
        f"{results}items/",
        "/manual/",
        "/search/?q=sl",
        "/standards/",
        "/standards/quality-2017/",
        "/standards/quality-2017/sports_area/",
        f"{results}primary/sports_area/",
        f"{results}primary/{rows(1)[0]['code']}/sports_area/",
        f"/reports/{calculation.pk}/",
    ]


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
            version=number + 2,
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


def add_sisters(county: Division, count: int) -> None:
    names = {f"99{number:04d}": f"县{number}" for number in range(1011, 1011 + count)}
    Division.objects.bulk_create(
        Division(code=code, name=name, level=Level.COUNTY, parent=county.parent, valid_from=1980)
        for code, name in names.items()
    )


def counts(client: Client, pages: list[str]) -> dict[str, int]:
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        found[named(page)] = len(asked)
    return found


def named(page: str) -> str:
    """Name a page as the table does: without the keys of this run's rows."""
    return re.sub(r"/\d+/", "/N/", page)


def baseline(person: str) -> dict[str, int]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {line["page"]: int(line[person]) for line in csv.DictReader(table)}


@pytest.mark.parametrize("person", ["clerk", "nation"])
def test_pages_ask_as_often_as_the_table_says_for_few_rows_and_for_many(
    clerk: Officer, nation_viewer: Officer, person: str
) -> None:
    client = client_of({"clerk": clerk, "nation": nation_viewer}[person])
    with transaction.atomic():
        few = counts(client, fill(clerk, 10))
        transaction.set_rollback(True)
    assert few == baseline(person)
    assert max(few.values()) <= MOST
    assert counts(client, fill(clerk, 1000)) == few


def test_the_table_would_tell_of_a_query_too_many(clerk: Officer) -> None:
    """The control: a page that asks once more is found."""
    [page] = [page for page in fill(clerk, 10) if page == "/ledgers/"]
    with CaptureQueriesContext(connection) as asked:
        client_of(clerk).get(page)
        Ledger.objects.count()
    assert len(asked) != baseline("clerk")[page]
