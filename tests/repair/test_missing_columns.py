"""A column that is not there is told, and stops neither the check nor what it suggests for others."""

import random

import pytest
from openpyxl.workbook import Workbook

from schools import suggestions
from schools.ledger import checks, workbook
from schools.ledger.columns import COLUMNS, Column
from schools.ledger.problems import LedgerRefused
from tests.repair.messy import FIRST, orderly, saved


def spoilt(chance: random.Random) -> Workbook:
    """A ledger in which figures are scaled, exchanged and not filled in."""
    book = orderly()
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            if (
                isinstance(cell.value, int | float)
                and not isinstance(cell.value, bool)
                and chance.random() < 0.2
            ):
                cell.value = chance.choice(
                    [None, 0, cell.value * 10_000, cell.value + 0.5, f"{cell.value}元"]
                )
    return book


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_a_ledger_without_a_column_is_checked_to_the_end(column: Column) -> None:
    place = COLUMNS.index(column) + 1
    book = spoilt(random.Random(place))
    for row in book.worksheets[0].iter_rows(min_row=FIRST - 1, min_col=place, max_col=place):
        row[0].value = None
    try:
        reading = workbook.read_bytes(saved(book))
    except LedgerRefused as refusal:
        assert refusal.problem.remedy
        return
    assert column.field not in reading.rows[0].cells
    suggest = suggestions.of_schools(reading, {})
    for problem in checks.check(reading, standard="quality-2017"):
        for change in suggest(problem):
            assert change.cell
