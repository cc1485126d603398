"""The contents of a worksheet as stored, before anything is understood of them."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MOST_COLUMNS = 200


class Form(StrEnum):
    """In what form a cell keeps its value."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    PERCENT = "percent"
    UNCALCULATED = "uncalculated"  # a formula whose result was never stored


class StoredCell(NamedTuple):
    text: str
    form: Form
    is_formula: bool


class StoredRow(NamedTuple):
    """A row with something in it; *cells* by column number, from 1."""

    number: int
    hidden: bool
    cells: dict[int, StoredCell]


class Merge(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The contents of one sheet, its rows from the top."""

    name: str
    rows: list[StoredRow] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)


_COLUMN = re.compile(r"[A-Z]{1,3}")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")


def letters(column: int) -> str:
    """Return the letters of a column number.

    >>> letters(1), letters(26), letters(27), letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


LETTERS = ("", *(letters(column) for column in range(1, MOST_COLUMNS + 1)))


def column_number(text: str) -> int:
    """Return the number of a column's letters; raise ``ValueError`` where there is no such column."""
    if not _COLUMN.fullmatch(text):
        raise ValueError(text)
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    if number > LAST_COLUMN:
        raise ValueError(text)
    return number


def row_number(text: str) -> int:
    """Return the number of a row as written; raise ``ValueError`` where there is no such row."""
    if not _ROW.fullmatch(text) or int(text) > LAST_ROW:
        raise ValueError(text)
    return int(text)


def merged_range(text: str) -> Merge:
    """Return the range written as ``A1:C2``; raise ``ValueError`` where it is none."""
    match = _RANGE.fullmatch(text)
    if not match:
        raise ValueError(text)
    left, top, right, bottom = match.groups()
    merge = Merge(
        row_number(top),
        column_number(left),
        row_number(bottom or top),
        column_number(right or left),
    )
    if merge.bottom < merge.top or merge.right < merge.left:
        raise ValueError(text)
    return merge
