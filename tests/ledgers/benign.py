"""One small ledger in more than forty hands: every file says the same two schools.

Written by openpyxl, XlsxWriter, LibreOffice, xlwt, part by part and as plain text, with the habits of
those who keep ledgers.
"""

import io
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledgers import packages
from tests.ledgers.packages import SHEET_PART, package
from tests.ledgers.sheets import FIRST, HEADINGS, SECOND
from tests.ledgers.test_other_formats import old, text
from tests.ledgers.test_reading import HARMLESS

LINES = (HEADINGS, FIRST, SECOND)
Lines = Sequence[Sequence[object]]


def typed(
    lines: Lines, change: Callable[[Worksheet], object] = lambda sheet: None, name: str = "台账"
) -> bytes:
    """Return *lines* as openpyxl writes them, after *change*."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = name
    for line in lines:
        sheet.append(list(line))
    change(sheet)
    book.save(file)
    return file.getvalue()


def with_cells(**cells: str | float) -> Callable[[], bytes]:
    """Return a maker of the ledger with single cells written in another way."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return lambda: typed(LINES, change)


def two_rows_of_headings() -> bytes:
    top = ("学校标识码", "学校名称", "办学类型", "小学", None)
    below = (None, None, None, "在校生数（人）", "班级数（个）")

    def merge(sheet: Worksheet) -> None:
        for reference in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
            sheet.merge_cells(reference)

    return typed((top, below, FIRST, SECOND), merge)


def by_another_hand() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:E1", "示例县学校台账", book.add_format({"bold": True}))
    for number, line in enumerate(LINES, 1):
        sheet.write_row(number, 0, line)
    sheet.freeze_panes(2, 2)
    sheet.write_comment("C3", "说明")
    book.close()
    return file.getvalue()


def saved_by_libreoffice(ending: str) -> bytes:
    """Return the ledger as LibreOffice saves it as *ending*, ``xlsx``, ``xls`` or ``csv`` in UTF-8."""
    form = f"{ending}:Text - txt - csv (StarCalc):44,34,76" if ending == "csv" else ending
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in" / "ledger.xlsx"
        source.parent.mkdir()
        source.write_bytes(typed(LINES))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [shutil.which("soffice") or "soffice", profile, "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=100)
        return (Path(folder) / f"ledger.{ending}").read_bytes()


BLANK = (None, None, None, None, None)
TOTAL = (None, "合计", None, 165, 4)
SUBTOTAL = (None, "小计", None, 120, 3)
NOTE = ("注：数据截至 9 月 1 日", None, None, None, None)
TITLE = ("示例县义务教育学校台账", None, None, None, None)
FILLED_IN_BY = ("填表人：张三　　填表日期：2025 年 9 月", None, None, None, None)

FILES: Mapping[str, Callable[[], bytes]] = {
    **{f"part by part {number}": build for number, build in enumerate(HARMLESS, 1)},
    "openpyxl": lambda: typed(LINES),
    "XlsxWriter": by_another_hand,
    "xls": lambda: old(*LINES),
    "xls below a title": lambda: old(("示例县台账",), (), *LINES),
    "csv": text,
    "csv with a mark": lambda: text(encoding="utf-8-sig"),
    "csv of Chinese Windows": lambda: text(encoding="gb18030"),
    "tabs in UTF-16": lambda: text("\t", "utf-16"),
    "semicolons": lambda: text(";"),
    "a dimension that lies": lambda: package({SHEET_PART: packages.sheet(before='<dimension ref="A1:B2"/>')}),
    "title rows": lambda: typed((TITLE, BLANK, *LINES)),
    "title and who filled it in": lambda: typed((TITLE, FILLED_IN_BY, *LINES, NOTE)),
    "total below": lambda: typed((*LINES, TOTAL)),
    "subtotal between": lambda: typed((HEADINGS, FIRST, SUBTOTAL, SECOND, TOTAL)),
    "notes below": lambda: typed((*LINES, BLANK, NOTE)),
    "blank lines between": lambda: typed((HEADINGS, FIRST, BLANK, BLANK, SECOND)),
    "headings of two rows": two_rows_of_headings,
    "headings again": lambda: typed((HEADINGS, FIRST, BLANK, HEADINGS, SECOND)),
    "numbers as texts": with_cells(D2="120", E2="3"),
    "full-width digits": with_cells(D2="１２０", E3="１"),
    "units in cells": with_cells(D2="120人", E2="3个"),
    "full-width digits and a unit": with_cells(D2="１２０ 人"),
    "an apostrophe before": with_cells(D2="'120"),
    "blanks around": with_cells(B2="  示例县第一小学　", D2=" 120 "),
    "no-break spaces": with_cells(B2="\u00a0示例县第一小学\u00a0", D3="\u00a045"),
    "zero-width signs": with_cells(B2="示例县\u200b第一小学", D3="45\u200b"),
    "code as a number": with_cells(A2=9901000001),
    "code with blanks": with_cells(A2="99 0100 0001"),
    "type by another word": with_cells(C2="完小", C3="普通小学"),
    "decimal of nothing": with_cells(D2=120.0, D3="45.0"),
    "coloured and commented": lambda: typed(LINES, decorated),
    "filter and frozen panes": lambda: typed(LINES, arranged),
    "other columns": lambda: typed([(*HEADINGS, "电话"), (*FIRST, 1), (*SECOND, 2)]),
    "columns in another order": lambda: typed([tuple(reversed(line)) for line in LINES]),
    "another name of the sheet": lambda: typed(LINES, name="Sheet1 (2)"),
}
OFFICE: Mapping[str, Callable[[], bytes]] = {
    f"LibreOffice {ending}": partial(saved_by_libreoffice, ending) for ending in ("xlsx", "xls", "csv")
}


def decorated(sheet: Worksheet) -> None:
    sheet["C2"].comment = Comment("说明", "某人")
    sheet["D2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["D2"].number_format = '0"人"'


def arranged(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:E3"
    sheet.freeze_panes = "B2"
