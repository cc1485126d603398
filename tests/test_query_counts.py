"""Every page asks the database the same few times, whether it shows ten rows or two hundred."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from counties.levels import Level
from counties.models import Division, Officer
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.factories import NOW
from tests.ledgers.rows import school
from tests.steps import judged, workbook

pytestmark = pytest.mark.django_db

MOST = 12


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
        "/compare/?year=2025&under=99&sort=-over",
        "/ledgers/",
        ledger,
        f"{ledger}progress/",
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
        found[page] = len(asked)
    return found


@pytest.fixture(params=["clerk", "nation"])
def client(request: pytest.FixtureRequest) -> Client:
    fixture = {"clerk": "clerk_client", "nation": "nation_viewer_client"}[request.param]
    found: Client = request.getfixturevalue(fixture)
    return found


def test_pages_ask_few_times_and_as_often_for_many_rows_as_for_few(clerk: Officer, client: Client) -> None:
    with transaction.atomic():
        few = counts(client, fill(clerk, 10))
        transaction.set_rollback(True)
    assert max(few.values()) <= MOST
    many = counts(client, fill(clerk, 200))
    assert list(many.values()) == list(few.values()), (few, many)
