"""The zip file a workbook is: its directory is judged before anything in it is unpacked.

Nothing here trusts a figure the file states of itself: sizes are counted while unpacking.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from schools.ledger.refusals import refused
from schools.ledger.xlsx.markup import Budget

LARGEST_FILE = 20 * 1024 * 1024
MOST_PARTS = 500
LARGEST_DIRECTORY = MOST_PARTS * 400
LARGEST_PART = 80 * 1024 * 1024
LARGEST_TOTAL = 120 * 1024 * 1024
GREATEST_RATIO = 200
RATIO_FROM = 1024 * 1024
CHUNK = 64 * 1024

_END_OF_DIRECTORY = b"PK\x05\x06"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_STREAMED, _ENCRYPTED = 0x08, 0x01 | 0x40 | 0x2000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"MZ", "程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """The parts of a workbook by name, every one of them safe to unpack in a stream.

    *budget* is how many elements of XML may still be met in them, all together.
    """

    def __init__(self, data: bytes) -> None:
        """Judge the directory of *data*; raise ``LedgerRefused`` E01–E12."""
        _check_beginning(data)
        _check_directory_size(data)
        self.budget = Budget()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as damage:
            raise refused("E04") from damage
        parts = self._zip.infolist()
        _check_names(parts)
        _check_sizes(parts)
        _check_places(data, parts)
        self._parts = {part.filename: part for part in parts if not part.is_dir()}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the part *name* piece by piece; raise ``LedgerRefused`` if it is damaged."""
        try:
            with self._zip.open(self._parts[name]) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except _DAMAGED as damage:
            raise refused("E04", value=name) from damage

    def verify(self, name: str) -> None:
        """Unpack the part *name* for its checksum alone."""
        for _chunk in self.chunks(name):
            pass


def _check_beginning(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise refused("E11", f"上限是 {LARGEST_FILE // 1024 // 1024} MB。", value=f"{len(data)} 字节")
    if data.startswith(_OLE):
        raise refused("E02")
    for magic, kind in _OTHER_FORMATS:
        if data.startswith(magic):
            raise refused("E03", f"内容看起来是{kind}。")
    if data.startswith(b"PK\x03\x04"):
        return
    beginning = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        raise refused("E03", "内容看起来是网页或 XML。")
    if beginning and b"\x00" not in beginning and (b"," in beginning or b"\t" in beginning):
        raise refused("E03", "内容看起来是文本或 CSV。")
    raise refused("E01")


def _check_directory_size(data: bytes) -> None:
    """Look at the directory's own size first: listing half a million parts is an attack in itself."""
    end = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - 65_557))
    if end < 0 or len(data) - end < 22:
        raise refused("E04", "文件的后半部分缺失。")
    count, size = struct.unpack_from("<HL", data, end + 10)
    if count > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise refused("E05", f"上限是 {MOST_PARTS} 个。", value=str(count))


def _check_names(parts: Sequence[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise refused("E05", f"上限是 {MOST_PARTS} 个。", value=str(len(parts)))
    seen: set[str] = set()
    for part in parts:
        name = part.orig_filename
        steps = name.split("/")
        if (
            not name
            or name.startswith("/")
            or any(sign in name for sign in "\\:\x00")
            or any(step in {".", ".."} for step in steps)
            or "" in steps[:-1]
            or stat.S_ISLNK(part.external_attr >> 16)
        ):
            raise refused("E07", value=_printable(name))
        if name.casefold() in seen:
            raise refused("E06", value=_printable(name))
        seen.add(name.casefold())


def _check_sizes(parts: Sequence[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise refused("E11", f"展开后的上限是 {LARGEST_TOTAL // 1024 // 1024} MB。")
    for part in parts:
        name = _printable(part.filename)
        if part.flag_bits & _ENCRYPTED:
            raise refused("E08", value=name)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused("E09", value=name)
        if part.file_size > LARGEST_PART:
            raise refused("E11", f"其中一个部件超过 {LARGEST_PART // 1024 // 1024} MB。", value=name)
        if part.file_size > RATIO_FROM and part.file_size > GREATEST_RATIO * part.compress_size:
            raise refused("E12", value=name)


def _check_places(data: bytes, parts: Sequence[zipfile.ZipInfo]) -> None:
    """Every part has a place of its own, and says there what the directory says of it.

    CPython 3.11.7 does not look for overlapping entries (CVE-2024-0450).
    """
    spans: list[tuple[int, int]] = []
    for part in parts:
        if part.header_offset < 0 or part.header_offset + _LOCAL_HEADER.size > len(data):
            raise refused("E10", value=_printable(part.filename))
        local = _LOCAL_HEADER.unpack_from(data, part.header_offset)
        magic, flags, stored, unpacked = local[0], local[2], local[7], local[8]
        begin = part.header_offset + _LOCAL_HEADER.size + local[9] + local[10]
        if magic != b"PK\x03\x04" or flags & _ENCRYPTED != part.flag_bits & _ENCRYPTED:
            raise refused("E10", value=_printable(part.filename))
        streamed = flags & _STREAMED or 0xFFFFFFFF in {stored, unpacked}
        if not streamed and (stored, unpacked) != (part.compress_size, part.file_size):
            raise refused("E10", value=_printable(part.filename))
        spans.append((part.header_offset, begin + part.compress_size))
    spans.sort()
    if spans and (spans[0][0] != 0 or spans[-1][1] > len(data)):
        raise refused("E10")
    if any(end > begin for (_, end), (begin, _) in pairwise(spans)):
        raise refused("E10")


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
