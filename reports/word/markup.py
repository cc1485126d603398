"""The few elements of WordprocessingML (ISO/IEC 29500) that our documents are made of."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
for _prefix, _uri in NAMESPACES.items():
    register_namespace(_prefix, _uri)
# What XML 1.0 cannot hold, whoever wrote it.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name(prefixed: str) -> str:
    """Return ``w:p`` as the tree writes it."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def element(tag: str, children: Iterable[Element] = (), **attributes: str | int) -> Element:
    """Return an element of ours; its attributes are of the same namespace."""
    made = Element(name(f"w:{tag}"), {name(f"w:{key}"): str(value) for key, value in attributes.items()})
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
            SubElement(made, name("w:br"))
        written = SubElement(made, name("w:t"), {XML_SPACE: "preserve"})
        written.text = line
    return made


def paragraph(style: str, *runs: Element | str, properties: Iterable[Element] = ()) -> Element:
    """Return a paragraph of that style."""
    inner = [run(each) if isinstance(each, str) else each for each in runs]
    return element("p", [element("pPr", [value("pStyle", style), *properties]), *inner])


def field(instruction: str) -> Element:
    """Return a field of ours, such as the number of the page."""
    return element("fldSimple", [run("1")], instr=instruction)
