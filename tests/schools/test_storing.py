"""Rows are stored past the ORM, and the ORM finds what it would have stored."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from counties.models import Officer
from schools import actions, registry, storing
from schools.ledger.columns import COLUMNS, Kind, Value
from schools.ledger.rows import Reading, Row
from schools.models import Ledger, SchoolYear
from tests.forging import unguarded
from tests.steps import checked

pytestmark = pytest.mark.django_db

ODD: dict[Kind, tuple[Value, ...]] = {
    Kind.INT: (0, 2_147_483_647, None),
    Kind.BOOL: (True, False, None),
    Kind.TEXT: ("a\tb\\n\\N", "行\n尾\r", "'; --", "𠮷校\\", None),
    Kind.DECIMAL2: (Decimal("0.1"), Decimal("999999999.123456"), Decimal("1E+3"), Decimal("0.000001"), None),
}


@pytest.fixture
def ledger(clerk: Officer) -> Ledger:
    return checked(clerk)


def read(ledger: Ledger) -> Reading:
    reading = actions.read_again(ledger)
    assert isinstance(reading, Reading)
    return reading


def with_odd_values(row: Row, turn: int) -> Row:
    odd = {
        column.field: values[turn % len(values)]
        for column in COLUMNS
        if (values := ODD.get(column.kind)) and column.field != "code"
    }
    return replace(row, values={**row.values, **odd}, sheet="台\t账\\")


def test_what_is_stored_is_what_the_orm_stores(ledger: Ledger) -> None:
    rows = [with_odd_values(row, turn) for turn, row in enumerate(read(ledger).rows)]
    schools = registry.enter(ledger.county, rows)
    storing.store(ledger, rows, schools)
    ours = list(SchoolYear.objects.filter(ledger=ledger).order_by("row"))
    with unguarded(SchoolYear):
        SchoolYear.objects.filter(ledger=ledger).delete()
    SchoolYear.objects.bulk_create(
        SchoolYear(ledger=ledger, school_id=schools[row.code], sheet=row.sheet, row=row.number, **row.values)
        for row in rows
    )
    theirs = list(SchoolYear.objects.filter(ledger=ledger).order_by("row"))
    assert [each.values for each in ours] == [each.values for each in theirs]
    assert [(each.sheet, each.school_id) for each in ours] == [
        (each.sheet, each.school_id) for each in theirs
    ]
    for row, kept in zip(rows, ours, strict=True):
        assert kept.values == dict(row.values)


def test_a_school_twice_is_refused_by_the_table_as_ever(ledger: Ledger) -> None:
    rows = read(ledger).rows
    schools = registry.enter(ledger.county, rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        storing.store(ledger, (*rows, rows[0]), schools)
    assert not SchoolYear.objects.filter(ledger=ledger).exists()
