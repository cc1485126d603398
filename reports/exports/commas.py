"""An export as .csv: UTF-8 with the mark by which spreadsheets know it (BOM)."""

import csv
from fractions import Fraction
from io import StringIO

from indicators.calculation import rounding
from reports.exports.table import Table, Value, like_a_formula

MARK = b"\xef\xbb\xbf"
APOSTROPHE = "'"  # before a text, tells a spreadsheet to take it as it is


def written(table: Table) -> bytes:
    """Return *table* as text. A text that might be taken for a formula begins with an apostrophe;
    numbers stand with all their digits."""
    lines = StringIO(newline="")
    csv.writer(lines).writerows([_text(value) for value in row] for row in (table.headings, *table.rows))
    return MARK + lines.getvalue().encode()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return APOSTROPHE + value if like_a_formula(value) else value
    return rounding.text(Fraction(value))
