"""Changing an XML part in a few places: everything else stays as it is, byte for byte.

Only what the gate let through comes here: well-formed, without a DTD, in UTF-8, UTF-16 or ASCII.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Splice(NamedTuple):
    """What stands from *start* to *end* is replaced."""

    start: int
    end: int
    by: bytes


@dataclass
class Element:
    """Where an element begins, where its contents begin and end, and where it ends."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    depth: int
    close: int = 0
    end: int = 0
    children: "list[Element]" = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        return self.name[: -len(self.local)]

    def only(self, local: str) -> "Element | None":
        return next((child for child in self.children if child.local == local), None)


def utf8(data: bytes) -> bytes:
    """Return the part in UTF-8 under a declaration that says so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    elif data[:2] == b"<\x00" or data[:2] == b"\x00<":
        text = data.decode("utf-16-le" if data[:2] == b"<\x00" else "utf-16-be")
    else:
        text = data.decode("utf-8-sig")
    return HEAD + _DECLARATION.sub("", text).lstrip("\ufeff").encode()


def tree(data: bytes, deepest: int = 99) -> Element:
    """Return the elements of *data* down to the depth *deepest*, the root being 1."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    open_: list[Element] = []
    roots: list[Element] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            return
        at = parser.CurrentByteIndex
        tag = TAG.match(data, at)
        assert tag is not None, name
        element = Element(name, attributes, at, tag.end(), depth)
        (open_[-1].children if open_ else roots).append(element)
        open_.append(element)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth >= deepest:
            return
        element = open_.pop()
        if data[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
            return
        element.close = parser.CurrentByteIndex
        element.end = data.index(b">", element.close) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return roots[0]


def tag(name: str, attributes: Mapping[str, str], *, empty: bool = False) -> bytes:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}{'/' if empty else ''}>".encode()


def appended(data: bytes, element: Element, contents: bytes, **attributes: str) -> Splice:
    """Return the splice that adds *contents* at the end of *element* and sets *attributes*."""
    begin = tag(element.name, {**element.attributes, **attributes})
    inner = data[element.inner : element.close] if element.close > element.inner else b""
    return Splice(element.start, element.end, begin + inner + contents + f"</{element.name}>".encode())


def before(root: Element, names: Iterable[str]) -> int:
    """Return where the first child of *root* that has one of *names* begins, or where root ends."""
    wanted = set(names)
    return next((child.start for child in root.children if child.local in wanted), root.close)


def applied(data: bytes, splices: Iterable[Splice]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        assert splice.start >= at, "two changes of one place"
        parts += [data[at : splice.start], splice.by]
        at = splice.end
    return b"".join((*parts, data[at:]))


def text_of(data: bytes) -> str:
    """Return the text of an element that stands alone in *data*, whatever prefixes it uses."""
    parser = expat.ParserCreate()
    taken: list[str] = []
    parser.CharacterDataHandler = taken.append
    parser.Parse(data, True)
    return "".join(taken).strip()
