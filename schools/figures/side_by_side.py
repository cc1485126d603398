"""Figures side by side: headings in one to three rows, and one row of figures below them."""

from collections.abc import Iterator, Mapping

from schools.figures.headings import COUNTY
from schools.figures.spots import Layout, Spot, shown
from schools.ledger import lines
from schools.ledger.blocks import TALLEST_HEADER
from schools.ledger.refusals import refused
from schools.ledger.stacks import stacks
from schools.ledger.units import unit_of
from schools.ledger.vocabulary import Heading, Remembered
from schools.ledger.xlsx.grid import LETTERS, Form, Grid, StoredRow

MOST_HEADERS = 100


def layout(grid: Grid, rows: Mapping[int, StoredRow], seeds: list[int], remembered: Remembered) -> Layout:
    spots: list[Spot] = []
    strangers: list[tuple[str, str]] = []
    hidden: list[int] = []
    if len(seeds) > MOST_HEADERS:
        raise refused("E35", sheet=grid.name, cell=f"A{seeds[MOST_HEADERS]}")
    bands = list(_bands(grid, rows, seeds, remembered))
    for number, (top, bottom) in enumerate(bands):
        before = bands[number + 1][0] if number + 1 < len(bands) else max(rows) + 1
        found, others = _headings_of_band(grid, rows, top, bottom, remembered)
        line = _row_of_figures(grid, rows, found, range(bottom + 1, before))
        hidden.extend([line.number] if line.hidden else [])
        strangers.extend(others)
        for column, (heading, text) in found.items():
            spots.append(Spot(heading, text, f"{LETTERS[column]}{line.number}", line.cells.get(column)))
    return Layout(spots=tuple(spots), strangers=tuple(strangers), hidden=tuple(hidden))


def _bands(
    grid: Grid, rows: Mapping[int, StoredRow], seeds: list[int], remembered: Remembered
) -> Iterator[tuple[int, int]]:
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
                count = len(_headings_of_band(grid, rows, top, top + height - 1, remembered)[0])
                if count > named:
                    best, named = (top, top + height - 1), count
        top, bottom = best
        if bottom + 1 in rows and _is_units(rows[bottom + 1]):
            bottom += 1
        free_from = bottom + 1
        yield top, bottom


def _is_units(row: StoredRow) -> bool:
    return all(cell.form is Form.TEXT and unit_of(cell.text) for cell in row.cells.values())


def _has_numbers(row: StoredRow) -> bool:
    return any(cell.form is not Form.TEXT for cell in row.cells.values())


def _headings_of_band(
    grid: Grid, rows: Mapping[int, StoredRow], top: int, bottom: int, remembered: Remembered
) -> tuple[dict[int, tuple[Heading, str]], list[tuple[str, str]]]:
    """Return the figures that the columns below a header hold, and the headings that are none."""
    found: dict[int, tuple[Heading, str]] = {}
    strangers = []
    for column, entries in stacks(grid, rows, top, bottom, COUNTY):
        texts = [entry.text for entry in entries]
        understood = COUNTY.stacked(texts)
        text = shown("".join(texts))
        heading = understood[0] if understood else remembered.meaning(text)
        if heading:
            found[column] = (heading, text)
        else:
            strangers.append((f"{LETTERS[column]}{entries[-1].row}", text))
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
