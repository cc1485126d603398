"""What was read of a ledger: rows of typed values that remember their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from schools.ledger.alterations import Alteration
from schools.ledger.columns import Value
from schools.ledger.problems import Near, Problem, Remark


class Cell(NamedTuple):
    """Where a value stands and what was written there, as text."""

    address: str
    text: str


class RowCells(Mapping[str, Cell]):
    """The cells of a row by field, each made when it is asked for: few of them ever are.

    *columns* are the letters of the fields' columns, the same for a whole table; *texts* is what stands in
    those cells of row *number* that are filled.
    """

    __slots__ = ("columns", "number", "texts")

    def __init__(self, columns: Mapping[str, str], number: int, texts: Mapping[str, str]) -> None:
        self.columns, self.number, self.texts = columns, number, texts

    def __getitem__(self, field: str) -> Cell:
        return Cell(f"{self.columns[field]}{self.number}", self.texts.get(field, ""))

    def __contains__(self, field: object) -> bool:
        return field in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


NO_CELLS = RowCells({}, 0, {})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One school's line. *values* holds every field of the contract that was read, ``None`` where
    the cell is empty or unreadable; *cells* holds the cell of every field whose column is there."""

    sheet: str
    number: int
    values: Mapping[str, Value]
    cells: RowCells

    @property
    def code(self) -> str:
        return str(self.values.get("code") or "")

    @property
    def name(self) -> str:
        return str(self.values.get("name") or "")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A whole ledger as read: its rows, and what already went wrong in reading them.

    *fields* are the columns that were found; *notices* say what was passed over, for the reader;
    *remarks* is what stands in the list of problems of a workbook that comes back;
    *alterations* are the first of the *altered* cells that were read otherwise than they are written;
    *near* are the headings that nearly match, about which the clerk is asked.
    """

    rows: tuple[Row, ...]
    fields: frozenset[str]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    alterations: tuple[Alteration, ...] = ()
    altered: int = 0
    near: tuple[Near, ...] = ()
