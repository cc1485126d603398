"""A document → the bytes of a .docx: the same contents as the PDF, to be edited."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from types import MappingProxyType

import segno
from docx.shared import Mm

from reports.papers.blocks import Facts, Picture, Section
from reports.papers.paper import Paper
from reports.verification.seal import QUIET, Seal
from reports.word import blank, pages, tables
from reports.word.flow import Flow
from reports.word.markup import Element, element, paragraph, picture, run

SIDE, SMALL = Mm(28), Mm(20)  # of the QR on a cover, and below a letter
BESIDE = (1, 5)  # widths of the QR and of what stands beside it
GAP = "\u2003"
HINT = "（页码由 Word 填：在目录上按右键，选“更新域”。）"
PICTURE = "查验码二维码"


def charts(paper: Paper) -> tuple[str, ...]:
    """Return the charts (SVG) of *paper*, each once."""
    return tuple(dict.fromkeys(each.svg for each in _pictures(paper.numbered)))


def _pictures(sections: Iterable[Section]) -> Iterator[Picture]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Picture):
                yield block
            elif isinstance(block, Section):
                yield from _pictures((block,))


def docx(paper: Paper, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the .docx of *paper*, its charts out of *pictures*: the same document, the same bytes."""
    document = blank.document(paper.running, paper.subject)
    first = document.sections[0]
    pages.lay_out(first, wide=False)
    stamps = " · ".join(paper.stamps)
    pages.name(first, head=paper.head, stamps=stamps, foot=paper.foot, cover=paper.cover)
    text = "Text" if paper.cover else "Letter"
    flow = Flow(document=document, text=text, parted=paper.parted, pictures=pictures)
    body = document.element.body
    for each in _contents(paper, flow):
        body.sectPr.addprevious(each)
    return blank.written(document)


def _contents(paper: Paper, flow: Flow) -> Iterator[Element]:
    yield from _head(paper, flow)
    yield from _table(paper)
    yield from flow.all(paper.numbered)
    if paper.seal and not paper.cover:
        yield from _sealed(paper.seal, paper, flow)


def _head(paper: Paper, flow: Flow) -> Iterator[Element]:
    if paper.stamps and paper.cover:  # of a letter they stand at the head of each page
        yield paragraph("Stamp", " · ".join(paper.stamps))
    if paper.issuer:
        yield paragraph("Issuer", paper.issuer)
    for line in paper.title:
        yield paragraph("Title", line)
    if not paper.cover:
        if paper.addressee:
            yield paragraph("Addressee", f"{paper.addressee}：")
        return
    yield paragraph("Subtitle", paper.subject)
    if paper.seal:
        yield from _sealed(paper.seal, paper, flow)
    yield from flow.of(Facts(paper.facts))


def _table(paper: Paper) -> Iterator[Element]:
    """The table of contents as a field of ours: Word fills in the pages when it is told to update it."""
    found = paper.contents
    if not found:
        return
    yield paragraph("ContentsTitle", "目录", properties=[element("pageBreakBefore")])
    for place, section in enumerate(found):
        level = section.depth + 1 if paper.parted else section.depth
        runs = [run(section.heading)]
        if place == 0:
            runs = [_mark("begin"), _instruction(f'TOC \\o "1-{paper.tabled}" \\u'), _mark("separate"), *runs]
        if place == len(found) - 1:
            runs.append(_mark("end"))
        yield paragraph(f"TOC{level}", *runs)
    yield paragraph("Note", HINT)
    if not paper.numbered[0].fresh and not paper.parted:
        yield paragraph("Note", element("r", [element("br", type="page")]))


def _mark(kind: str) -> Element:
    return element("r", [element("fldChar", fldCharType=kind)])


def _instruction(text: str) -> Element:
    written = element("instrText")
    written.text = text
    return element("r", [written])


def _sealed(seal: Seal, paper: Paper, flow: Flow) -> Iterator[Element]:
    """Number, digest and code, and beside them the QR."""
    side = SIDE if paper.cover else SMALL
    pictured = picture(flow.document, "Picture", _qr(seal.url), side, f"{PICTURE}：{seal.url}")
    if paper.cover:
        yield pictured
        yield from flow.of(Facts(tuple((name, "\n".join(lines)) for name, lines in paper.sealed)))
    else:
        told = [paragraph("TableText", f"{name}　{GAP.join(lines)}") for name, lines in paper.sealed]
        widths = [flow.width * share // sum(BESIDE) for share in BESIDE]
        cells = [tables.cell(each, width) for each, width in zip(([pictured], told), widths, strict=True)]
        yield paragraph("Gap")
        yield tables.framed([tables.line(cells)], widths, lines=False)
    yield paragraph("Gap")


def _qr(url: str) -> BytesIO:
    """Return the QR of *url*: the same bytes for the same address."""
    written = BytesIO()
    segno.make(url, error="m", micro=False).save(written, kind="png", scale=6, border=QUIET)
    written.seek(0)
    return written
