"""Rare characters (生僻字): what the bundled fonts lack is drawn out of a large one into a small font.

Names hold characters that no everyday font has (𠮷, 㐂, 䶮). Noto Sans CJK has Extension B and more,
but is one variable font of 32 MB that no document may carry; a few of its outlines are enough.
"""

from collections.abc import Set
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import manimgx_fonts_cjk
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

LARGE = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED = 2  # the place in the collection of the shapes used on the mainland
REGULAR = 400
NAME = "Noto Sans SC Rare"
GETA = "〓"  # stands for what cannot be set, as printers have it


class Outlines:
    """The large font of rare characters (生僻字), read as far as it is needed; to be used in a ``with``."""

    def __init__(self) -> None:
        self._font = TTFont(LARGE, fontNumber=SIMPLIFIED, lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._font.close()

    def holds(self, character: str) -> bool:
        return ord(character) in self._names

    def font(self, characters: Set[str]) -> bytes:
        """Return an OpenType font of *characters*, each of which it holds: the same ones, the same bytes."""
        names = {ord(each): self._names[ord(each)] for each in sorted(characters)}
        drawn = {name: self._drawn(name) for name in (".notdef", *names.values())}
        head, header = self._font["head"], self._font["hhea"]
        made = FontBuilder(head.unitsPerEm, isTTF=False)
        made.setupGlyphOrder(list(drawn))
        made.setupCharacterMap(names)
        made.setupCFF(
            NAME.replace(" ", ""), {"FullName": NAME}, {name: each[0] for name, each in drawn.items()}, {}
        )
        made.setupHorizontalMetrics({name: (width, 0) for name, (_, width) in drawn.items()})
        made.setupHorizontalHeader(ascent=header.ascent, descent=header.descent)
        made.setupNameTable({"familyName": NAME, "styleName": "Regular"})
        made.setupOS2(usWinAscent=header.ascent, usWinDescent=-header.descent)
        made.setupPost()
        made.font["head"].created = made.font["head"].modified = 0
        made.font.recalcTimestamp = False
        written = BytesIO()
        made.font.save(written)
        return written.getvalue()

    def _drawn(self, name: str) -> tuple[Any, int]:
        glyph = self._font.getGlyphSet(location={"wght": REGULAR})[name]
        pen = T2CharStringPen(glyph.width, None)
        glyph.draw(pen)
        return pen.getCharString(), round(glyph.width)


def without(html: str, characters: Set[str]) -> str:
    """Return *html* with 〓 for *characters*, and a remark at the end that names each by its number."""
    if not characters:
        return html
    numbers = "、".join(f"U+{ord(each):04X}" for each in sorted(characters))
    remark = f"本文件中的“{GETA}”代替字库中没有的字：{numbers}。这些字以原始台账为准。"
    return html.translate({ord(each): GETA for each in characters}) + f"<p class='note'>{remark}</p>"
