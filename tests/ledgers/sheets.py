"""Small ledgers typed the way people type them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from schools.ledger import workbook
from schools.ledger.rows import Reading

Line = Sequence[str | int | float | Decimal | date | None]

HEADINGS = ("学校标识码", "学校名称", "办学类型", "小学在校生数（人）", "小学班级数（个）")
FIRST = ("9901000001", "示例县第一小学", "小学", 120, 3)
SECOND = ("9901000002", "示例县第二小学", "小学", 45, 1)


def save(path: Path, sheets: Mapping[str, Sequence[Line]], merges: Sequence[str] = ()) -> Path:
    """Write *sheets* of lines to *path*, with *merges* on the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                if value is not None:
                    sheet.cell(number, column).value = value
    for reference in merges:
        book.worksheets[0].merge_cells(reference)
    book.save(path)
    return path


def read(path: Path, *lines: Line, merges: Sequence[str] = ()) -> Reading:
    """Return the reading of one sheet of *lines*."""
    return workbook.read(save(path, {"台账": lines}, merges))


def pupils(reading: Reading) -> list[tuple[str, object]]:
    return [(row.name, row.values["pupils_primary"]) for row in reading.rows]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]
