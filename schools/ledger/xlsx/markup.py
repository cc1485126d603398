"""Reading XML that may be hostile: no DTD, no deep nesting, no endless names or attributes."""

import re
from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from schools.ledger.refusals import refused

DEEPEST = 60
LONGEST_TOKEN = 128 * 1024
LONGEST_ATTRIBUTE = 4 * 1024
MOST_ELEMENTS = 1_000_000
MOST_CELLS = 1_000_000
ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii"}
SEPARATOR = "}"

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class Budget:
    """How many elements and cells a workbook may still have, over all its parts."""

    def __init__(self) -> None:
        self.elements = MOST_ELEMENTS
        self.cells = MOST_CELLS

    def spend(self, name: str) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise refused("E18", "内容过多。", value=name)


def parse(
    chunks: Iterable[bytes], part: str, *, start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Feed *chunks* to the handlers; names come as ``namespace}name``.

    Raise ``LedgerRefused`` E18, E29 or E30, or what a handler raises.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    tell_at_once(parser)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.XmlDeclHandler = _only_known_encodings
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.EntityDeclHandler = _no_entity
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            # Expat waits for the end of a tag before it tells of it: a tag may not grow for ever.
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise refused("E18", "有一处标记过长。", value=part)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise refused("E30", value=f"{part} 第 {fault.lineno} 行") from fault
    except (ValueError, LookupError, UnicodeError) as fault:
        raise refused("E30", value=part) from fault


def tell_at_once(parser: expat.XMLParserType) -> None:
    """Have *parser* tell of each tag once it is whole, where it can be told so. From 2.6 expat puts that
    off, against tags that come in very many pieces; none of ours may (``LONGEST_TOKEN``)."""
    setter = getattr(parser, "SetReparseDeferralEnabled", None)
    if setter:
        setter(False)


def read(
    chunks: Iterable[bytes],
    part: str,
    budget: Budget,
    *,
    start: Start | None = None,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """``parse`` within limits of depth, attributes and *budget*; without handlers, only to see
    that the part is well-formed and harmless."""
    depth = 0

    def begins(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refused("E18", "嵌套过深。", value=part)
        budget.spend(part)
        if attributes:
            check_attributes(attributes, part)
        if start:
            start(name, attributes)

    def ends(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name)

    parse(chunks, part, start=begins, end=ends, text=text)


def check_attributes(attributes: dict[str, str], part: str) -> None:
    for name, value in attributes.items():
        # Ranges of formats that were copied about grow long in honest workbooks.
        if len(value) > LONGEST_ATTRIBUTE and name != "sqref":
            raise refused("E18", "有一处属性过长。", value=part)


def search_for_doctype(chunks: Iterable[bytes], part: str) -> None:
    """Look for a DTD in a part that need not be well-formed XML, as Excel's VML drawings."""
    last = b""
    for chunk in chunks:
        window = (last + chunk).replace(b"\x00", b"")  # UTF-16 reads like ASCII without its zeros
        if _DOCTYPE.search(window):
            raise refused("E29", value=part)
        last = window[-32:]


def _only_known_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise refused("E30", f"编码 {encoding[:20]} 不被接受。")


def _no_doctype(*_declaration: object) -> NoReturn:
    raise refused("E29")


def _no_entity(*_declaration: object) -> NoReturn:
    raise refused("E29")
