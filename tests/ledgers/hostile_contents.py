"""Hostile contents: macros, links, objects, XML that goes too far."""

from collections.abc import Callable

from tests.ledgers import packages
from tests.ledgers.packages import SHEET_PART, package, relation, relations, sheet, with_cell

MACROS = "ms-excel.sheet.macroEnabled"
DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
ONE = '<sheet name="台账" sheetId="1" r:id="rId1"/>'
AUTO_OPEN = '<definedNames><definedName name="_xlnm.Auto_Open">A1</definedName></definedNames>'
EXTERNAL_REFERENCE = '<externalReferences><externalReference r:id="rId9"/></externalReferences>'


def sheet_part(text: str) -> bytes:
    return package({SHEET_PART: text})


def extra(name: str, content: str | bytes = "<x/>") -> bytes:
    return package({name: content})


def book(sheets: str, *, after: str = "", **more: str) -> bytes:
    return package({"xl/workbook.xml": packages.workbook(sheets, after=after)} | more)


def renamed_xlsm() -> bytes:
    name = "[Content_Types].xml"
    macros = packages.WORKBOOK_TYPE.replace("openxmlformats-officedocument.spreadsheetml.sheet", MACROS)
    return package({name: str(packages.parts()[name]).replace(packages.WORKBOOK_TYPE, macros)})


def remote_picture() -> bytes:
    picture = relation("rId1", "image", "http://evil.example/a.png", external=True)
    return extra("xl/worksheets/_rels/sheet1.xml.rels", relations(picture))


def endless_attribute() -> bytes:
    return packages.stored({SHEET_PART: with_cell(f'<c r="A4" q="{"0" * 15_000_000}"/>')})


def too_many_elements() -> bytes:
    return packages.stored({"xl/a.xml": "<x>" + "<a/>" * 1_000_001 + "</x>"})


FILES: list[tuple[str, str, Callable[[], bytes]]] = [
    # what it may not carry
    ("E14", "vbaProject", lambda: extra("xl/vbaProject.bin", b"\x00")),
    ("E14", "vbaProject in capitals", lambda: extra("xl/VBAPROJECT.BIN", b"\x00")),
    ("E14", "Excel 4 macros", lambda: extra("xl/macrosheets/sheet1.xml")),
    ("E14", "auto open", lambda: book(ONE, after=AUTO_OPEN)),
    ("E14", "xlsm renamed", renamed_xlsm),
    ("E15", "external link", lambda: extra("xl/externalLinks/externalLink1.xml")),
    ("E15", "external reference", lambda: book(ONE, after=EXTERNAL_REFERENCE)),
    ("E16", "remote picture", remote_picture),
    ("E17", "ActiveX", lambda: extra("xl/activeX/activeX1.xml")),
    ("E17", "embedded object", lambda: extra("xl/embeddings/oleObject1.bin", b"\x00")),
    ("E17", "program", lambda: extra("xl/media/setup.exe", b"MZ")),
    ("E17", "connection", lambda: extra("xl/connections.xml")),
    ("E17", "query table", lambda: extra("xl/queryTables/queryTable1.xml")),
    # XML that goes too far
    ("E18", "deep nesting", lambda: extra("docProps/app.xml", "<a>" * 5000 + "</a>" * 5000)),
    ("E18", "deep nesting in a sheet", lambda: sheet_part(sheet(after="<a>" * 5000 + "</a>" * 5000))),
    ("E18", "long attribute", lambda: extra("docProps/app.xml", f'<a b="{"c" * 5000}"/>')),
    ("E18", "endless attribute", endless_attribute),
    ("E18", "too many elements", too_many_elements),
    ("E29", "laughs in a sheet", lambda: sheet_part(DTD + sheet())),
    ("E29", "laughs in the workbook", lambda: package({"xl/workbook.xml": DTD + packages.workbook()})),
    ("E29", "DTD in properties", lambda: extra("docProps/app.xml", DTD + "<x>&b;</x>")),
    ("E29", "DTD in relations", lambda: extra("xl/worksheets/_rels/a.rels", DTD + relations())),
    (
        "E29",
        "external entity",
        lambda: extra("docProps/app.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
    ),
    ("E29", "DTD in a drawing", lambda: extra("xl/drawings/a.vml", DTD + "<xml><br></xml>")),
    ("E29", "DTD in UTF-16", lambda: extra("docProps/app.xml", (DTD + "<x/>").encode("utf-16"))),
]
