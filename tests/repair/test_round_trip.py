"""The repair workbook comes back: with its suggestions in it and the 疑点 explained it is accepted."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from assessments import actions as assessments
from counties.models import Officer
from schools import mending, registry
from schools.ledger.problems import Severity
from schools.models import Ledger
from tests.factories import NOW
from tests.ledgers.rows import county_rows, reading
from tests.repair.messy import MESSY, Messy
from tests.steps import checked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "messy", [*MESSY[:2], MESSY[-1], *(pytest.param(each, marks=pytest.mark.proof) for each in MESSY[2:-1])]
)
def test_a_messy_ledger_is_accepted_on_the_second_upload(clerk: Officer, messy: Messy) -> None:
    registry.enter(clerk.division, reading(county_rows()).rows)
    ledger = checked(clerk, messy.content())
    assert ledger.problems.filter(severity=Severity.ERROR).exists() == messy.has_errors, list(
        ledger.problems.values_list("code", "cell", "message", "changes")
    )
    assert {messy.code} <= set(ledger.problems.values_list("code", flat=True))
    again = checked(clerk, used(mending.workbook(ledger)))
    assert again.version == 2
    left = list(again.problems.filter(severity=Severity.ERROR).values_list("code", "cell", "message"))
    assert not left
    unexplained = again.problems.filter(severity=Severity.QUERY, explanation="")
    assert not [p for p in unexplained if p.code in explained_codes(ledger)]
    assert assessments.accept_ledger(ledger=again, by=clerk, at=NOW).state == Ledger.State.ACCEPTED


def explained_codes(ledger: Ledger) -> set[str]:
    return {p.code for p in ledger.problems.filter(severity=Severity.QUERY) if not p.changes}


def used(content: bytes) -> bytes:
    """What a clerk does with a repair workbook: she types the suggested values into the cells that the
    list links to, and an explanation where there is none."""
    book = load_workbook(BytesIO(content))
    listed = book.worksheets[0]
    assert listed.title == "问题清单"
    for row in listed.iter_rows(min_row=4, max_col=12):
        level, sheet, cell, suggested = (row[each].value for each in (1, 3, 4, 9))
        if suggested:
            target = book.worksheets[book.sheetnames.index(str(sheet))][str(cell)]
            assert isinstance(target, Cell)
            target.value = suggested
            target.number_format = "General"
        elif level == "【疑点】":
            row[10].value = "核对过，属实"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()
