"""Tables in Word: headings repeated on every page, what is below the standard shaded.

They are put together whole: python-docx repeats no headings, and looks each cell up from the first.
"""

from collections.abc import Iterator, Sequence

from reports.contents.tables import NONE, Cell, Heading, Row, Table
from reports.word.markup import Element, element, paragraph, run, value

BELOW, FLOOR, LIMIT = "DEDEDE", "C6C6C6", "F2F2F2"
PORTRAIT, LANDSCAPE = 8844, 15024  # twentieths of a point between the margins
PADDING = 50
MILLIMETRE = 57  # twentieths of a point, rounded up
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
Spans = dict[int, tuple[int, int]]  # by column: rows still to come, columns


def grid(table: Table, *, width: int, centred: bool = False) -> Iterator[Element]:
    """Yield the table and its notes; the caption is the caller's. In a *centred* one everything stands
    in the middle of its cell."""
    widths = _widths([column.width for column in table.columns], width)
    rows = [*_head(table, widths), *_limits(table, widths), *_body(table, widths, centred=centred)]
    yield framed(rows, widths)
    for note in table.notes:
        yield paragraph("Note", note)


def framed(rows: Sequence[Element], widths: Sequence[int], *, lines: bool = True) -> Element:
    """Return a table of fixed widths, ruled or not."""
    kind = "single" if lines else "nil"
    borders = element(
        "tblBorders", [element(side, val=kind, sz=4, space=0, color="666666") for side in BORDERS]
    )
    properties = element(
        "tblPr",
        [
            element("tblW", w=sum(widths), type="dxa"),
            value("jc", "center"),
            borders,
            element("tblLayout", type="fixed"),
            element("tblCellMar", [element(side, w=PADDING, type="dxa") for side in ("left", "right")]),
        ],
    )
    columns = element("tblGrid", [element("gridCol", w=width) for width in widths])
    return element("tbl", [properties, columns, *rows])


def line(cells: Sequence[Element], *, heading: bool = False, tall: int = 0) -> Element:
    """Return a row that no page divides, of at least *tall* millimetres; a *heading* is on every page."""
    height = [element("trHeight", val=tall * MILLIMETRE, hRule="atLeast")] if tall else []
    properties = [element("cantSplit"), *height, *([element("tblHeader")] if heading else [])]
    return element("tr", [element("trPr", properties), *cells])


def cell(
    content: Sequence[Element],
    width: int,
    *,
    columns: int = 1,
    fill: str = "",
    merge: str = "",
    upright: str = "center",
) -> Element:
    """Return a cell; *merge* is ``restart`` where it goes on below, ``continue`` where it came from above;
    *upright* says where in its height its content stands."""
    properties = [
        element("tcW", w=width, type="dxa"),
        *([value("gridSpan", columns)] if columns > 1 else []),
        *([value("vMerge", merge)] if merge else []),
        *([element("shd", val="clear", color="auto", fill=fill)] if fill else []),
        value("vAlign", upright),
    ]
    return element("tc", [element("tcPr", properties), *content])


def _widths(shares: Sequence[int], width: int) -> list[int]:
    return [width * share // sum(shares) for share in shares]


def _head(table: Table, widths: Sequence[int]) -> Iterator[Element]:
    """Lay the headings out; one that reaches down into later rows is merged with what stands there."""
    below: Spans = {}
    for headings in table.head:
        waiting, cells, column = iter(headings), [], 0
        while column < len(widths):
            if column in below:
                rows, columns = below.pop(column)
                cells.append(_heading("", widths, column, columns, "continue"))
                if rows > 1:
                    below[column] = (rows - 1, columns)
            else:
                found: Heading | None = next(waiting, None)
                if found is None:
                    break
                columns = found.columns
                cells.append(
                    _heading(found.text, widths, column, columns, "restart" if found.rows > 1 else "")
                )
                if found.rows > 1:
                    below[column] = (found.rows - 1, columns)
            column += columns
        yield line(cells, heading=True)


def _heading(text: str, widths: Sequence[int], column: int, columns: int, merge: str) -> Element:
    width = sum(widths[column : column + columns])
    return cell([paragraph("TableHead", text)], width, columns=columns, merge=merge)


def _limits(table: Table, widths: Sequence[int]) -> Iterator[Element]:
    for group in table.groups:
        for row in group.limits:
            yield line(list(_cells(row, widths, fill=LIMIT)), heading=True)


def _body(table: Table, widths: Sequence[int], *, centred: bool) -> Iterator[Element]:
    for group in table.groups:
        for place, row in enumerate(group.rows):
            stub = []
            if table.stub:
                text, merge = (group.label, "restart") if not place else ("", "continue")
                stub = [cell([paragraph("TableHead", text)], widths[0], merge=merge)]
            yield line([*stub, *_cells(row, widths[len(stub) :], centred=centred)], tall=table.tall)


def _cells(row: Row, widths: Sequence[int], fill: str = "", *, centred: bool = False) -> Iterator[Element]:
    column = 0
    for each in row:
        width = sum(widths[column : column + each.columns])
        column += each.columns
        shade = FLOOR if each.below_floor else BELOW if each.below else fill
        yield cell([_text(each, centred=centred)], width, columns=each.columns, fill=shade)


def _text(found: Cell, *, centred: bool) -> Element:
    """A figure to the right, a word to the left, what is not there in the middle; a mark beside it tells
    as much in black."""
    style = "TableFigure" if found.number is not None else "TableText"
    mark = "▼" if found.below_floor else "▽" if found.below and found.number is not None else ""
    runs = [run(("*" if found.rounded else "") + found.text)]
    if mark:
        runs.append(run(mark, value("vertAlign", "superscript")))
    middle = [value("jc", "center")] if centred or found.text == NONE else []
    return paragraph(style, *runs, properties=middle)
