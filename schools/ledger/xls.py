"""Old .xls files (BIFF), by the library xlrd: only ever met in the process that reads uploaded files.

What the library makes of a hostile file, an exception or endless work, ends here or with the process.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc

from schools.ledger.problems import LedgerRefused
from schools.ledger.refusals import refused
from schools.ledger.xlsx.figures import calendar_date, plain
from schools.ledger.xlsx.grid import LETTERS, MOST_COLUMNS, Form, Grid, Merge, StoredCell, StoredRow
from schools.ledger.xlsx.markup import MOST_CELLS
from schools.ledger.xlsx.sheets import LARGEST_MERGE, MOST_MERGES, MOST_ROWS
from schools.ledger.xlsx.strings import LONGEST_TEXT

MOST_SHEETS = 30
_RECORD = struct.Struct("<HH")
_BOUNDSHEET, _SUPBOOK, _FILEPASS, _END_OF_FILE = 0x85, 0x1AE, 0x2F, 0x0A
_INTERNAL_BOOKS = (b"\x01\x04", b"\x01\x3a")  # references within the workbook, and to add-ins


def sheets(data: bytes) -> Iterator[tuple[Grid, bool]]:
    """Yield the sheets of the .xls file *data*; raise ``LedgerRefused``."""
    _inspect_records(data)
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except MemoryError:
        raise
    except xlrd.XLRDError as fault:
        raise refused("E02" if "ncrypted" in str(fault) else "E04") from fault
    except Exception as fault:  # the library checks little before it trusts a figure in the file
        raise refused("E04") from fault
    if len(book.sheet_names()) > MOST_SHEETS:
        raise refused("E28", f"工作表上限是 {MOST_SHEETS} 张。")
    budget = MOST_CELLS
    for sheet in book.sheets():
        grid = _grid(book, sheet)
        budget -= sum(len(row.cells) for row in grid.rows)
        if budget < 0:
            raise refused("E21", f"单元格上限是 {MOST_CELLS} 个。", sheet=grid.name)
        yield grid, sheet.visibility == 0


def _inspect_records(data: bytes) -> None:
    """Go through the records of the workbook's globals: passwords, macro sheets, links to elsewhere."""
    for kind, body in _records(_stream(data)):
        if kind == _END_OF_FILE:
            return
        if kind == _FILEPASS:
            raise refused("E02")
        if kind == _BOUNDSHEET and len(body) > 5 and body[5] in {1, 6}:
            raise refused("E14", "有宏工作表。")
        if kind == _SUPBOOK and body[2:4] not in _INTERNAL_BOOKS:
            raise refused("E15")


def _stream(data: bytes) -> bytes:
    try:
        container = CompDoc(data, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            stream = container.get_named_stream(name)
            if stream:
                return bytes(stream)
    except Exception as fault:
        raise refused("E04") from fault
    raise refused("E13", "里面没有工作簿。")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + _RECORD.size <= len(stream):
        kind, size = _RECORD.unpack_from(stream, place)
        place += _RECORD.size
        yield kind, stream[place : place + size]
        place += size


def _grid(book: Any, sheet: Any) -> Grid:
    grid = Grid(name=sheet.name)
    for number in range(sheet.nrows):
        cells = {
            column + 1: cell
            for column in range(sheet.row_len(number))
            if (cell := _stored(book, sheet, number, column)) is not None
        }
        if not cells:
            continue
        if number >= MOST_ROWS:
            raise refused("E21", f"行数上限是 {MOST_ROWS} 行。", sheet=sheet.name)
        if max(cells) > MOST_COLUMNS:
            raise refused("E22", f"列数上限是 {MOST_COLUMNS} 列。", sheet=sheet.name)
        hidden = number in sheet.rowinfo_map and bool(sheet.rowinfo_map[number].hidden)
        grid.rows.append(StoredRow(number + 1, hidden, cells))
    grid.hidden_columns.update(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    grid.merges.extend(_merges(sheet))
    return grid


def _merges(sheet: Any) -> Iterator[Merge]:
    if len(sheet.merged_cells) > MOST_MERGES:
        raise refused("E25", f"上限是 {MOST_MERGES} 处。", sheet=sheet.name)
    for top, bottom, left, right in sheet.merged_cells:
        if (bottom - top) * (min(right, MOST_COLUMNS) - left) > LARGEST_MERGE:
            raise refused("E25", sheet=sheet.name)
        yield Merge(top + 1, left + 1, bottom, right)


def _stored(book: Any, sheet: Any, row: int, column: int) -> StoredCell | None:
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        if len(cell.value) > LONGEST_TEXT:
            raise _at(sheet, row, column, "E26", f"上限是 {LONGEST_TEXT} 字。")
        return StoredCell(cell.value, Form.TEXT, False) if cell.value.strip() else None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return StoredCell(str(int(bool(cell.value))), Form.BOOL, False)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return StoredCell(xlrd.error_text_from_code.get(cell.value, "#ERR"), Form.ERROR, False)
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return _number(book, sheet, row, column)
    return None


def _number(book: Any, sheet: Any, row: int, column: int) -> StoredCell:
    cell = sheet.cell(row, column)
    try:
        text = plain(repr(cell.value))
    except ValueError as fault:
        raise _at(sheet, row, column, "E27") from fault
    if cell.ctype == xlrd.XL_CELL_DATE:
        return StoredCell(calendar_date(text, from_1904=book.datemode == 1), Form.DATE, False)
    pattern = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    return StoredCell(text, Form.PERCENT if "%" in pattern else Form.NUMBER, False)


def _at(sheet: Any, row: int, column: int, code: str, detail: str = "") -> LedgerRefused:
    letters = LETTERS[column + 1] if column < MOST_COLUMNS else ""
    return refused(code, detail, sheet=sheet.name, cell=f"{letters}{row + 1}" if letters else "")
