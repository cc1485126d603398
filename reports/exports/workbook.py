"""An export as .xlsx: a text is a text by its type, a number is a number."""

from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from indicators.calculation import rounding
from reports.exports.table import Table, Value, like_a_formula

NARROWEST, WIDEST = 8, 60  # of a column, in characters
SAMPLE = 200  # rows that a column's width is taken from


def written(table: Table) -> bytes:
    """Return *table* on one sheet, its headings fixed and filtered by.

    What XML cannot say is left out of texts (control characters), and a carriage return is a line's
    end. A spreadsheet keeps 15 digits of a number; the text form has them all.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "清单"
    for line, row in enumerate((table.headings, *table.rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            assert isinstance(cell, Cell)
            _write(cell, value)
            cell.font = Font(bold=line == 1)
    for column, sample in enumerate(zip(table.headings, *table.rows[:SAMPLE], strict=True), 1):
        width = max(2 * len(str(value)) if isinstance(value, str) else 12 for value in sample)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        if text:
            cell.value = text
            cell.data_type = "s"  # set, not guessed: "=…" would become a formula, "#N/A" an error
            cell.quotePrefix = like_a_formula(value)
    elif value is not None:
        cell.value = Decimal(rounding.text(Fraction(value)))
