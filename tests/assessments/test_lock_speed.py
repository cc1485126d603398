"""The lock stays quick while PostgreSQL believes tables empty that have just been filled."""

import pytest
from django.db import connection

from assessments.models import Assessment
from counties.levels import Level
from counties.models import Division, Officer
from tests.factories import NOW
from tests.steps import STANDARD, YEAR, accepted

pytestmark = [pytest.mark.broker, pytest.mark.django_db]

COUNTIES = 1000
LONGEST = "5s"  # for one statement, where the tables multiplied took more than a minute


def test_a_ledger_is_stored_among_many_counties_that_nobody_has_counted(clerk: Officer) -> None:
    counties = Division.objects.bulk_create(
        Division(code=f"99{number}", name=f"县{number}", level=Level.COUNTY, valid_from=1980)
        for number in range(2000, 2000 + COUNTIES)
    )
    opened = {"opened_by": clerk.user, "opened_at": NOW, "moved_at": NOW}
    Assessment.objects.bulk_create(
        Assessment(county=each, year=year, standard=STANDARD, **opened)
        for each in counties
        for year in (YEAR, YEAR - 1)
    )
    another = connection.copy()  # which sees no row of an open transaction
    with another.cursor() as cursor:
        cursor.execute("ANALYZE assessments_assessment, counties_division")
    another.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'assessments_assessment'")
        assert cursor.fetchone() == (0,)
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
    assert accepted(clerk).state == "accepted"
