"""Pictures part by part: complete, of a size that can be shown, with nothing behind their end."""

import re
import struct
import zlib
from collections.abc import Iterator

from assessments.evidence.gate import signs
from assessments.evidence.gate.refusals import refused

MOST_PIXELS = 50_000_000
SLICE = 4 * 1024 * 1024
# Bits of a pixel by colour type, as multiples of the depth; which depths each may have.
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_FILL = b"\x00\r\n "


def inspect_png(data: bytes) -> None:
    """Raise ``EvidenceRefused`` M05, M07, M08, M09 for what is no plain PNG."""
    signs.alone(data, whole=True)
    _no_pdf(data)
    packed = zlib.decompressobj()
    due = unpacked = 0
    for place, (name, content) in enumerate(_chunks(data)):
        if (place == 0) != (name == b"IHDR"):
            raise refused("M05", where=name.decode("latin-1"))
        if name == b"IHDR":
            due = _size_of_png(content)
        elif name == b"IDAT":
            unpacked += _unpacked(packed, content, due - unpacked)
    if unpacked < due:
        raise refused("M05", "图片只有一部分。", where="IDAT")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(signs.PNG)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">L4s", data, at)
        end = at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">L", data, end - 4)[0]
        ):
            raise refused("M05", where=f"第 {at + 1} 字节")
        yield name, data[at + 8 : end - 4]
        at = end
        if name == b"IEND":
            if data[at:].strip(_FILL):
                raise refused("M07", "图片后面还接着别的内容。", where=f"第 {at + 1} 字节")
            return
    raise refused("M05", "图片只有一部分。", where="文件末尾")


def _size_of_png(head: bytes) -> int:
    """Return how many bytes the picture unpacks to."""
    if len(head) != 13:
        raise refused("M05", where="IHDR")
    width: int
    height: int
    width, height, depth, colour, method, filters, interlaced = struct.unpack(">2L5B", head)
    _must_be_shown(width, height)
    if depth not in DEPTHS.get(colour, ()) or method or filters or interlaced > 1:
        raise refused("M05", where="IHDR")
    bits = depth * CHANNELS[colour]
    if not interlaced:
        return height * _row(width, bits)
    return sum(
        (-(-(height - y) // dy)) * _row(-(-(width - x) // dx), bits)
        for x, y, dx, dy in ADAM7
        if width > x and height > y
    )


def _row(width: int, bits: int) -> int:
    return 1 + (width * bits + 7) // 8


def _unpacked(packed: "zlib._Decompress", content: bytes, due: int) -> int:
    """Unpack in slices, counting only; raise M09 for more than the picture's size says."""
    count = 0
    try:
        while content and not packed.eof:
            count += len(packed.decompress(content, SLICE))
            content = packed.unconsumed_tail
            if count > due:
                raise refused("M09", where="IDAT")
    except zlib.error as fault:
        raise refused("M05", where="IDAT") from fault
    return count


def inspect_jpg(data: bytes) -> None:
    """Raise ``EvidenceRefused`` M05, M07, M08 for what is no plain JPEG. Behind the picture others may
    follow, as cameras put a preview there."""
    signs.alone(data, whole=True)
    _no_pdf(data)
    end = _end_of_jpg(data, 0)
    while rest := data[end : end + 65_536].lstrip(_FILL):
        at = end + len(data[end : end + 65_536]) - len(rest)
        if not rest.startswith(b"\xff\xd8\xff"):
            raise refused("M07", "图片后面还接着别的内容。", where=f"第 {at + 1} 字节")
        end = _end_of_jpg(data, at)


def _end_of_jpg(data: bytes, start: int) -> int:
    """Walk from segment to segment; return where the picture that begins at *start* ends."""
    at, framed = start + 2, False
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        if data[at] != 0xFF:
            raise refused("M05", where=f"第 {at + 1} 字节")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in ALONE:
            at += 2
        elif marker == 0xD9:
            if not framed:
                raise refused("M05", where=f"第 {at + 1} 字节")
            return at + 2
        else:
            at, framed = _segment(data, at, marker, framed)
    raise refused("M05", "图片只有一部分。", where="文件末尾")


def _segment(data: bytes, at: int, marker: int, framed: bool) -> tuple[int, bool]:
    length = struct.unpack_from(">H", data, at + 2)[0]
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise refused("M05", where=f"第 {at + 1} 字节")
    if marker in FRAMES:
        if length < 8:
            raise refused("M05", where=f"第 {at + 1} 字节")
        height, width = struct.unpack_from(">2H", data, at + 5)
        _must_be_shown(width, height)
        return end, True
    if marker != 0xDA:
        return end, framed
    found = _MARKER.search(data, end)
    if not framed or found is None:
        raise refused("M05", "图片只有一部分。", where="文件末尾")
    return found.start(), framed


def _must_be_shown(width: int, height: int) -> None:
    if not width or not height:
        raise refused("M05", "图片没有大小。")
    if width * height > MOST_PIXELS:
        raise refused("M08", f"现在是 {width} × {height}。")


def _no_pdf(data: bytes) -> None:
    if b"%PDF-" in data[: signs.HEAD]:
        raise refused("M07", "里面有 PDF。", where="文件开头")
