"""The file to carry as a zip that can be written in one way only: its bytes follow from its members.

Members are stored as they are, so that nothing swells when it is read, and in a given order with
no time. Reading trusts nothing: limits stand before anything is read, and a zip that our own
writing of its members would not give again is told apart, to the byte.
"""

import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

ALWAYS = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 500 * 1024 * 1024
MOST_MEMBERS = 2_000
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
NAME = re.compile(r"(?:[\w（）〔〕.·-]+/)?[\w（）〔〕.·-]+")


class Unreadable(Exception):
    """This is no file to carry that can be read safely; the message is for a reader."""


@dataclass(frozen=True)
class Unpacked:
    """*altered* is the place of the first byte that we would have written otherwise, None if none."""

    members: Mapping[str, bytes]
    altered: int | None


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return the zip of *members*, in their order: the same members, the same bytes."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, ALWAYS)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return written.getvalue()


def unpack(content: bytes) -> Unpacked:
    """Return the members of *content*; raise ``Unreadable`` where it is refused unread."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 1024**2} MB")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse(entries, len(content))
            members = {each.filename: _stored(content, each) for each in entries}
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise Unreadable("压缩包结构已损坏或被改动") from error
    again = pack(members)
    return Unpacked(members, None if again == content else _first_difference(again, content))


def _refuse(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what a zip of ours never is: names that lead elsewhere, twice the same, packed, hidden."""
    names = [each.filename for each in entries]
    if len(names) > MOST_MEMBERS:
        raise Unreadable(f"压缩包内文件超过 {MOST_MEMBERS} 个")
    if len({name.casefold() for name in names}) != len(names):
        raise Unreadable("压缩包内有同名文件")
    for name in names:
        if not NAME.fullmatch(name) or any(part.strip(".") == "" for part in name.split("/")):
            raise Unreadable(f"压缩包内有不安全的文件名：{name[:60]!r}")
    if any(each.compress_type != zipfile.ZIP_STORED or each.flag_bits & 1 for each in entries):
        raise Unreadable("压缩包不是本系统写成的形式（经过压缩或加密）")
    if sum(each.file_size for each in entries) > size:
        raise Unreadable("压缩包内文件的大小不实")


def _stored(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    fields = LOCAL_HEADER.unpack_from(content, entry.header_offset)
    start = entry.header_offset + LOCAL_HEADER.size + fields[9] + fields[10]
    return content[start : start + entry.file_size]


def _first_difference(one: bytes, other: bytes) -> int:
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
