"""A document → the bytes of a .docx: the same contents as the PDF, to be edited."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from reports.papers.blocks import Facts
from reports.papers.paper import Paper
from reports.verification.seal import Seal
from reports.word import drawing, package, pages
from reports.word.flow import Flow
from reports.word.markup import element, paragraph, run

STYLES = Path(__file__).parent / "styles.xml"
PICTURE = "rId4"


def docx(paper: Paper) -> bytes:
    """Return the .docx of *paper*: the same document, the same bytes."""
    flow = Flow(text="Text" if paper.cover else "Letter", parted=paper.parted)
    body = [*_head(paper, flow), *_contents(paper), *flow.all(paper.numbered), *_tail(paper, flow)]
    _name_pages(body, paper, wide=flow.wide)
    parts: dict[str, Element | bytes] = {
        "document.xml": element("document", [element("body", body)]),
        "styles.xml": STYLES.read_bytes(),
        "header.xml": pages.head(paper.running, " · ".join(paper.stamps)),
        "footer.xml": pages.foot(paper.foot),
    }
    if paper.seal:
        parts["seal.png"] = drawing.png(paper.seal.url)
    return package.written(parts)


def _head(paper: Paper, flow: Flow) -> Iterator[Element]:
    if paper.stamps:
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


def _contents(paper: Paper) -> Iterator[Element]:
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
    if not paper.numbered[0].fresh and not paper.parted:
        yield paragraph("Note", element("r", [element("br", type="page")]))


def _mark(kind: str) -> Element:
    return element("r", [element("fldChar", fldCharType=kind)])


def _instruction(text: str) -> Element:
    written = element("instrText")
    written.text = text
    return element("r", [written])


def _tail(paper: Paper, flow: Flow) -> Iterator[Element]:
    if paper.seal and not paper.cover:
        yield from _sealed(paper.seal, paper, flow)


def _sealed(seal: Seal, paper: Paper, flow: Flow) -> Iterator[Element]:
    """Number, digest and code, and beside them the QR."""
    yield paragraph("Picture", drawing.shown(PICTURE))
    yield from flow.of(Facts(tuple((name, "\n".join(lines)) for name, lines in paper.sealed)))
    yield paragraph("Note", "")


def _name_pages(body: list[Element], paper: Paper, *, wide: bool) -> None:
    """Give the first pages their head and foot, and the last their layout."""
    first = next((each for each in body if each.find(".//{*}sectPr") is not None), None)
    if first is not None:
        layout = first.find("{*}pPr")
        assert layout is not None
        layout[:] = [pages.properties(wide=False, named=True, cover=paper.cover)]
    body.append(pages.properties(wide=wide, named=first is None, cover=paper.cover and first is None))
