"""Blocks: where in a sheet a table of schools begins and ends, and what its columns mean.

The header (表头) is found by the headings themselves, wherever it stands: below titles, over one to
three rows, under merged groups, several times in a sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from schools.ledger import headings
from schools.ledger.columns import Column
from schools.ledger.refusals import refused
from schools.ledger.stacks import stacks
from schools.ledger.texts import cut, half_width, visible
from schools.ledger.units import unit_of
from schools.ledger.vocabulary import STAGES, Remembered
from schools.ledger.xlsx.grid import LETTERS, Form, Grid, StoredRow

TALLEST_HEADER = 3
MOST_HEADERS = 100
IDENTITY = {"code", "name"}

_NAMES_A_SCHOOL = re.compile(r"标\s*识\s*码|名\s*称|代\s*码|校\s*名|全\s*称|^\W*学\s*校\W*$")
_CODE = re.compile(r"[0-9A-Za-z]{10}")


class Over(NamedTuple):
    """A heading over a column: where it stands and what is written there."""

    address: str
    text: str


class Place(NamedTuple):
    """A column of the sheet and the column of the contract it holds."""

    number: int
    column: Column
    over: Over


@dataclass(frozen=True, kw_only=True)
class Block:
    """One table of schools: its header begins at row *top*, its schools at *first*.

    *columns* and *over* are by column number. What could not be taken is kept beside them: headings
    that are none of ours, that stand twice, that name another unit, that carry a remark, and those
    that were made out by the name of the sheet alone or as the county once answered.
    """

    sheet: str
    top: int
    first: int
    columns: Mapping[int, Column]
    over: Mapping[int, Over]
    others: tuple[Over, ...]
    repeated: tuple[tuple[Column, tuple[Over, ...]], ...]
    other_units: tuple[tuple[Column, Over, str], ...]
    remarked: tuple[tuple[Column, Over], ...]
    by_sheet: tuple[tuple[Column, Over], ...]
    as_answered: tuple[tuple[Column, Over], ...]

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns.values()}

    @property
    def has_figures(self) -> bool:
        """A list of schools' names and types alone is no ledger."""
        mentioned = [
            *self.columns.values(),
            *(column for column, _ in self.repeated),
            *(column for column, _, _ in self.other_units),
        ]
        return any(column.is_number and column.field != "built_year" for column in mentioned)


def find(grid: Grid, remembered: Remembered = headings.NOTHING_REMEMBERED) -> list[Block]:
    """Return the blocks of *grid* from the top; raise ``LedgerRefused`` E35 for too many headers."""
    blocks: list[Block] = []
    rows = {row.number: row for row in grid.rows}
    tried, free_from = 0, 1
    for row in grid.rows:
        if row.number < free_from or not _may_be_header(row, remembered):
            continue
        tried += 1
        if tried > MOST_HEADERS:
            raise refused("E35", sheet=grid.name, cell=f"A{row.number}")
        block = _at(grid, rows, row.number, free_from, remembered)
        if block:
            blocks.append(block)
            free_from = block.first
    return blocks


def _may_be_header(row: StoredRow, remembered: Remembered) -> bool:
    for cell in row.cells.values():
        if cell.form is Form.TEXT:
            ours = _NAMES_A_SCHOOL.search(cell.text)
            heading = headings.meaning(cell.text) if ours else remembered.meaning(cell.text)
            if heading and heading.column.field in IDENTITY:
                return True
    return False


def _at(
    grid: Grid, rows: Mapping[int, StoredRow], seed: int, free_from: int, remembered: Remembered
) -> Block | None:
    """Return the block whose header takes in row *seed*: of the bands of rows around it the one
    that names most columns, and of those the lowest."""
    best: Block | None = None
    for height in range(1, TALLEST_HEADER + 1):
        for top in range(max(seed - height + 1, free_from), seed + 1):
            band = [rows.get(number) for number in range(top, top + height)]
            if any(row is None or (row.number != seed and _is_data(row)) for row in band):
                continue
            block = _read_header(grid, rows, top, top + height - 1, remembered)
            if best is None or len(block.over) > len(best.over):
                best = block
    if best is None or len(best.over) < 2 or not best.fields & IDENTITY:
        return None
    below = rows.get(best.first)
    if below is None or not _is_units(below):
        return best
    return _read_header(grid, rows, best.top, best.first, remembered)


def _is_data(row: StoredRow) -> bool:
    return any(
        cell.form is not Form.TEXT or _CODE.fullmatch(half_width(cell.text)) for cell in row.cells.values()
    )


def _is_units(row: StoredRow) -> bool:
    return len(row.cells) > 1 and all(
        cell.form is Form.TEXT and unit_of(cell.text) for cell in row.cells.values()
    )


class _Header:
    """What is gathered while the columns of a header are read from left to right."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self.found: dict[str, list[Place]] = {}
        self.answered: dict[str, list[Place]] = {}
        self.by_sheet: dict[str, list[Place]] = {}
        self.others: list[Over] = []
        self.other_units: list[tuple[Column, Over, str]] = []
        self.remarked: list[tuple[Column, Over]] = []

    def add(self, number: int, texts: list[str], over: Over, stage: str) -> None:
        understood = headings.stacked(texts, stage)
        heading, by_sheet = understood or (self._remembered.meaning(over.text), False)
        if heading is None:
            self.others.append(over)
            return
        if heading.other_unit:
            self.other_units.append((heading.column, over, heading.other_unit))
            return
        if heading.remark:
            self.remarked.append((heading.column, over))
        where = self.answered if heading.answered else self.by_sheet if by_sheet else self.found
        where.setdefault(heading.column.field, []).append(Place(number, heading.column, over))

    def block(self, sheet: str, top: int, bottom: int) -> Block:
        """Return the block under this header. A column made out by its sheet's name alone gives way to
        one that names its stage, one that was once answered for to either; of two equal ones neither
        is taken."""
        guessed = {each: places for each, places in self.by_sheet.items() if each not in self.found}
        passed_over = [places for each, places in self.by_sheet.items() if each in self.found]
        plain = self.found | guessed
        answered = {each: places for each, places in self.answered.items() if each not in plain}
        passed_over += [places for each, places in self.answered.items() if each in plain]
        found = plain | answered
        once = [places[0] for places in found.values() if len(places) == 1]
        return Block(
            sheet=sheet,
            top=top,
            first=bottom + 1,
            columns={place.number: place.column for place in once},
            over={place.number: place.over for place in once},
            others=(*self.others, *(place.over for places in passed_over for place in places)),
            repeated=tuple(
                (places[0].column, tuple(place.over for place in places))
                for places in found.values()
                if len(places) > 1
            ),
            other_units=tuple(self.other_units),
            remarked=tuple(self.remarked),
            by_sheet=tuple((place.column, place.over) for places in guessed.values() for place in places),
            as_answered=tuple((place.column, place.over) for place in once if place.column.field in answered),
        )


def _read_header(
    grid: Grid, rows: Mapping[int, StoredRow], top: int, bottom: int, remembered: Remembered
) -> Block:
    named = [name for name in STAGES if name in grid.name]
    header = _Header(remembered)
    for number, entries in stacks(grid, rows, top, bottom, headings.LEDGER):
        texts = [entry.text for entry in entries]
        place = entries[-1]
        over = Over(f"{LETTERS[number]}{place.row}", cut(visible("".join(texts)), 40))
        header.add(number, texts, over, named[0] if len(named) == 1 else "")
    return header.block(grid.name, top, bottom)
