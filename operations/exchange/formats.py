"""Tables as files: texts stay texts, numbers numbers; what comes in passes the gate first."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import tablib
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from import_export.formats.base_formats import CSV, XLSX, Format
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = int | float | Decimal | str | None
NUMBERS = (int, float, Decimal)
# What a spreadsheet takes for the beginning of a formula, and what it drops before looking.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")


class TableRefused(Exception):
    """The file is not taken; the message is for the administrator."""


def read(data: bytes) -> list[list[str]]:
    """Return the lines of the table in *data*, headings first, or raise ``TableRefused``."""
    reader: Callable[[bytes], list[list[str]]] = import_string(settings.TABLE_READER)
    return reader(data)


def told(value: object) -> Cell:
    """Return *value* as it stands in a cell: a number as it is, everything else as a text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, NUMBERS):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def defused(text: str) -> str:
    """Return *text* as plain text may carry it: marked as a text where a program would calculate it.

    >>> defused("=1+1"), defused(" @x"), defused("一小")
    ("'=1+1", "' @x", '一小')
    """
    return f"'{text}" if text.lstrip(" '").startswith(STARTS) else text


def armed(text: str) -> str:
    """Undo ``defused``."""
    return text[1:] if text.startswith("'") and text.lstrip(" '").startswith(STARTS) else text


class Text(CSV):
    """Plain text with a byte order mark, so that Excel shows Chinese."""

    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset: tablib.Dataset, **_options: Any) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        for line in ([*(dataset.headers or [])], *dataset):
            cells = map(told, line)
            writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in cells])
        return out.getvalue().encode("utf-8-sig")

    def is_binary(self) -> bool:
        return True


class Sheet(XLSX):
    """A workbook in which every text is stored as a text."""

    def get_title(self) -> str:
        return "xlsx"

    def export_data(self, dataset: tablib.Dataset, **_options: Any) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for number, line in enumerate(([*(dataset.headers or [])], *dataset), 1):
            for column, value in enumerate(map(told, line), 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type, cell.quotePrefix = "s", True
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class Table(Format):
    """Whichever of the two the file is."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "xlsx / csv"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        headings, *lines = read(in_stream)
        return tablib.Dataset(*lines, headers=headings)
