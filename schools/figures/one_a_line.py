"""Figures one below the other: a heading and its figure in each line."""

from collections.abc import Iterator, Mapping

from schools.figures.headings import UNIT_COLUMNS, VALUE_COLUMNS
from schools.figures.spots import Layout, Spot, shown
from schools.ledger.texts import folded
from schools.ledger.units import unit_of
from schools.ledger.vocabulary import Heading
from schools.ledger.xlsx.grid import LETTERS, MOST_COLUMNS, Form, StoredCell, StoredRow


class Lines:
    """A sheet with a figure in each line. Below a header that names a column of values (填报值) only
    what stands to the left of that column is a heading: notes may use the same words."""

    def __init__(self, rows: Mapping[int, StoredRow], meanings: Mapping[tuple[int, int], Heading]) -> None:
        self._rows, self._meanings = rows, meanings
        self._values = self._columns_named(VALUE_COLUMNS)
        self._units = self._columns_named(UNIT_COLUMNS)

    def are_headed(self) -> bool:
        """Does a column of values stand above and to the right of some heading?"""
        return any(
            _headed(self._values, number, range(column + 1, MOST_COLUMNS))
            for number, column in self._meanings
        )

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
        heading, text = self._meanings[row.number, label], shown(row.cells[label].text)
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
                    yield f"{LETTERS[column]}{number}", shown(row.cells[column].text)


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
        text=shown(row.cells[label].text),
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
