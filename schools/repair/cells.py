"""Cells of one sheet: given other values or other styles, in place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from schools.ledger.problems import Change
from schools.ledger.xlsx.grid import column_number, letters
from schools.repair import splice
from schools.repair.splice import Splice
from schools.repair.styles import Styles

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Place = tuple[int, int]


def place(address: str) -> Place | None:
    """Return row and column of an address, None where it is none."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), column_number(match[1])) if match else None


@dataclass
class Cell:
    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    end: int = 0
    formula: tuple[str, str] = ("", "")  # its type and the number of the shared one


@dataclass
class Row:
    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)


class _Reader:
    """One pass over a sheet's part, for the places of its rows and cells."""

    def __init__(self, data: bytes) -> None:
        self.rows: dict[int, Row] = {}
        self.shared: list[tuple[str, int, int]] = []
        self.end_of_rows, self.empty = 0, ""
        self._data, self._parser = data, expat.ParserCreate()
        self._number = self._column = 0
        self._row: Row | None = None
        self._cell: Cell | None = None
        self._formula = (0, "")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local, at = name.rpartition(":")[2], self._parser.CurrentByteIndex
        if local == "c" and self._row is not None:
            found = place(attributes.get("r", ""))
            self._column = found[1] if found else self._column + 1
            self._cell = Cell(name, attributes, at, _end_of(at, self._data))
            self._row.cells[self._column] = self._cell
        elif local == "row":
            self._number = int(attributes["r"]) if "r" in attributes else self._number + 1
            self._column = 0
            self._row = self.rows[self._number] = Row(name, attributes, at, _end_of(at, self._data))
        elif local == "f" and self._cell is not None:
            kind, key = attributes.get("t", "normal"), attributes.get("si", "")
            self._cell.formula = (kind, key)
            self._formula = (at, key if kind == "shared" else "")

    def _end(self, name: str) -> None:
        local, at = name.rpartition(":")[2], self._parser.CurrentByteIndex
        if local == "c" and self._cell is not None:
            self._cell.end = _end(at, self._data, self._cell.inner)
            self._cell = None
        elif local == "f" and self._cell is not None and self._formula[1]:
            self.shared.append((self._formula[1], self._formula[0], _end_of(at, self._data)))
        elif local == "row" and self._row is not None:
            self._row.end = _end(at, self._data, self._row.inner)
            self._row.close = at if self._row.end != self._row.inner else self._row.inner
            self._row = None
        elif local == "sheetData":
            self.end_of_rows = at
            self.empty = "" if self._data[at : at + 2] == b"</" else name


class Sheet:
    """Where the cells of a sheet stand in its part."""

    def __init__(self, data: bytes) -> None:
        self.data = splice.utf8(data)
        self.rows: dict[int, Row] = {}
        self.shared: list[tuple[str, int, int]] = []
        self.end_of_rows = 0
        self.empty = ""  # the name of a sheetData without anything in it
        self._read()

    def _read(self) -> None:
        reader = _Reader(self.data)
        self.rows, self.shared, self.end_of_rows = reader.rows, reader.shared, reader.end_of_rows
        self.empty = reader.empty

    def edited(
        self, values: Mapping[Place, Change], colours: Mapping[Place, bool], styles: Styles
    ) -> Iterator[Splice]:
        """Yield the splices that set *values* and colour the places of *colours* (True for 错误)."""
        cleared = styles.coloured
        for number, row in self.rows.items():
            for column, cell in row.cells.items():
                spot, old = (number, column), cell.attributes.get("s", "0")
                base = cleared.get(old, old)
                style = self._style(spot, base, values, colours, styles)
                if spot in values:
                    yield Splice(cell.start, cell.end, _written(cell.name, spot, style, values[spot]))
                elif style != old:
                    begin = splice.tag(
                        cell.name, {**cell.attributes, "s": style}, empty=cell.end == cell.inner
                    )
                    yield Splice(cell.start, cell.inner, begin)
        yield from self._unshared(values)
        yield from self._missing(values, colours, styles)

    def _style(
        self,
        spot: Place,
        style: str,
        values: Mapping[Place, Change],
        colours: Mapping[Place, bool],
        styles: Styles,
    ) -> str:
        if spot in values:
            style = styles.plain(style, number=values[spot].number)
        return styles.marked(style, error=colours[spot]) if spot in colours else style

    def _unshared(self, values: Mapping[Place, Change]) -> Iterator[Splice]:
        """Where a cell that others share their formula with is overwritten, those keep their results."""
        gone = {
            cell.formula[1]
            for number, row in self.rows.items()
            for column, cell in row.cells.items()
            if (number, column) in values and cell.formula[0] == "shared"
        }
        overwritten = [
            (cell.start, cell.end)
            for number, row in self.rows.items()
            for column, cell in row.cells.items()
            if (number, column) in values
        ]
        for key, start, end in self.shared:
            if key in gone and not any(first <= start < last for first, last in overwritten):
                yield Splice(start, end, b"")

    def _missing(
        self, values: Mapping[Place, Change], colours: Mapping[Place, bool], styles: Styles
    ) -> Iterator[Splice]:
        absent: dict[int, list[int]] = {}
        for number, column in sorted({*values, *colours}):
            if number not in self.rows or column not in self.rows[number].cells:
                absent.setdefault(number, []).append(column)
        prefix = next((row.name[:-3] for row in self.rows.values()), self.empty.removesuffix("sheetData"))
        for number, columns in absent.items():
            cells = {
                column: _written(
                    f"{prefix}c",
                    (number, column),
                    self._style((number, column), "0", values, colours, styles),
                    values.get((number, column)),
                )
                for column in columns
            }
            yield from self._placed(number, cells, prefix)

    def _placed(self, number: int, cells: Mapping[int, bytes], prefix: str) -> Iterator[Splice]:
        row = self.rows.get(number)
        if row is not None and row.end > row.inner:
            by_place: dict[int, bytes] = {}
            for column, written in cells.items():
                after = [cell.start for each, cell in row.cells.items() if each > column]
                at = min(after, default=row.close)
                by_place[at] = by_place.get(at, b"") + written
            for at, written in by_place.items():
                yield Splice(at, at, written)
            return
        contents = b"".join(cells.values())
        if row is not None:
            begin = splice.tag(row.name, row.attributes)
            yield Splice(row.start, row.end, begin + contents + f"</{row.name}>".encode())
        elif not self.empty:
            later = [each.start for each_number, each in self.rows.items() if each_number > number]
            at = min(later, default=self.end_of_rows)
            whole = f'<{prefix}row r="{number}">'.encode() + contents + f"</{prefix}row>".encode()
            yield Splice(at, at, whole)


def _end(at: int, data: bytes, inner: int) -> int:
    return inner if data[at : at + 2] != b"</" else data.index(b">", at) + 1


def _end_of(at: int, data: bytes) -> int:
    match = splice.TAG.match(data, at)
    assert match
    return match.end()


def _written(name: str, spot: Place, style: str, change: Change | None) -> bytes:
    """A cell with its value: a number, or a text that no program takes for a formula."""
    number, column = spot
    begin = f'<{name} r="{letters(column)}{number}" s="{style}"'
    prefix = name[:-1]
    if change is None:
        return f"{begin}/>".encode()
    if change.number and _NUMBER.fullmatch(change.value):
        return f"{begin}><{prefix}v>{change.value}</{prefix}v></{name}>".encode()
    text = escape(change.value)
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'{begin} t="inlineStr">{inner}</{name}>'.encode()
