"""Blocks → paragraphs and tables of Word, in the order in which they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from io import BytesIO
from itertools import zip_longest

from docx.document import Document
from docx.shared import Mm

from reports.papers.blocks import (
    Block,
    Box,
    Facts,
    Form,
    Formula,
    Grid,
    Matrix,
    Note,
    Opinion,
    Para,
    Picture,
    Points,
    Section,
    Signing,
    Verdict,
)
from reports.word import pages, tables
from reports.word.markup import Element, element, paragraph, picture, run, value, with_next
from reports.word.tables import LANDSCAPE, PORTRAIT

NAMES = (38, 118)  # of what facts are called, beside what they are
TWELVE = 12
CHART, STRIP = Mm(108), Mm(89)  # widths of charts, as in print


@dataclass
class Flow:
    """Writes the blocks of one document; *text* is the style of its paragraphs. Tables of our own are
    counted through, and charts; *pictures* are those as PNG. What it yields is to be put into *document*
    at once, for it begins new sections there."""

    document: Document
    text: str
    parted: bool
    pictures: Mapping[str, bytes]
    wide: bool = False
    own: int = 0
    figures: int = 0

    @property
    def width(self) -> int:
        return LANDSCAPE if self.wide else PORTRAIT

    def all(self, blocks: Sequence[Block]) -> Iterator[Element]:
        for block, after in zip_longest(blocks, blocks[1:]):
            written = self.of(block)
            if type(block) is Para and isinstance(after, Grid | Matrix | Points | Opinion | Signing):
                written = map(with_next, written)
            yield from written

    @singledispatchmethod
    def of(self, block: object) -> Iterator[Element]:
        """Yield the elements of *block*."""
        raise TypeError(type(block))

    @of.register
    def _(self, block: Para) -> Iterator[Element]:
        for each in block.lines:
            yield paragraph(self.text, each)

    @of.register
    def _(self, block: Note) -> Iterator[Element]:
        for each in block.lines:
            yield paragraph("Note", each)

    @of.register
    def _(self, block: Formula) -> Iterator[Element]:
        yield paragraph("Formula", block.text)

    @of.register
    def _(self, block: Verdict) -> Iterator[Element]:
        yield paragraph("Framed", run(f"{block.word}　", element("b")), block.text)
        yield paragraph("Gap")

    @of.register
    def _(self, block: Points) -> Iterator[Element]:
        for place, each in enumerate(block.items, 1):
            yield paragraph("Point" if block.steps else self.text, f"{place}. {each}")

    @of.register
    def _(self, block: Grid) -> Iterator[Element]:
        number = ""
        if "own" in block.kind.split():
            self.own += 1
            number = f"附表 {self.own}　"
        yield from self._table(number, block, centred="centred" in block.kind.split())

    @of.register
    def _(self, block: Matrix) -> Iterator[Element]:
        yield from self._table("", block)

    def _table(self, number: str, block: Grid | Matrix, *, centred: bool = False) -> Iterator[Element]:
        if block.table.caption:
            yield paragraph("Caption", f"{number}{block.table.caption}")
        yield from tables.grid(block.table, width=self.width, centred=centred)

    @of.register
    def _(self, block: Picture) -> Iterator[Element]:
        """A chart that was not drawn is in the PDF; its figures stand in the tables either way."""
        self.figures += 1
        drawn = self.pictures.get(block.svg)
        if drawn is None:
            yield paragraph("Note", f"（图“{block.caption}”见同一文书的 PDF。）")
            return
        yield paragraph("Caption", f"图 {self.figures}　{block.caption}")
        width = STRIP if block.strip else CHART
        yield picture(self.document, "Chart", BytesIO(drawn), width, block.caption)

    @of.register
    def _(self, block: Facts) -> Iterator[Element]:
        widths = [self.width * share // sum(NAMES) for share in NAMES]
        rows = [
            tables.line(
                [
                    tables.cell([paragraph("TableText", name)], widths[0]),
                    tables.cell([paragraph("TableText", told)], widths[1]),
                ]
            )
            for name, told in block.pairs
        ]
        yield tables.framed(rows, widths)

    @of.register
    def _(self, block: Opinion) -> Iterator[Element]:
        for each in block.lines:
            yield paragraph("Framed", each)
        yield paragraph("Framed", block.who, properties=[value("jc", "right")])
        yield paragraph("Gap")

    @of.register
    def _(self, block: Form) -> Iterator[Element]:
        width = self.width // TWELVE
        rows = []
        for boxes in block.rows:
            cells = [_boxed(box, width * box.columns) for box in boxes]
            tall = max(box.tall for box in boxes)
            rows.append(tables.line(cells, tall=tall))
        yield tables.framed(rows, [width] * TWELVE)

    @of.register
    def _(self, block: Signing) -> Iterator[Element]:
        width = self.width // 2
        cells = [
            tables.cell(
                [paragraph("Seal", place), paragraph("Seal", ""), paragraph("Seal", block.day)],
                width,
                upright="bottom",
            )
            for place in block.places
        ]
        if len(cells) == 1:
            cells.insert(0, tables.cell([paragraph("Seal", "")], width))
        yield paragraph("Gap")
        yield tables.framed([tables.line(cells)], [width] * len(cells), lines=False)

    @of.register
    def _(self, block: Section) -> Iterator[Element]:
        again = block.wide and self.wide
        if block.depth <= 1:
            self._turn(wide=block.wide)
        if block.title:
            first = self.parted and block.depth == 0
            fresh = first or (block.fresh and block.depth <= 1 and (again or not block.wide))
            starts = [element("pageBreakBefore")] if fresh else []
            level = block.depth + 1 if self.parted else block.depth
            yield paragraph(f"Heading{min(level, 4)}", block.heading, properties=starts)
        yield from self.all(block.blocks)

    def _turn(self, *, wide: bool) -> None:
        """End the pages of one orientation where the other begins."""
        if wide is not self.wide:
            pages.turn(self.document, wide=wide)
            self.wide = wide


def _boxed(box: Box, width: int) -> Element:
    """A box as a cell; what is to be gone on with begins at its top."""
    upright = "top" if box.tall and not (box.label or box.foot) else "bottom" if box.foot else "center"
    return tables.cell(list(_box(box)), width, columns=box.columns, upright=upright)


def _box(box: Box) -> Iterator[Element]:
    style = "TableHead" if box.label else "TableText"
    centred = [value("jc", "center")] if box.is_brief else []
    for each in box.lines or ("",):
        yield paragraph(style, each, properties=centred)
    for each in box.foot.splitlines():
        half = element("ind", left=PORTRAIT * 3 // 8)
        yield paragraph("TableText", each, properties=[half, value("jc", "center")])
