"""Colours: copies of the styles that cells have, with a fill of ours, and the way back from them."""

import re
from collections.abc import Mapping

from schools.repair import splice
from schools.repair.splice import Element, Splice

# Nobody picks these by hand: by them our fills are known again when a workbook comes back.
ERROR_FILL, QUERY_FILL = "FFFFC7CF", "FFFFEB9D"
EMPTY = splice.HEAD + (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font>'
    b'<sz val="11"/><name val="\xe5\xae\x8b\xe4\xbd\x93"/></font></fonts><fills count="2"><fill><patternFill '
    b'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
    b'<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs>'
    b"</styleSheet>"
)
_AFTER_FONTS = ("fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "extLst")
_AFTER_FILLS = ("borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_AFTER_XFS = ("cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_GENERAL, _TEXT = "0", "49"


class Styles:
    """The styles of a workbook while new ones are asked for; ``written`` gives the part."""

    def __init__(self, data: bytes) -> None:
        self._data = splice.utf8(data)
        self._root = splice.tree(self._data)
        xfs = self._root.only("cellXfs")
        self._xfs: list[Element] = [each for each in xfs.children if each.local == "xf"] if xfs else []
        fills = self._root.only("fills")
        self._fills = fills.children if fills else []
        self._first_fill = max(len(self._fills), 2)
        self._ours = {
            str(number)
            for number, fill in enumerate(self._fills)
            if re.search(rb"(?i)FFFFC7CF|FFFFEB9D", self._data[fill.start : fill.end])
        }
        fonts = self._root.only("fonts")
        self._first_font = len(fonts.children) if fonts else 0
        self._new: list[bytes] = []
        self._known: dict[tuple[str, str, str], str] = {}
        p = self._root.prefix.encode()
        self._p = p

    @property
    def coloured(self) -> Mapping[str, str]:
        """The styles that have a fill of ours from an earlier round, and what they are without it."""
        return {
            str(number): self._copy(str(number), fillId="0", applyFill="0")
            for number, xf in enumerate(self._xfs)
            if xf.attributes.get("fillId") in self._ours
        }

    def marked(self, style: str, *, error: bool) -> str:
        """Return *style* with the fill of a 错误 or a 疑点."""
        fill = self._first_fill + (0 if error else 1)
        return self._copy(style, fillId=str(fill), applyFill="1")

    def plain(self, style: str, *, number: bool) -> str:
        """Return *style* showing a number as a number, a text as a text."""
        return self._copy(style, numFmtId=_GENERAL if number else _TEXT, applyNumberFormat="1")

    def heading(self) -> str:
        return self._listed("bold", f'fontId="{self._first_font}" applyFont="1" fillId="0"')

    def cell(self, *, error: bool | None = None) -> str:
        """Return the style of a cell of the list, at the top and wrapped."""
        fill = 0 if error is None else self._first_fill + (0 if error else 1)
        return self._listed(f"cell{fill}", f'fontId="0" fillId="{fill}" applyFill="1"')

    def link(self) -> str:
        return self._listed("link", f'fontId="{self._first_font + 1}" applyFont="1" fillId="0"')

    def _listed(self, name: str, attributes: str) -> str:
        key = ("", name, "")
        if key not in self._known:
            p = self._p.decode()
            self._new.append(
                f'<{p}xf numFmtId="49" {attributes} borderId="0" xfId="0" applyNumberFormat="1" '
                f'applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>'.encode()
            )
            self._known[key] = str(len(self._xfs) + len(self._new) - 1)
        return self._known[key]

    def _copy(self, style: str, **changes: str) -> str:
        number = int(style) if style.isdigit() else 0
        key = (style, *sorted(changes.items())[0])
        if key not in self._known:
            if number < len(self._xfs):
                xf = self._xfs[number]
                begin = splice.tag(xf.name, {**xf.attributes, **changes})
                rest = self._data[xf.inner : xf.close] if xf.close > xf.inner else b""
                self._new.append(begin + rest + f"</{xf.name}>".encode())
            else:
                own = number - len(self._xfs)
                basis = (
                    self._new[own] if own < len(self._new) else b"<" + self._p + b"xf></" + self._p + b"xf>"
                )
                top = splice.tree(basis)
                begin = splice.tag(top.name, {**top.attributes, **changes})
                self._new.append(begin + basis[top.inner : top.close] + f"</{top.name}>".encode())
            self._known[key] = str(len(self._xfs) + len(self._new) - 1)
        return self._known[key]

    def written(self) -> bytes:
        p = self._p.decode()
        fills = b"".join(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{rgb}"/></{p}patternFill>'
            f"</{p}fill>".encode()
            for rgb in (ERROR_FILL, QUERY_FILL)
        )
        fonts = (
            f'<{p}font><{p}b/><{p}sz val="11"/></{p}font>'
            f'<{p}font><{p}u/><{p}sz val="11"/><{p}color rgb="FF0563C1"/></{p}font>'
        ).encode()
        nothing = "".join(
            f'<{p}fill><{p}patternFill patternType="{each}"/></{p}fill>'
            for each in ("none", "gray125")[len(self._fills) :]
        ).encode()
        splices = [
            self._added("fonts", fonts, self._first_font + 2, _AFTER_FONTS),
            self._added("fills", nothing + fills, self._first_fill + 2, _AFTER_FILLS),
            self._added("cellXfs", b"".join(self._new), len(self._xfs) + len(self._new), _AFTER_XFS),
        ]
        return splice.applied(self._data, splices)

    def _added(self, name: str, contents: bytes, count: int, after: tuple[str, ...]) -> Splice:
        element = self._root.only(name)
        if element:
            return splice.appended(self._data, element, contents, count=str(count))
        at = splice.before(self._root, after)
        p = self._p.decode()
        return Splice(at, at, f'<{p}{name} count="{count}">'.encode() + contents + f"</{p}{name}>".encode())
