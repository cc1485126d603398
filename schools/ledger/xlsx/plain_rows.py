"""Plain rows (普通行) of a worksheet, read by regular expressions and kept from the parser of XML.

Nearly every row of nearly every workbook is written in one form, and a parser that tells of each tag is slow
over it. A row is taken here only where no parser could read it otherwise: it begins where the parser, having
told of all before it, stands between two rows; nothing in the data could hide markup (comments, CDATA,
instructions); the attributes of its tag were let through by the parser in an earlier row; its cells are
letter for letter of the form below. Any other row goes to the parser, which refuses what is to be refused.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple, Protocol
from xml.parsers import expat

from schools.ledger.xlsx import markup
from schools.ledger.xlsx.cells import Cells, Fault
from schools.ledger.xlsx.grid import LETTERS, StoredCell
from schools.ledger.xlsx.strings import LONGEST_TEXT

LONGEST_HEAD = 256 * 1024
MOST_CELLS_KEPT, LONGEST_KEPT = 20_000, 100
MOST_SHAPES_KEPT = 100

_DATA = b"<sheetData>"
_END = b"</row>"
_HIDING = re.compile(rb"<[!?]")
_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:utf-8|UTF-8)")?(?: standalone="(?:yes|no)")?\?>)?'
)
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<>&\x00-\x1f]*")*)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,2})([1-9][0-9]{0,6})"'
    r"([^<>]*/>|[^<>]*>(?:<v>[^<>]*</v>|<is><t[^<>]*>[^<>]*</t></is>)?</c>)"
)
_TEXT = r"[^<>&\x00-\x1f\ufffe\uffff]*"
_INSIDE = re.compile(
    rf'(?: s="([0-9]{{1,5}})")?(?: t="([A-Za-z]{{1,9}})")?'
    rf'(?: ?/>|></c>|>(?:<v>({_TEXT})</v>|<is><t(?: xml:space="preserve")?>({_TEXT})</t></is>)</c>)'
)
_NUMBERS = {text: number for number, text in enumerate(LETTERS) if text}


class Written(NamedTuple):
    """The number of a row, and what its cells and elements take of the workbook's budget."""

    row: int
    cells: int
    elements: int


class Taker(Protocol):
    """Who reads the sheet, and is told of what the parser finds."""

    @property
    def is_between_rows(self) -> bool: ...

    @property
    def hides_row(self) -> bool:
        """Was the row that ended last hidden?"""

    def take(self, written: Written, cells: dict[int, StoredCell], *, hidden: bool) -> bool:
        """Take a row, with those of its *cells* that hold something; False where it is not to be taken."""


def without(chunks: Iterator[bytes], taker: Taker, cells: Cells) -> Iterator[bytes]:
    """Yield of a worksheet's *chunks* what is for the parser; plain rows go to *taker* as they come.

    What is yielded has been parsed by the time the next is asked for.
    """
    if TELLS_LATE:
        yield from chunks
        return
    head = b""
    for chunk in chunks:
        head += chunk
        if _DATA in head or len(head) > LONGEST_HEAD:
            break
    begin = head.find(_DATA) + len(_DATA)
    declared = _DECLARATION.match(head)
    if begin < len(_DATA) or _HIDING.search(head, declared.end() if declared else 0):
        yield head
        yield from chunks
        return
    yield head[:begin]
    yield from _Rows(taker, cells).sifted(chain([head[begin:]], chunks))


class _Rows:
    """What is known of a sheet's rows: the attributes the parser let through, and cells read before."""

    def __init__(self, taker: Taker, cells: Cells) -> None:
        self._taker, self._cells = taker, cells
        self._hidden: dict[bytes, bool] = {}
        self._columns: dict[tuple[str, ...], tuple[int, ...] | None] = {}
        self._known: dict[str, StoredCell | None] = {}

    def sifted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what of *chunks* is no plain row: all, from where the parser is no more between two rows."""
        last, is_whole = b"", True
        for data in chunks:
            if _HIDING.search(last + data):
                yield data
                break
            last, place = data[-1:], 0
            if not is_whole:  # a row began in the chunk before
                place = data.find(_END) + len(_END)
                if place < len(_END):
                    yield data
                    continue
                yield data[:place]
            while self._taker.is_between_rows and (end := data.find(_END, place) + len(_END)) >= len(_END):
                row = _ROW.match(data, place)
                if row is None or not self._is_taken(row, data[row.end() : end - len(_END)]):
                    yield data[place:end]
                    self._learn(row)
                place = end
            is_whole, goes_on = place == len(data), self._taker.is_between_rows
            yield data[place:]
            if not goes_on:
                break
        yield from chunks

    def _learn(self, row: "re.Match[bytes] | None") -> None:
        """Keep what the parser made of the attributes of *row*."""
        if row and self._taker.is_between_rows and len(self._hidden) < MOST_SHAPES_KEPT:
            self._hidden[row[2]] = self._taker.hides_row

    def _is_taken(self, row: re.Match[bytes], inside: bytes) -> bool:
        number, attributes = row.groups()
        hidden = self._hidden.get(attributes)
        if hidden is None:
            return False
        try:
            parts = _CELL.split(inside.decode())
            columns = self._numbers(tuple(parts[1::4]))
            if columns is None or any(parts[::4]) or not {*parts[2::4]} <= {number.decode()}:
                return False
            found = list(map(self._read, parts[3::4]))
        except (UnicodeDecodeError, Fault):
            return False
        filled = {column: cell for column, cell in zip(columns, found, strict=True) if cell}
        written = Written(int(number), len(found), 1 + inside.count(b"<is>"))
        return self._taker.take(written, filled, hidden=hidden)

    def _numbers(self, letters: tuple[str, ...]) -> tuple[int, ...] | None:
        """Return the numbers of the columns; None where one is too far or they do not rise."""
        if letters not in self._columns:
            found = tuple(_NUMBERS.get(each, 0) for each in letters)
            rising = all(found) and list(found) == sorted(set(found))
            if len(self._columns) >= MOST_SHAPES_KEPT:
                self._columns.clear()
            self._columns[letters] = found if rising else None
        return self._columns[letters]

    def _read(self, written: str) -> StoredCell | None:
        if written in self._known:
            return self._known[written]
        cell = self._made(written)
        if len(self._known) >= MOST_CELLS_KEPT:
            self._known.clear()
        if len(written) <= LONGEST_KEPT:
            self._known[written] = cell
        return cell

    def _made(self, written: str) -> StoredCell | None:
        inside = _INSIDE.fullmatch(written)
        if inside is None:
            raise Fault("")
        style, kind, value, text = inside.groups()
        found = text if value is None else value
        if found is None:
            return None
        if len(found) > LONGEST_TEXT:
            raise Fault("")
        return self._cells.stored(kind or "n", style or "", found, is_formula=False)


def _tells_late() -> bool:
    """Tell whether the parser puts off telling of a tag that came in two pieces, whatever it is told."""
    told: list[str] = []
    parser = expat.ParserCreate()
    markup.tell_at_once(parser)
    parser.StartElementHandler = lambda name, _attributes: told.append(name)
    parser.Parse(b"<a><b c='" + b"d" * 9_000, False)
    parser.Parse(b"'>", False)
    return told != ["a", "b"]


TELLS_LATE = _tells_late()
