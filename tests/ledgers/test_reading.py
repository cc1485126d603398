"""What is read of workbooks by other hands: every value with its cell, no more and no less."""

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from schools.ledger import checks, workbook
from schools.ledger.problems import LedgerRefused, Severity
from schools.ledger.rows import Reading
from tests.ledgers import packages
from tests.ledgers.packages import MAIN, SHEET_PART, package, relation, relations, with_cell
from tests.ledgers.sheets import FIRST, HEADINGS, SECOND, codes, pupils, read

SCHOOLS = [("示例县第一小学", 120), ("示例县第二小学", 45)]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def changed(old: str, new: str, **more: str) -> bytes:
    return package({SHEET_PART: packages.sheet().replace(old, new)} | more)


def prefixed() -> bytes:
    text = packages.sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    return package({SHEET_PART: text})


def strict() -> bytes:
    parts = {name: str(text).replace(MAIN, STRICT) for name, text in packages.parts().items()}
    return packages.zipped(parts)


def styled_empties() -> bytes:
    far = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in (30_000, 1_048_576))
    text = packages.sheet().replace("</sheetData>", f"{far}</sheetData>")
    return package({SHEET_PART: text.replace('<row r="2">', '<row r="2" ht="20"><!-- x -->')})


def rich_text() -> bytes:
    runs = "<r><rPr><b/></rPr><t>示例县</t></r><r><t>第一小学</t></r>"
    guide = "<rPh sb='0' eb='1'><t>shi</t></rPh>"
    return changed("<is><t>示例县第一小学</t></is>", f"<is>{runs}{guide}</is>")


def shared_strings() -> bytes:
    texts = ("示例县第一小学", "示例县第二小学")
    table = "".join(f"<si><t>{text}</t><phoneticPr fontId='1'/></si>" for text in texts)
    sheet = packages.sheet()
    for number, text in enumerate(texts):
        sheet = sheet.replace(f't="inlineStr"><is><t>{text}</t></is>', f't="s"><v>{number}</v>')
    lines = relation("rId1", "worksheet", "worksheets/sheet1.xml"), relation("rId2", "sharedStrings", "s.xml")
    strings = f'<sst xmlns="{MAIN}">{table}</sst>'
    return package({SHEET_PART: sheet, "xl/_rels/workbook.xml.rels": relations(*lines), "xl/s.xml": strings})


def no_addresses() -> bytes:
    text = packages.sheet()
    for number in range(1, 4):
        text = text.replace(f'<row r="{number}">', "<row>")
        for letter in "ABCDE":
            text = text.replace(f'<c r="{letter}{number}"', "<c")
    return package({SHEET_PART: text})


def furnished() -> bytes:
    """Printer settings, a picture, a comment's drawing that is no XML, a hyperlink outwards."""
    link = relation("rId1", "hyperlink", "mailto:a@example.com", external=True)
    return package(
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relations(link),
            "xl/printerSettings/printerSettings1.bin": b"\x00\x01",
            "xl/media/image1.png": b"\x89PNG\r\n",
            "xl/drawings/vmlDrawing1.vml": "<xml><br></xml>",
            "xl/theme/theme1.xml": "<a:theme xmlns:a='urn:a'/>",
            "docProps/thumbnail.jpeg": b"\xff\xd8",
        }
    )


HARMLESS: list[Callable[[], bytes]] = [
    package,
    prefixed,
    strict,
    styled_empties,
    rich_text,
    shared_strings,
    no_addresses,
    furnished,
    lambda: package({SHEET_PART: packages.sheet(before='<dimension ref="A1:B2"/>')}),  # as WPS writes it
    lambda: package({SHEET_PART: packages.sheet(before='<dimension ref="A1:XFD1048576"/>')}),
    lambda: package({SHEET_PART: b"\xef\xbb\xbf" + packages.sheet().encode()}),
    lambda: package({SHEET_PART: packages.sheet().encode("utf-16")}),
    lambda: changed("<v>120</v>", "<f>SUM(1,119)</f><v>120</v>"),
    lambda: changed("<v>120</v>", "<v>120.00000000000001</v>"),
    lambda: changed("<v>120</v>", "<v>1.2E+2</v>"),
]


@pytest.mark.parametrize("build", HARMLESS)
def test_a_harmless_workbook_is_read_whole(build: Callable[[], bytes]) -> None:
    reading = workbook.read_bytes(build())
    assert pupils(reading) == SCHOOLS
    assert [row.values["classes_primary"] for row in reading.rows] == [3, 1]
    assert [row.cells["pupils_primary"].address for row in reading.rows] == ["D2", "D3"]


def test_a_workbook_of_xlsxwriter_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:E1", "台账", book.add_format({"bold": True}))
    for number, line in enumerate((HEADINGS, FIRST, SECOND), 1):
        sheet.write_row(number, 0, line)
    sheet.write_rich_string("B3", book.add_format({"bold": True}), "示例县", "第一小学")
    sheet.write_comment("C3", "说明")
    sheet.write_url("G3", "https://example.com")
    sheet.freeze_panes(2, 2)
    sheet.data_validation("C3:C9", {"validate": "list", "source": ["小学", "初级中学"]})
    book.close()
    assert pupils(workbook.read(tmp_path / "a.xlsx")) == SCHOOLS


def test_a_workbook_of_openpyxl_with_comments_and_styles_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (HEADINGS, FIRST, SECOND):
        sheet.append(line)
    sheet["C2"].comment = Comment("说明", "某人")
    sheet["D2"].number_format = '0"人"'
    sheet["D3"].number_format = "G/通用格式"
    sheet.auto_filter.ref = "A1:E3"
    book.save(tmp_path / "a.xlsx")
    assert pupils(workbook.read(tmp_path / "a.xlsx")) == SCHOOLS


def test_decimals_are_what_was_typed(tmp_path: Path) -> None:
    headings = (*HEADINGS, "占地面积（平方米）", "校舍建筑面积（平方米）")
    reading = read(tmp_path / "a.xlsx", headings, (*FIRST, 4.195, 0.1 + 0.2), (*SECOND, 1e3, Decimal("0.57")))
    assert [row.values["site_area"] for row in reading.rows] == [Decimal("4.195"), Decimal(1000)]
    assert [row.values["building_area"] for row in reading.rows] == [Decimal("0.3"), Decimal("0.57")]
    assert codes(reading) == ["more_than_two_decimals"]


def test_a_date_or_a_percentage_is_never_a_figure(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    read(path, (*HEADINGS, "建校年份"), (*FIRST, date(1998, 9, 1)), (*SECOND, 1998))
    book = load_workbook(path)
    book.worksheets[0]["D2"].value = date(2025, 1, 2)
    book.worksheets[0]["E2"].number_format = "0.0%"
    book.save(path)
    reading = workbook.read(path)
    assert [row.values["built_year"] for row in reading.rows] == [1998, 1998]
    assert codes(reading) == ["cell_is_date", "cell_is_percent"]
    assert pupils(reading) == [("示例县第一小学", None), ("示例县第二小学", 45)]


def test_formulas_are_read_as_stored_and_asked_about_once_a_column() -> None:
    sheet = packages.sheet()
    for value in ("<v>120</v>", "<v>45</v>", "<v>3</v>"):
        sheet = sheet.replace(value, f"<f>A1</f>{value}")
    reading = workbook.read_bytes(package({SHEET_PART: sheet}))
    assert pupils(reading) == SCHOOLS
    assert [(problem.code, problem.cell, problem.severity) for problem in reading.problems] == [
        ("cell_is_formula", "D2", Severity.QUERY),
        ("cell_is_formula", "E2", Severity.QUERY),
    ]
    assert "D3" in reading.problems[0].message
    assert "粘贴为数值" in reading.problems[0].remedy
    assert reading.problems[1].school == "示例县第一小学"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ('<c r="D4" t="e"><v>#DIV/0!</v></c>', "cell_is_error_value"),
        ('<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "cell_is_error_value"),
        ('<c r="D4"><f>A1</f></c>', "formula_without_value"),
        ('<c r="D4" t="b"><v>1</v></c>', "not_a_number"),
    ],
)
def test_a_failed_formula_is_an_error_at_its_cell(raw: str, code: str) -> None:
    reading = workbook.read_bytes(package({SHEET_PART: with_cell(packages.cell("B4", "三小") + raw)}))
    (problem,) = reading.problems
    assert (problem.code, problem.cell, problem.school, problem.field) == (
        code,
        "D4",
        "三小",
        "pupils_primary",
    )
    assert reading.rows[2].values["pupils_primary"] is None


def test_every_column_is_in_every_row_and_every_cell_knows_what_stood_there() -> None:
    row = workbook.read_bytes(package()).rows[0]
    assert row.values["books"] is None
    assert "books" not in row.cells
    assert row.cells["pupils_primary"].text == "120"
    assert (row.sheet, row.number) == ("台账", 2)


def test_escapes_and_invisible_signs_leave_the_text_clean() -> None:
    name = "示例_x000D_县_x0000__xD800_𠮷&#x202E;小学"
    reading = workbook.read_bytes(changed("示例县第一小学", name))
    assert reading.rows[0].name == "示例县\ufffd𠮷小学"
    assert str(reading).encode("utf-8")


def test_an_old_template_is_named() -> None:
    names = '<definedNames><definedName name="ledger_template">"0000"</definedName></definedNames>'
    entry = '<sheet name="台账" sheetId="1" r:id="rId1"/>'
    reading = workbook.read_bytes(package({"xl/workbook.xml": packages.workbook(entry, after=names)}))
    assert "旧版模板（0000" in reading.notices[0]


def test_more_problems_than_can_be_read_are_counted() -> None:
    lines = "".join(
        packages.row(number, ("x", f"第{number}小学", "?", "无", "无")) for number in range(2, 1_002)
    )
    text = packages.sheet(packages.row(1, HEADINGS) + lines)
    reading = workbook.read_bytes(package({SHEET_PART: text}))
    assert len(reading.rows) == 1_000
    found = checks.check(reading, standard="quality-2017")
    assert len(found) <= 502
    assert found[-1].code == "more_problems"
    assert found[-1].severity is Severity.ERROR


def test_reading_and_checking_load_neither_openpyxl_nor_django() -> None:
    """Both are slow to start, and the command line reads ledgers without a database."""
    code = (
        "import sys; from schools.ledger import checks, workbook; "
        "sys.exit(bool({'openpyxl', 'django', 'xml.etree.ElementTree'} & sys.modules.keys()))"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def outcome(data: bytes) -> Reading | str:
    try:
        return workbook.read_bytes(data)
    except LedgerRefused as refusal:
        return refusal.problem.code


def test_a_damaged_file_is_refused_or_read_as_if_it_were_whole() -> None:
    whole, chance = package(), random.Random(20170419)
    expected = workbook.read_bytes(whole).rows
    read_anyway = 0
    for _ in range(1_500):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        result = outcome(bytes(data))
        if isinstance(result, Reading):
            read_anyway += 1
            assert result.rows == expected
    assert 0 < read_anyway < 1_500


def test_mangled_markup_ends_in_a_reading_or_a_refusal() -> None:
    chance = random.Random(2012)
    signs = [
        "<",
        ">",
        '"',
        "&",
        "/",
        "A1",
        "<c>",
        "</c>",
        "<row>",
        "1e5",
        "９",
        "=",
        "<v>",
        "_xD800_",
        "合计",
    ]
    results = set()
    for _ in range(800):
        contents = packages.parts()
        name = chance.choice(list(contents))
        text = str(contents[name])
        place = chance.randrange(len(text))
        contents[name] = text[:place] + chance.choice(signs) + text[place + chance.randrange(3) :]
        result = outcome(packages.zipped(contents))
        results.add(result if isinstance(result, str) else "read")
    assert {"read", "E30", "E13"} <= results
