"""Tables as plain text (.csv): UTF-8, UTF-16 or GB18030, divided by commas, semicolons or tabs."""

import csv
import io
from collections import Counter
from itertools import islice

from schools.ledger.refusals import refused
from schools.ledger.xlsx.grid import LETTERS, MOST_COLUMNS, Form, Grid, StoredCell, StoredRow
from schools.ledger.xlsx.markup import MOST_CELLS
from schools.ledger.xlsx.sheets import MOST_ROWS
from schools.ledger.xlsx.strings import LONGEST_TEXT

SHEET = "CSV"
DELIMITERS = ",\t;，；|"
LINES_TRIED = 30
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENCODINGS = ("utf-8", "gb18030")
_OTHER_KINDS = (b"PK", b"%PDF", b"{\\rtf", b"GIF8", b"Rar!", b"MZ", b"7z\xbc\xaf")
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def is_table(data: bytes) -> bool:
    """Is *data* text with something that divides columns, and not a web page or another kind of file?"""
    if data.startswith(_OTHER_KINDS):
        return False
    text = _decoded(data)
    if text is None or text.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    return _delimiter(text) != ""


def read(data: bytes) -> Grid:
    """Return the table in *data*, for which ``is_table`` holds; raise ``LedgerRefused`` E04–E26."""
    text = _decoded(data)
    assert text is not None
    grid, cells = Grid(name=SHEET), 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        for number, line in enumerate(lines, 1):
            row = StoredRow(number, False, _cells(line, number))
            cells += len(row.cells)
            if cells > MOST_CELLS:
                raise refused("E21", f"单元格上限是 {MOST_CELLS} 个。")
            if row.cells and number > MOST_ROWS:
                raise refused("E21", f"行数上限是 {MOST_ROWS} 行。")
            if row.cells:
                grid.rows.append(row)
    except csv.Error as fault:
        raise refused("E26" if "field larger" in str(fault) else "E04") from fault
    return grid


def _cells(line: list[str], number: int) -> dict[int, StoredCell]:
    cells = {}
    for column, text in enumerate(line, 1):
        if not text.strip():
            continue
        if column > MOST_COLUMNS:
            raise refused("E22", f"列数上限是 {MOST_COLUMNS} 列。", cell=f"A{number}")
        if len(text) > LONGEST_TEXT:
            raise refused("E26", f"上限是 {LONGEST_TEXT} 字。", cell=f"{LETTERS[column]}{number}")
        # What programs write so that a code stays a text: ="0101" and a leading apostrophe or tab.
        plain = text[2:-1] if text.startswith('="') and text.endswith('"') else text
        form = Form.ERROR if plain.strip().upper() in _ERRORS else Form.TEXT
        cells[column] = StoredCell(plain, form, False)
    return cells


def _decoded(data: bytes) -> str | None:
    """Return *data* as text, or None where it is none."""
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    for encoding in (marked,) if marked else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _has_controls(text):
            return text
    return None


def _has_controls(text: str) -> bool:
    return any(ord(sign) < 32 and sign not in "\t\r\n\x0b\x0c" for sign in set(text))


def _delimiter(text: str) -> str:
    """Return the sign that divides most of the first lines, or an empty text where none does."""
    lines = [line for line in islice(io.StringIO(text), LINES_TRIED) if line.strip()]
    counts = Counter({sign: sum(line.count(sign) for line in lines) for sign in DELIMITERS})
    sign, count = max(counts.items(), key=lambda each: each[1]) if lines else ("", 0)
    return sign if count else ""
