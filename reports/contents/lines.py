"""Long tables in print: the figures of a row set as one line, each under the one above.

A cell takes the typesetter half a millisecond, and a line of a dozen figures no more than a cell.
The figures of Noto Sans SC are all of one width, so spaces can stand for columns: every figure
ends where its column does, to within a tenth of a millimetre, and a brief word begins where its does.
Number and name are one cell, and remarks another, for they wrap.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from reports.contents.tables import NONE, Column, Row, Table

# Advance widths of Noto Sans SC, in thousandths of an em; whatever else a cell holds is Chinese.
CHINESE = 1000
SPACES = {" ": 224, "\u2002": 500, "\u2003": CHINESE}
WIDTHS = {**dict.fromkeys("0123456789", 555), ".": 278, "-": 347, **SPACES}
DASHES = 1676  # of ——, which the font makes one glyph
MARK = 676  # ▽ or ▼ after a figure, at 5 pt beside 7.4 pt; see dossier.css
STAR = 467  # before a figure that is rounded to the other side
# The page that they are set on; see table.matrix in dossier.css.
PAGE = 265  # millimetres between the margins
PADDING = 0.8
INDENT = 2  # before words
EM = 7.4 * 25.4 / 72


@dataclass(frozen=True)
class Run:
    """A piece of a line: *css* where it is marked, else plain figures and spaces."""

    text: str
    css: str = ""


@dataclass(frozen=True)
class Line:
    """One row: *name* over as many columns as are *before* it, figures as one line over *columns*
    columns, then cells."""

    name: str
    before: int
    figures: tuple[Run, ...]
    columns: int
    after: Row


@dataclass(frozen=True)
class Stop:
    """A place on the line, in thousandths of an em from where it begins: what stands there *begins* at
    it, or ends."""

    at: int
    begins: bool


def of_table(table: Table) -> tuple[Line, ...]:
    """Return the rows of *table* as lines, from its first column of figures to the last of them or of
    brief words."""
    places = [place for place, column in enumerate(table.columns) if column.figures or column.brief]
    first, last = places[0], places[-1] + 1
    brief = {place for place, column in enumerate(table.columns) if column.brief}
    numbered = _stops(table.columns, 0, first, {first - 1})
    stops = _stops(table.columns, first, last, brief)
    return tuple(
        Line(
            "".join(run.text for run in _runs(row[:first], numbered)),
            first,
            tuple(_runs(row[first:last], stops)),
            last - first,
            row[last:],
        )
        for group in table.groups
        for row in group.rows
    )


def _stops(columns: Sequence[Column], first: int, last: int, words: Set[int]) -> list[Stop]:
    """Where what is in each of the columns ends, or begins if it is one of *words*."""
    millimetre = 1000 / EM
    share = PAGE / sum(column.width for column in columns)
    edges = [each * share for each in accumulate((each.width for each in columns[first:last]), initial=0)]
    return [
        Stop(round((edges[place] + INDENT - PADDING) * millimetre), begins=True)
        if first + place in words
        else Stop(round((edges[place + 1] - 2 * PADDING) * millimetre), begins=False)
        for place in range(last - first)
    ]


def _runs(cells: Row, stops: Sequence[Stop]) -> Iterator[Run]:
    """Yield the figures with the spaces between them; the unmarked ones together."""
    plain, reached = "", 0
    for cell, stop in zip(cells, stops, strict=True):
        taken = 0 if stop.begins else _width(cell.text) + (STAR if cell.rounded else 0)
        spaces = _spaces(stop.at - reached - taken)
        plain += spaces
        reached += _width(spaces) + _width(cell.text) + (STAR if cell.rounded else 0)
        css = cell.css.removeprefix("text").strip()
        if css:
            yield Run(plain)
            yield Run(cell.text, css)
            plain = ""
            reached += MARK if cell.below else 0
        else:
            plain += cell.text
    yield Run(plain)


def _width(text: str) -> int:
    if text == NONE:
        return DASHES
    return sum(WIDTHS.get(character, CHINESE) for character in text)


@cache
def _spaces(width: int) -> str:
    """Return the spaces that together come nearest to *width*; at least one."""
    narrow, half, whole = SPACES
    best = narrow
    for count in range(10):
        rest = max(0, round((width - count * SPACES[narrow]) / SPACES[half]))
        spaces = narrow * count + half * (rest % 2) + whole * (rest // 2)
        if spaces and abs(_width(spaces) - width) < abs(_width(best) - width):
            best = spaces
    return best
