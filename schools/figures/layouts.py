"""Layouts: where in a sheet the county's figures stand, whichever way they are laid out.

Either one below the other, a heading and its figure in each line (项目 | 单位 | 填报值, as the template
has them), or side by side, headings in one to three rows and one row of figures below them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from schools.figures.headings import COUNTY, UNIT_COLUMNS, VALUE_COLUMNS
from schools.ledger import lines
from schools.ledger.blocks import TALLEST_HEADER, is_units
from schools.ledger.refusals import refused
from schools.ledger.stacks import stacks
from schools.ledger.texts import cut, folded, visible
from schools.ledger.units import unit_of
from schools.ledger.vocabulary import Heading
from schools.ledger.xlsx.grid import LETTERS, MOST_COLUMNS, Form, Grid, StoredCell, StoredRow

LEAST_SIDE_BY_SIDE = 2
MOST_HEADINGS = 1000
MOST_HEADERS = 100


class Spot(NamedTuple):
    """A figure's heading as it is written, and the cell for its value; *others* are further numbers
    in its line, of which nobody can say which one is meant."""

    heading: Heading
    text: str
    address: str
    cell: StoredCell | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The figures of one sheet, and texts that stand like headings and are none of ours."""

    spots: tuple[Spot, ...]
    strangers: tuple[tuple[str, str], ...]
    hidden: tuple[int, ...]


def find(grid: Grid) -> Layout:
    """Return where the figures of *grid* stand; raise ``LedgerRefused`` E35 where headings stand
    too often and E37 where there are several rows of figures below the same headings."""
    rows = {row.number: row for row in grid.rows}
    meanings = {
        (row.number, column): heading
        for row in grid.rows
        for column, cell in row.cells.items()
        if cell.form is Form.TEXT and (heading := COUNTY.meaning(cell.text))
    }
    if len(meanings) > MOST_HEADINGS:
        raise refused("E35", sheet=grid.name)
    in_rows, in_columns = (Counter(place[axis] for place in meanings) for axis in (0, 1))
    fullest_row, fullest_column = (max(found.values(), default=0) for found in (in_rows, in_columns))
    if fullest_row >= LEAST_SIDE_BY_SIDE and fullest_row > fullest_column:
        return _side_by_side(grid, rows, sorted(in_rows))
    return _Lines(rows, meanings).layout()


class _Lines:
    """A sheet with a figure in each line. Below a header that names a column of values (填报值) only
    what stands to the left of that column is a heading: notes may use the same words."""

    def __init__(self, rows: Mapping[int, StoredRow], meanings: Mapping[tuple[int, int], Heading]) -> None:
        self._rows, self._meanings = rows, meanings
        self._values = self._columns_named(VALUE_COLUMNS)
        self._units = self._columns_named(UNIT_COLUMNS)

    def _columns_named(self, names: frozenset[str]) -> list[tuple[int, int]]:
        """Return the cells that head a column by one of *names*, the lowest first."""
        return sorted(
            (
                (-row.number, column)
                for row in self._rows.values()
                for column, cell in row.cells.items()
                if cell.form is Form.TEXT and folded(cell.text) in names
            ),
        )

    def layout(self) -> Layout:
        by_row: dict[int, list[int]] = {}
        for number, column in sorted(self._meanings):
            by_row.setdefault(number, []).append(column)
        spots: list[Spot] = []
        for number, labels in by_row.items():
            for label, after in zip(labels, [*labels[1:], MOST_COLUMNS], strict=True):
                spot = self._spot(self._rows[number], label, range(label + 1, after))
                spots.extend([spot] if spot else [])
        return Layout(
            spots=tuple(spots),
            strangers=tuple(self._strangers(by_row)),
            hidden=tuple(number for number in by_row if self._rows[number].hidden),
        )

    def _spot(self, row: StoredRow, label: int, span: range) -> Spot | None:
        heading, text = self._meanings[row.number, label], _shown(row.cells[label].text)
        column = _headed(self._values, row.number, span)
        if column:
            unit = _headed(self._units, row.number, span)
            cell, address = row.cells.get(column), f"{LETTERS[column]}{row.number}"
            return Spot(_in_unit(heading, row.cells.get(unit)), text, address, cell)
        if _headed(self._values, row.number, range(1, MOST_COLUMNS)):
            return None
        return _spot_to_the_right(row, label, span, heading)

    def _strangers(self, by_row: Mapping[int, list[int]]) -> Iterator[tuple[str, str]]:
        """Yield what stands where others have their headings, beside something in its line."""
        in_use = {column for columns in by_row.values() for column in columns}
        headers = {-number for number, _ in self._values}
        for number, row in self._rows.items():
            if number in by_row or number in headers or len(row.cells) < 2:
                continue
            for column in sorted(in_use & row.cells.keys()):
                if row.cells[column].form is Form.TEXT:
                    yield f"{LETTERS[column]}{number}", _shown(row.cells[column].text)


def _headed(headers: list[tuple[int, int]], number: int, span: range) -> int:
    """Return the first column of *span* that has one of *headers* above row *number*, or 0."""
    return next((column for row, column in headers if -row < number and column in span), 0)


def _spot_to_the_right(row: StoredRow, label: int, span: range, heading: Heading) -> Spot:
    """Return the first cell to the right of a heading that is not its unit."""
    filled = [column for column in span if column in row.cells]
    unit = None
    if filled and row.cells[filled[0]].form is Form.TEXT and unit_of(row.cells[filled[0]].text):
        unit, filled = filled[0], filled[1:]
    column = filled[0] if filled else (unit or label) + 1
    numbers = [column for column in filled if row.cells[column].form is not Form.TEXT]
    return Spot(
        heading=_in_unit(heading, row.cells[unit] if unit else None),
        text=_shown(row.cells[label].text),
        address=f"{LETTERS[column]}{row.number}",
        cell=row.cells.get(column),
        others=tuple(f"{LETTERS[column]}{row.number}" for column in numbers[1:]),
    )


def _in_unit(heading: Heading, cell: StoredCell | None) -> Heading:
    """Hold what stands in the column of units against the figure's own unit."""
    unit = unit_of(cell.text) if cell and cell.form is Form.TEXT else ""
    if not cell or not unit or unit == heading.column.unit or not heading.column.is_number:
        return heading
    return heading._replace(other_unit=cell.text)


def _side_by_side(grid: Grid, rows: Mapping[int, StoredRow], seeds: list[int]) -> Layout:
    spots: list[Spot] = []
    strangers: list[tuple[str, str]] = []
    hidden: list[int] = []
    if len(seeds) > MOST_HEADERS:
        raise refused("E35", sheet=grid.name, cell=f"A{seeds[MOST_HEADERS]}")
    bands = list(_bands(grid, rows, seeds))
    for number, (top, bottom) in enumerate(bands):
        before = bands[number + 1][0] if number + 1 < len(bands) else max(rows) + 1
        found, others = _headings_of_band(grid, rows, top, bottom)
        line = _row_of_figures(grid, rows, found, range(bottom + 1, before))
        hidden.extend([line.number] if line.hidden else [])
        strangers.extend(others)
        for column, (heading, text) in found.items():
            spots.append(Spot(heading, text, f"{LETTERS[column]}{line.number}", line.cells.get(column)))
    return Layout(spots=tuple(spots), strangers=tuple(strangers), hidden=tuple(hidden))


def _bands(grid: Grid, rows: Mapping[int, StoredRow], seeds: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the rows that make up each header: of those around a seed the band that names most
    figures, with the row of units below it."""
    free_from = 1
    for seed in seeds:
        if seed < free_from:
            continue
        best, named = (seed, seed), 0
        for height in range(1, TALLEST_HEADER + 1):
            for top in range(max(seed - height + 1, free_from), seed + 1):
                band = range(top, top + height)
                if any(number not in rows or _has_numbers(rows[number]) for number in band):
                    continue
                count = len(_headings_of_band(grid, rows, top, top + height - 1)[0])
                if count > named:
                    best, named = (top, top + height - 1), count
        top, bottom = best
        if bottom + 1 in rows and is_units(rows[bottom + 1]):
            bottom += 1
        free_from = bottom + 1
        yield top, bottom


def _has_numbers(row: StoredRow) -> bool:
    return any(cell.form is not Form.TEXT for cell in row.cells.values())


def _headings_of_band(
    grid: Grid, rows: Mapping[int, StoredRow], top: int, bottom: int
) -> tuple[dict[int, tuple[Heading, str]], list[tuple[str, str]]]:
    """Return the figures that the columns below a header hold, and the headings that are none."""
    found: dict[int, tuple[Heading, str]] = {}
    strangers = []
    for column, entries in stacks(grid, rows, top, bottom, COUNTY):
        texts = [entry.text for entry in entries]
        understood = COUNTY.stacked(texts)
        shown = _shown("".join(texts))
        if understood:
            found[column] = (understood[0], shown)
        else:
            strangers.append((f"{LETTERS[column]}{entries[-1].row}", shown))
    return found, strangers


def _row_of_figures(
    grid: Grid, rows: Mapping[int, StoredRow], found: Mapping[int, object], span: range
) -> StoredRow:
    """Return the one row below a header that holds figures, an empty one where there is none."""
    kinds: dict[str, list[StoredRow]] = {"": [], lines.TOTAL: [], lines.NOTE: [], lines.NUMBERING: []}
    for number in span:
        if number in rows and not found.keys().isdisjoint(rows[number].cells):
            kind = lines.why_no_school(rows[number], found.keys(), grid.merges)
            kinds[kind].append(rows[number])
    filled = kinds[""] or kinds[lines.TOTAL]
    if len(filled) > 1:
        raise refused("E37", sheet=grid.name, cell=f"A{filled[1].number}")
    return filled[0] if filled else StoredRow(span.start, False, {})


def _shown(text: str) -> str:
    return cut(visible(text), 40)
