"""Tables as plain data: what stands in each cell, already rounded. One form for page, print and workbook."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from indicators.calculation import rounding

MISSING = "未填报"
OPEN = "未定"
NONE = "——"
NEAR = Fraction(1, 50)  # what reaches a limit by less than this part of it is near it


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: *text* is what is read, *number* what a workbook holds, with *places* decimals.

    *below* the standard, *below_floor* also under its floor; *near* reaches it by less than 2 %;
    *missing* is not known; *rounded* shows on the other side of a limit than it is.
    It is as wide as *columns* columns.
    """

    text: str
    number: Decimal | None = None
    places: int = 0
    below: bool = False
    below_floor: bool = False
    near: bool = False
    missing: bool = False
    rounded: bool = False
    columns: int = 1

    @property
    def css(self) -> str:
        """The classes of the cell, by which page and print mark it."""
        marks = {
            "text": self.number is None and self.text != NONE,
            "none": self.text == NONE,
            "below": self.below,
            "floor": self.below_floor,
            "near": self.near,
            "missing": self.missing,
            "rounded": self.rounded,
        }
        return " ".join(name for name, holds in marks.items() if holds)


def words(text: str, *, columns: int = 1) -> Cell:
    return Cell(text=text, columns=columns)


def unknown(text: str = MISSING) -> Cell:
    return Cell(text=text, missing=True)


def number(shown: str) -> Cell:
    """Return a cell with a decimal text as it is shown; the workbook holds the same digits."""
    value = Decimal(shown)
    exponent = value.as_tuple().exponent
    return Cell(text=shown, number=value, places=-exponent if isinstance(exponent, int) else 0)


def count(value: int | Fraction | None) -> Cell:
    return unknown() if value is None else number(str(int(value)))


def fraction(value: Fraction, places: int) -> Cell:
    return number(rounding.shown(value, places))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: *code* is its L-number, *over* a heading it shares with its neighbours, *within*
    a narrower one below that; *width* is its share of the table's width; *figures* says that it
    holds nothing but numbers, *brief* nothing but a word that needs one line."""

    heading: str
    width: int
    code: str = ""
    over: str = ""
    within: str = ""
    figures: bool = False
    brief: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """All that stands over the column, from the top."""
        return (*filter(None, (self.over, self.within)), self.heading)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading over *columns* columns and *rows* rows of the head."""

    text: str
    columns: int = 1
    rows: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows that belong together, as a stage's; *limits* is what they are measured against. Where
    *again* is given, a workbook repeats these headings before the rows, as on a new page."""

    label: str
    rows: tuple[Row, ...]
    limits: tuple[Row, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; *stub* gives the groups' labels a first column of their own. In a workbook the
    caption takes *caption_rows*, and the headings *spare_rows* more than they need. Each of its rows
    is at least *tall* millimetres, where something is to be written in."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()
    stub: bool = False
    caption_rows: int = 1
    spare_rows: int = 0
    tall: int = 0

    @property
    def head(self) -> tuple[tuple[Heading, ...], ...]:
        """The rows of the head: shared headings where there are any, headings, and L-numbers."""
        depth = max(len(column.headings) for column in self.columns)
        rows: list[list[Heading]] = [[] for _ in range(depth + any(column.code for column in self.columns))]
        corner = 0
        while self.stub and not self.columns[corner].heading:
            corner += 1
        if corner:
            rows[0].append(Heading(text="", columns=corner, rows=len(rows)))
        _place(self.columns[corner:], rows, depth)
        return tuple(map(tuple, rows))

    @property
    def widths(self) -> tuple[str, ...]:
        """The columns' widths in print, as parts of the whole."""
        whole = sum(column.width for column in self.columns)
        return tuple(f"{rounding.shown(Fraction(column.width * 100, whole), 2)}%" for column in self.columns)

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)


def _place(columns: tuple[Column, ...], rows: list[list[Heading]], depth: int, level: int = 0) -> None:
    """Enter in *rows* what stands over *columns* from *level* down; a heading with none below it
    reaches down to the L-number, and without one to the rows of the table."""
    for shared, neighbours in groupby(columns, key=lambda column: column.headings[: level + 1]):
        together = tuple(neighbours)
        if together[0].headings != shared:
            rows[level].append(Heading(text=shared[-1], columns=len(together)))
            _place(together, rows, depth, level + 1)
            continue
        for column in together:
            down = (depth if column.code else len(rows)) - level
            rows[level].append(Heading(text=column.heading, rows=down))
            if column.code:
                rows[depth].append(Heading(text=column.code))


def plain(caption: str, columns: tuple[Column, ...], rows: tuple[Row, ...], *notes: str) -> Table:
    """Return a table of one group."""
    return Table(caption=caption, columns=columns, groups=(Group(label="", rows=rows),), notes=notes)
