"""What the cells of a workbook share: its strings, and which styles show dates or percentages."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from schools.ledger.refusals import refused
from schools.ledger.xlsx import markup
from schools.ledger.xlsx.archive import Archive
from schools.ledger.xlsx.manifest import main

LONGEST_TEXT = 2_000
MOST_STRINGS = markup.MOST_CELLS

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_ITEM, _TEXT, _PHONETIC = main("si"), main("t"), main("rPh")
_FORMAT, _STYLES, _STYLE = main("numFmt"), main("cellXfs"), main("xf")


class Shown(StrEnum):
    """How a style shows a number, where not as a number."""

    AS_DATE = "date"
    AS_PERCENT = "percent"


_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_NOT_A_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_SIGN = re.compile(r"[ymdhs]|[年月日时]", re.IGNORECASE)


def unescaped(text: str) -> str:
    """Return *text* without the escapes of the format (``_x000D_``) and what no text may hold."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = _CONTROLS.sub("", text)
    return text


class _Strings:
    """Collects the shared strings; ``None`` stands for one that is too long to be a value."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.strings: list[str | None] = []
        self._text: str | None = ""
        self._taking = False
        self._phonetic = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag in _TEXT:
            self._taking = not self._phonetic
        elif tag in _ITEM:
            self._text = ""
        elif tag in _PHONETIC:
            self._phonetic = True

    def end(self, tag: str) -> None:
        if tag in _TEXT:
            self._taking = False
        elif tag in _PHONETIC:
            self._phonetic = False
        elif tag in _ITEM:
            if len(self.strings) >= MOST_STRINGS:
                raise refused("E21", value=self.part)
            self.strings.append(None if self._text is None else unescaped(self._text))

    def text(self, text: str) -> None:
        if self._taking and self._text is not None:
            self._text += text
            if len(self._text) > LONGEST_TEXT:
                self._text = None


def read_strings(archive: Archive, part: str) -> Sequence[str | None]:
    """Return the shared strings in order, phonetic guides (拼音) left out; none without *part*."""
    strings = _Strings(part)
    if part:
        markup.read(
            archive.chunks(part),
            part,
            archive.budget,
            start=strings.start,
            end=strings.end,
            text=strings.text,
        )
    return strings.strings


def read_styles(archive: Archive, part: str) -> Mapping[str, Shown]:
    """Return the styles that do not show a number as a number, by the index cells name them by."""
    formats: dict[str, Shown | None] = {}
    shown: dict[str, Shown] = {}
    inside, count = False, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        if tag in _STYLES:
            inside = True
        elif tag in _FORMAT:
            formats[attributes.get("numFmtId", "")] = _of_pattern(attributes.get("formatCode", ""))
        elif inside and tag in _STYLE:
            key = attributes.get("numFmtId", "0")
            way = formats[key] if key in formats else _of_number(key)
            if way:
                shown[str(count)] = way
            count += 1

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag not in _STYLES

    if part:
        markup.read(archive.chunks(part), part, archive.budget, start=start, end=end)
    return shown


def _of_pattern(pattern: str) -> Shown | None:
    signs = _NOT_A_PATTERN.sub("", pattern)
    if "%" in signs:
        return Shown.AS_PERCENT
    if "General" not in signs and "通用" not in signs and _DATE_SIGN.search(signs):
        return Shown.AS_DATE
    return None


def _of_number(key: str) -> Shown | None:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 5 else 0
    if number in _DATE_FORMATS:
        return Shown.AS_DATE
    return Shown.AS_PERCENT if number in _PERCENT_FORMATS else None
