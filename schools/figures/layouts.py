"""Layouts: whichever way a sheet lays out the county's figures, where they stand in it.

Either one below the other, a heading and its figure in each line (项目 | 单位 | 填报值, as the template
has them), or side by side, headings in one to three rows and one row of figures below them.
"""

import re
from collections.abc import Mapping

from schools.figures import side_by_side
from schools.figures.headings import COUNTY, NOTHING_REMEMBERED
from schools.figures.one_a_line import Lines
from schools.figures.spots import Layout, shown
from schools.ledger.refusals import refused
from schools.ledger.texts import half_width
from schools.ledger.vocabulary import Heading, Remembered
from schools.ledger.xlsx.grid import MOST_COLUMNS, Form, Grid, StoredRow

MOST_HEADINGS = 1000
FARTHEST_BELOW = 4  # rows of a header, its units and its codes
_BEGINS_LIKE_A_NUMBER = re.compile(r"[-+\u2212]?\.?[0-9]")


def find(grid: Grid, remembered: Remembered = NOTHING_REMEMBERED) -> Layout:
    """Return where the figures of *grid* stand; raise ``LedgerRefused`` E35 where headings stand
    too often and E37 where there are several rows of figures below the same headings."""
    rows = {row.number: row for row in grid.rows}
    meanings = {
        (row.number, column): heading
        for row in grid.rows
        for column, cell in row.cells.items()
        if column < MOST_COLUMNS
        and cell.form is Form.TEXT
        and (heading := COUNTY.meaning(cell.text) or remembered.meaning(shown(cell.text)))
    }
    if len(meanings) > MOST_HEADINGS:
        raise refused("E35", sheet=grid.name)
    lines = Lines(rows, meanings)
    if meanings and not lines.are_headed() and _read_downwards(rows, meanings):
        seeds = sorted({number for number, _ in meanings})
        return side_by_side.layout(grid, rows, seeds, remembered)
    return lines.layout()


def _read_downwards(rows: Mapping[int, StoredRow], meanings: Mapping[tuple[int, int], Heading]) -> bool:
    """Do more headings have their figure below them than to their right?"""
    below = beside = 0
    for number, column in meanings:
        others = (each for row, each in meanings if row == number and each > column)
        right = ((number, each) for each in range(column + 1, min(others, default=MOST_COLUMNS)))
        under = ((each, column) for each in range(number + 1, number + 1 + FARTHEST_BELOW))
        beside += any(_is_figure(rows, meanings, place) for place in right)
        below += any(_is_figure(rows, meanings, place) for place in under)
    return below > beside


def _is_figure(
    rows: Mapping[int, StoredRow], meanings: Mapping[tuple[int, int], Heading], place: tuple[int, int]
) -> bool:
    number, column = place
    cell = rows[number].cells.get(column) if number in rows and place not in meanings else None
    return cell is not None and (
        cell.form is not Form.TEXT or bool(_BEGINS_LIKE_A_NUMBER.match(half_width(cell.text)))
    )
