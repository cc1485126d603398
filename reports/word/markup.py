"""Elements of WordprocessingML (ISO/IEC 29500) for what python-docx has no call for."""

import re
from collections.abc import Iterable
from functools import cache
from io import BytesIO

from docx.document import Document
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.text.paragraph import Paragraph

Element = BaseOxmlElement
SPACE = {"w": nsmap["w"]}
# What XML 1.0 cannot hold, whoever wrote it.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _name(tag: str) -> str:
    return qn(f"w:{tag}")


def element(tag: str, children: Iterable[Element] = (), **attributes: str | int) -> Element:
    """Return an element; its attributes are of the same namespace."""
    made: Element = oxml_parser.makeelement(_name(tag), nsmap=SPACE)
    for name, value in attributes.items():
        made.set(_name(name), str(value))
    made.extend(children)
    return made


def value(tag: str, text: str | int) -> Element:
    """Return an element that holds one value: ``<w:tag w:val="…"/>``."""
    return element(tag, val=text)


def run(text: str, *properties: Element) -> Element:
    """Return *text* as it stands, its lines one below the other."""
    made = element("r", [element("rPr", properties)] if properties else [])
    for place, line in enumerate(ILLEGAL.sub("", text).split("\n")):
        if place:
            made.append(element("br"))
        written = element("t")
        written.set(qn("xml:space"), "preserve")
        written.text = line
        made.append(written)
    return made


def paragraph(style: str, *runs: Element | str, properties: Iterable[Element] = ()) -> Element:
    """Return a paragraph of that style."""
    inner = [run(each) if isinstance(each, str) else each for each in runs]
    return element("p", [element("pPr", [value("pStyle", style), *properties]), *inner])


def with_next(made: Element) -> Element:
    """Keep a paragraph on the page of what follows it."""
    made.pPr.insert(1, element("keepNext"))
    return made


def picture(document: Document, style: str, content: BytesIO, width: Length, told: str) -> Element:
    """Return a paragraph with a PNG, and the words for who cannot see it."""
    made = paragraph(style)
    shape = Paragraph(made, document._body).add_run().add_picture(content, width=width)
    said = shape._inline.docPr
    said.set("name", told.partition("：")[0])
    said.set("descr", told)
    return made


def field(instruction: str) -> Element:
    """Return a field of ours, such as the number of the page."""
    return element("fldSimple", [run("1")], instr=instruction)
