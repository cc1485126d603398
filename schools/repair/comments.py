"""Comments (批注): ours beside hers, and the drawing that places their boxes."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from schools.repair import splice
from schools.repair.cells import Place, place
from schools.repair.marks import ERROR, QUERY

_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,'
    'l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
AUTHOR = "均衡"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def hers(data: bytes) -> dict[str, tuple[str, str]]:
    """Return the comments of a part by address, each with its author, without ours of before."""
    data = splice.utf8(data)
    root = splice.tree(data)
    authors, listed = root.only("authors"), root.only("commentList")
    names = [_text(data, each) for each in authors.children] if authors else []
    found: dict[str, tuple[str, str]] = {}
    for comment in listed.children if listed else []:
        number = comment.attributes.get("authorId", "")
        author = names[int(number)] if number.isdigit() and int(number) < len(names) else ""
        text = _text(data, comment)
        if not text.startswith((ERROR, QUERY)):
            found[comment.attributes.get("ref", "")] = (author, text)
        elif "\n原批注：" in text:
            found[comment.attributes.get("ref", "")] = (author, text.rpartition("\n原批注：")[2])
    return found


def part(ours: Mapping[str, str], others: Mapping[str, tuple[str, str]]) -> tuple[bytes, list[str]]:
    """Return the comments' part, and the addresses that have one, from the top."""
    authors = [AUTHOR, *sorted({author for author, _ in others.values()} - {AUTHOR})]
    texts = {address: (author, text) for address, (author, text) in others.items()}
    for address, text in ours.items():
        before = f"\n原批注：{others[address][1]}" if address in others else ""
        texts[address] = (AUTHOR, text + before)
    ordered = sorted(texts, key=_order)
    comments = "".join(
        f'<comment ref="{address}" authorId="{authors.index(texts[address][0])}">'
        '<text><t xml:space="preserve">'
        f"{escape(texts[address][1])}</t></text></comment>"
        for address in ordered
    )
    listed = "".join(f"<author>{escape(author)}</author>" for author in authors)
    whole = f'<comments xmlns="{MAIN}"><authors>{listed}</authors><commentList>{comments}</commentList>'
    whole += "</comments>"
    return splice.HEAD + whole.encode(), ordered


def drawing(addresses: list[str]) -> bytes:
    """Return the boxes of the comments at *addresses*, which show when one points at the cell."""
    shapes = "".join(_box(number, place(address)) for number, address in enumerate(addresses, 1))
    return f"{_HEAD}{shapes}</xml>".encode()


def _box(number: int, spot: Place | None) -> str:
    row, column = spot or (1, 1)
    anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {max(row - 2, 0) + 7}, 4"
    style = "position:absolute;margin-left:59pt;margin-top:1pt;width:240pt;height:110pt;z-index:1"
    style += ";visibility:hidden"
    return (
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" style={quoteattr(style)} '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path '
        'o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _order(address: str) -> Place:
    return place(address) or (0, 0)


def _text(data: bytes, element: splice.Element) -> str:
    """Return the text in *element*, phonetic guides left out."""
    return splice.text_of(data[element.start : element.end])
