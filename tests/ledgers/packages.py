"""Workbooks written part by part, so that a test can put into one what no program would."""

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_PART = "xl/worksheets/sheet1.xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

HEADINGS = ("学校标识码", "学校名称", "办学类型", "小学在校生数（人）", "小学班级数（个）")
SCHOOLS = (
    ("9901000001", "示例县第一小学", "小学", 120, 3),
    ("9901000002", "示例县第二小学", "小学", 45, 1),
)


def cell(address: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def row(number: int, values: tuple[object, ...]) -> str:
    cells = "".join(
        cell(f"{letter}{number}", value) for letter, value in zip("ABCDEFGH", values, strict=False)
    )
    return f'<row r="{number}">{cells}</row>'


def sheet(data: str | None = None, *, before: str = "", after: str = "") -> str:
    """A worksheet with *data* as its rows, by default two schools below their headings."""
    rows = "".join(row(number, values) for number, values in enumerate((HEADINGS, *SCHOOLS), 1))
    data = rows if data is None else data
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def with_cell(extra: str) -> str:
    """The two schools and a line of one more raw cell."""
    rows = "".join(row(number, values) for number, values in enumerate((HEADINGS, *SCHOOLS), 1))
    return sheet(f'{rows}<row r="4">{extra}</row>')


def relation(key: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def relations(*lines: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def workbook(sheets: str = '<sheet name="台账" sheetId="1" r:id="rId1"/>', *, after: str = "") -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>{after}</workbook>'


def parts(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, str | bytes]:
    """The parts of a plain workbook; *changes* adds or replaces parts, or with None removes them."""
    plain: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/></Types>',
        "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations(relation("rId1", "worksheet", "worksheets/sheet1.xml")),
        SHEET_PART: sheet(),
    }
    plain.update(changes or {})
    return {name: content for name, content in plain.items() if content is not None}


def package(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """The bytes of a workbook of ``parts(changes)``."""
    return zipped(parts(changes))


def stored(changes: Mapping[str, str | bytes | None]) -> bytes:
    """The same uncompressed, so that size is no reason for refusing it as a bomb."""
    return zipped(parts(changes), method=zipfile.ZIP_STORED)


def zipped(contents: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le").ljust(2048, b"\x00")


def patched(data: bytes, signature: bytes, offset: int, form: str, value: int) -> bytes:
    """*data* with one figure of the first record of *signature* overwritten."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(signature) + offset, value)
    return bytes(changed)
