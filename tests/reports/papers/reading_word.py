"""A .docx read back, without whatever wrote it: texts of paragraphs and cells."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body(content: bytes, name: str = "document") -> Element:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return fromstring(archive.read(f"word/{name}.xml"))


def text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def tables(content: bytes) -> Iterator[list[list[str]]]:
    """Yield each table row by row; a figure without the mark beside it."""
    for table in body(content).iter(f"{W}tbl"):
        yield [[text(cell).strip("▽▼*") for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def headings(content: bytes) -> list[tuple[str, str]]:
    """Return style and text of every heading."""
    found = []
    for paragraph in body(content).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        if name.startswith("Heading"):
            found.append((name, text(paragraph)))
    return found


def read(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(f"word/{name}").decode()
