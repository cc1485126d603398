"""A table that is no .xlsx, an old .xls or a .csv, as a workbook: each cell where it stood, as it stood."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from schools.ledger import books, plain_text
from schools.ledger.xlsx import ole, timeless
from schools.ledger.xlsx.grid import Form, Grid, StoredCell


def workbook_of(data: bytes) -> bytes:
    """Return *data* itself where it is an .xlsx workbook, and its cells in a new one where not."""
    if not (ole.is_ole(data) or plain_text.is_table(data)):
        return data
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid, visible in books.opened(data).sheets:
        sheet = book.create_sheet(grid.name)
        sheet.sheet_state = "visible" if visible else "hidden"
        _fill(sheet, grid)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "converted.xlsx"
        timeless.save(book, path)
        return path.read_bytes()


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for row in grid.rows:
        for column, stored in row.cells.items():
            cell = sheet.cell(row.number, column)
            assert isinstance(cell, Cell)
            _write(cell, stored)
    for merge in grid.merges:
        sheet.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)


def _write(cell: Cell, stored: StoredCell) -> None:
    if stored.form in {Form.NUMBER, Form.PERCENT}:
        cell.value = Decimal(stored.text)
        cell.number_format = "0.00%" if stored.form is Form.PERCENT else "General"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", stored.text)
    cell.data_type = "s"  # whatever a text begins with, it is no formula
