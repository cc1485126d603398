"""Hostile containers: no zip at all, zips with tricks, other kinds of document."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
import xlwt

from tests.ledgers import packages
from tests.ledgers.packages import SHEET_PART, package, relations, sheet

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def extra(name: str, content: str | bytes = "<x/>") -> bytes:
    return package({name: content})


def two_of_one_name() -> bytes:
    file = io.BytesIO(package())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET_PART, sheet(""))
    return file.getvalue()


def symlink() -> bytes:
    file = io.BytesIO(package())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/media/a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def overlapping() -> bytes:
    """Two entries of the directory that unpack the same bytes (CVE-2024-0450)."""
    data = package({"xl/a.xml": "<x/>", "xl/b.xml": "<x/>"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.getinfo("xl/a.xml").header_offset
    changed = bytearray(data)
    place = data.rindex(CENTRAL)
    struct.pack_into("<L", changed, place + 42, first)
    return bytes(changed)


def nul_in_name() -> bytes:
    return package({"xl/media/a.png@": b"x"}).replace(b"xl/media/a.png@", b"xl/media/a.png\x00")


def old_workbook(*more: tuple[int, int, object]) -> bytes:
    """A ledger as Excel 97 kept it, with *more* cells: row and column from 0, and what is in them."""
    book, file = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("台账")
    for number, line in enumerate((packages.HEADINGS, *packages.SCHOOLS)):
        for column, value in enumerate(line):
            page.write(number, column, value)
    for row, column, value in more:
        page.write(row, column, value)
    book.save(file)
    return file.getvalue()


def with_record(kind: int, body: bytes) -> bytes:
    """An old workbook whose second record is another one, the rest of it filled up."""
    data = bytearray(old_workbook())
    first = data.index(b"\x09\x08\x10\x00")  # BOF, at the beginning of the workbook's stream
    place = first + 4 + 16
    head = struct.pack("<HH", kind, len(body)) + body
    data[place : place + len(head)] = head
    return bytes(data)


def bomb_that_says_it_is_small() -> bytes:
    """Thirty megabytes of blanks, of which both its headers say that they are a thousand bytes."""
    bomb = packages.zipped(
        {"[Content_Types].xml": " " * 30_000_000} | packages.parts({"[Content_Types].xml": None})
    )
    return packages.patched(packages.patched(bomb, LOCAL, 22, "<L", 1_000), CENTRAL, 24, "<L", 1_000)


FILES: list[tuple[str, str, Callable[[], bytes]]] = [
    # what is no workbook at all
    ("E01", "empty", lambda: b""),
    ("E01", "noise", lambda: bytes(range(256)) * 8),
    ("E04", "old xls, broken", lambda: packages.ole("Workbook\0")),
    ("E04", "old xls, truncated", lambda: old_workbook()[:-2_000]),
    ("E13", "Word of old", lambda: packages.ole("WordDocument")),
    ("E14", "old xls with macros", lambda: old_workbook() + "_VBA_PROJECT_CUR\0".encode("utf-16-le")),
    ("E17", "old xls with an object", lambda: old_workbook() + "\x01Ole10Native\0".encode("utf-16-le")),
    ("E02", "old xls, password", lambda: with_record(0x2F, bytes(6))),
    ("E14", "old xls, macro sheet", lambda: with_record(0x85, b"\0\0\0\0\0\x01\x01\0A")),
    ("E15", "old xls, another book", lambda: with_record(0x1AE, b"\x01\0\x06\0\0\x01b.xls")),
    ("E22", "old xls, far right", lambda: old_workbook((0, 210, "x"))),
    ("E26", "old xls, long text", lambda: old_workbook((3, 1, "长" * 2_001))),
    ("E02", "password", lambda: packages.ole("EncryptedPackage")),
    ("E03", "pdf", lambda: b"%PDF-1.7\n1 0 obj"),
    ("E03", "png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(64)),
    ("E03", "program", lambda: b"MZ\x90\x00" + bytes(64)),
    ("E03", "rar", lambda: b"Rar!\x1a\x07\x00" + bytes(64)),
    ("E03", "7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(64)),
    ("E03", "web page", lambda: b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>"),
    ("E33", "csv of names", lambda: bytes("学校标识码,学校名称\n9901000001,一小\n", "gb18030")),
    ("E32", "csv of something else", lambda: b"a,b\n1,2\n"),
    ("E21", "csv without end", lambda: b"a,b\n" * 20_002),
    ("E22", "csv far right", lambda: b"," * 300 + b"x"),
    ("E26", "csv, long text", lambda: b"a,b\n" + b"x" * 2_001 + b",1\n"),
    ("E26", "csv, a quote that never ends", lambda: b'a,"' + b"x" * 300_000),
    ("E01", "text without columns", "没有列的文字".encode),
    ("E04", "truncated", lambda: package()[:-40]),
    ("E04", "half", lambda: package()[: len(package()) // 2]),
    ("E04", "wrong checksum", lambda: packages.patched(package(), CENTRAL, 16, "<L", 7)),
    # tricks of the container
    ("E05", "501 parts", lambda: package({f"xl/a{i}.xml": "<x/>" for i in range(501)})),
    ("E05", "endless directory", lambda: packages.patched(package(), END, 12, "<L", 50_000_000)),
    ("E06", "one name twice", two_of_one_name),
    ("E06", "one name in two cases", lambda: extra("XL/Workbook.xml")),
    ("E07", "upwards", lambda: extra("../evil.xml")),
    ("E07", "absolute", lambda: extra("/etc/evil.xml")),
    ("E07", "drive", lambda: extra("C:evil.xml")),
    ("E07", "backslash", lambda: extra("xl\\evil.xml")),
    ("E07", "NUL", nul_in_name),
    ("E07", "symlink", symlink),
    ("E08", "encrypted", lambda: packages.patched(package(), CENTRAL, 8, "<H", 1)),
    ("E09", "bzip2", lambda: packages.zipped(packages.parts(), method=zipfile.ZIP_BZIP2)),
    ("E09", "lzma", lambda: packages.zipped(packages.parts(), method=zipfile.ZIP_LZMA)),
    ("E10", "overlap", overlapping),
    ("E10", "two sizes", lambda: packages.patched(package(), LOCAL, 22, "<L", 5)),
    ("E10", "beyond the end", lambda: packages.patched(package(), CENTRAL, 42, "<L", 1 << 30)),
    ("E11", "too large", lambda: package() + bytes(20 * 1024 * 1024)),
    ("E11", "too large unpacked", lambda: packages.patched(package(), CENTRAL, 24, "<L", 1 << 30)),
    ("E12", "bomb", lambda: package({SHEET_PART: sheet(" " * 30_000_000)})),
    ("E04", "bomb that says it is small", bomb_that_says_it_is_small),
    # other kinds of document
    ("E13", "docx", lambda: extra("word/document.xml")),
    ("E13", "pptx", lambda: extra("ppt/presentation.xml")),
    ("E13", "ods", lambda: extra("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
    ("E13", "xlsb", lambda: extra("xl/workbook.bin", b"\x00")),
    ("E13", "plain zip", lambda: packages.zipped({"a.txt": "x"})),
    ("E13", "no types", lambda: package({"[Content_Types].xml": None})),
    ("E13", "no workbook", lambda: package({"_rels/.rels": relations()})),
]
