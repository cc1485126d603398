"""PDF by its own words, without a library: whole, unlocked, with pages, and nothing in it that acts.

A reader may meet names in three writings: as they are, with ``#`` and two digits, and packed in object
streams. All three are brought to one before anything is looked for. Where a writer would have to be
believed, what it says is taken in the worst way: a refused file is printed anew, an accepted one is
opened by an inspector.
"""

import re
import zlib
from collections.abc import Iterator

from assessments.evidence.gate import signs
from assessments.evidence.gate.refusals import refused

HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\s%]")
MOST_UNPACKED = 64 * 1024 * 1024  # of object streams: words and numbers, never pictures
SLICE = 1024 * 1024
TAIL = 2048

_AFTER = rb"(?=[\s/<>\[\](){}%]|$)"
_WHITE = rb"[\s\0]*"


def _name(*names: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"/(?:" + rb"|".join(names) + rb")" + _AFTER)


# What acts, by its code; the names are long enough not to stand in a picture by chance.
ACTIVE = (
    ("M06", _name(rb"Encrypt")),
    ("M10", _name(rb"JavaScript")),
    ("M11", _name(rb"Launch", rb"SubmitForm", rb"ImportData", rb"GoToE", rb"GoToR")),
    ("M12", _name(rb"EmbeddedFiles?", rb"FileAttachment", rb"Collection")),
    ("M13", _name(rb"RichMedia", rb"Rendition", rb"XFA", rb"Movie", rb"Sound")),
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECTS, _FIRST, _NUMBER = _name(rb"ObjStm"), _name(rb"First"), _name(rb"N")
_OTHER_FILTERS = _name(rb"LZWDecode", rb"ASCIIHexDecode", rb"ASCII85Decode", rb"RunLengthDecode", rb"Crypt")
_PREDICTOR = re.compile(rb"/Predictor" + _WHITE + rb"(?!1[^0-9])\d")
_PAGE = re.compile(rb"/Type" + _WHITE + rb"/Page" + _AFTER)
_ON_OPENING = re.compile(rb"/OpenAction" + _WHITE + rb"(\[|<<|(\d+)\s+(\d+)\s+R)")
_BY_ITSELF = re.compile(rb"/AA" + _WHITE + rb"(<<|\d+\s+\d+\s+R)")
_DIRECTORY = re.compile(rb"\s*(?:\d{1,10}\s+\d{1,10}\s+){1,10000}")
_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\0*\s*$")


def inspect(data: bytes) -> None:
    """Raise ``EvidenceRefused`` M05–M07, M10–M13, M17 or M19 for what is no plain PDF."""
    if not HEADER.match(data):
        raise refused("M05", where="文件开头")
    signs.alone(data, whole=False)
    _is_whole(data)
    plain = unescaped(data)
    packed = list(_packed_objects(data))
    for text in (plain, *packed):
        for code, names in ACTIVE:
            if found := names.search(text):
                raise refused(code, where=found[0].decode("latin-1"))
        if found := _BY_ITSELF.search(text):
            raise refused("M11", where="/AA")
    for text in (plain, *packed):
        _opens_on_a_page(text, plain, packed)
    if not any(_PAGE.search(text) for text in (plain, *packed)):
        raise refused("M19")


def unescaped(data: bytes) -> bytes:
    """Write every ``#4A`` of a name as the letter it stands for.

    >>> unescaped(b"/J#61vaScript")
    b'/JavaScript'
    """
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _is_whole(data: bytes) -> None:
    tail = data[-TAIL:]
    if b"%%EOF" not in tail:
        raise refused("M05", "文件的后半部分缺失。", where="文件末尾")
    found = _END.search(tail)
    if found is None:
        behind = tail[tail.rfind(b"%%EOF") + 5 :].strip(b"\0\r\n\t ")
        code, detail = ("M07", "PDF 后面还接着别的内容。") if behind else ("M05", "文件的后半部分缺失。")
        raise refused(code, detail, where="文件末尾")
    at = int(found[1])
    begins = data[at : at + 40].lstrip()
    if not begins.startswith(b"xref") and not re.match(rb"\d+\s+\d+\s+obj", begins):
        raise refused("M05", "目录不在它说的位置。", where="startxref")


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """Yield the content of every stream that a reader could take for objects; raise M09 or M17."""
    before = total = 0
    for found in _STREAM.finditer(data):
        head, before = unescaped(data[before : found.start()]), found.end()
        said = _OBJECTS.search(head)
        if not said and not (_FIRST.search(head) and _NUMBER.search(head)):
            continue
        if said and (_OTHER_FILTERS.search(head) or _PREDICTOR.search(head)):
            raise refused("M17", where=f"第 {found.start() + 1} 字节")
        content = _unpacked(data, found.end(), MOST_UNPACKED - total)
        if content is None and said and b"/FlateDecode" in head:
            raise refused("M17", where=f"第 {found.start() + 1} 字节")
        total += len(content or b"")
        yield unescaped(content or b"")


def _unpacked(data: bytes, at: int, most: int) -> bytes | None:
    """Return what is packed from *at* on, None where nothing is; raise M09 for more than *most*."""
    packed, parts, size = zlib.decompressobj(), [], 0
    content: bytes = data[at:]
    try:
        while content and not packed.eof:
            parts.append(packed.decompress(content, SLICE))
            size += len(parts[-1])
            content = packed.unconsumed_tail
            if size > most:
                raise refused("M09", where=f"第 {at + 1} 字节")
    except zlib.error:
        return b"".join(parts) or None
    return b"".join(parts)


def _opens_on_a_page(text: bytes, plain: bytes, packed: list[bytes]) -> None:
    """To open on a page is what many do by themselves; to open anything else is refused."""
    for found in _ON_OPENING.finditer(text):
        if found[1] == b"[":
            continue
        action = text[found.end() :] if found[1] == b"<<" else _object(found, plain, packed)
        action = action[:400].split(b"endobj")[0]
        is_place = action.lstrip().startswith(b"[")
        if not is_place and (not re.search(rb"/GoTo" + _AFTER, action) or b"/URI" in action):
            raise refused("M11", where="/OpenAction")


def _object(found: re.Match[bytes], plain: bytes, packed: list[bytes]) -> bytes:
    """Return what the reference points at, nothing where that is not to be found."""
    wanted = rb"(?<!\d)" + found[2] + rb"\s+" + found[3] + rb"\s+obj"
    if place := re.search(wanted, plain):
        return plain[place.end() :]
    for text in packed:
        directory = _DIRECTORY.match(text)
        numbers = directory[0].split() if directory else []
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            if number == found[2] and directory:
                return text[directory.end() + int(offset) :]
    return b""
