"""Texts that stand over a column, in the rows of a header and in its merged cells."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schools.ledger.vocabulary import STAGES, Vocabulary
from schools.ledger.xlsx.grid import MOST_COLUMNS, Grid, StoredRow


class Entry(NamedTuple):
    """A text over a column and the cell that holds it, which may be to the left or above."""

    row: int
    column: int
    text: str


def stacks(
    grid: Grid, rows: Mapping[int, StoredRow], top: int, bottom: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, list[Entry]]]:
    """Yield each column's number and the texts over it from the top, merged cells once each."""
    lines = [_line(grid, rows, number) for number in range(top, bottom + 1)]
    for column in sorted({column for line in lines for column in line}):
        entries = list(dict.fromkeys(line[column] for line in lines if column in line))
        if entries[-1].column != column:  # to the right of a heading merged over several columns
            continue
        if column in lines[-1]:
            first = next(place for place, line in enumerate(lines) if column in line)
            groups = [_open_group(line, column, vocabulary) for line in lines[:first]]
            entries = [group for group in groups if group] + entries
        yield column, entries


def _line(grid: Grid, rows: Mapping[int, StoredRow], number: int) -> dict[int, Entry]:
    line = {column: Entry(number, column, cell.text) for column, cell in rows[number].cells.items()}
    for merge in grid.merges:
        if merge.top <= number <= merge.bottom and merge.top in rows:
            anchor = rows[merge.top].cells.get(merge.left)
            for column in range(merge.left, min(merge.right, MOST_COLUMNS) + 1) if anchor else ():
                line[column] = Entry(merge.top, merge.left, anchor.text if anchor else "")
    return line


def _open_group(line: Mapping[int, Entry], column: int, vocabulary: Vocabulary) -> Entry | None:
    """Return the stage that is written once and left blank over the columns to its right."""
    left = max((each for each in line if each < column), default=0)
    if column in line or not left:
        return None
    named = [name for name in STAGES if name in line[left].text]
    return line[left] if len(named) == 1 and not vocabulary.meaning(line[left].text) else None
