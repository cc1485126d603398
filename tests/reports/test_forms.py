"""The national forms as workbooks: the ministry's cells, numbers that are numbers, texts that are texts."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators import published
from indicators.calculation import findings
from indicators.calculation.facts import SchoolType
from reports import fitting, forms
from reports.contents import national
from reports.contents.national import Form
from tests.calculation.counties import county, school
from tests.reports.counties import county as large_county

MINISTRY = Path(__file__).parent / "data" / "forms-2017.txt"
SHEETS = {"表2-1": "表Ⅱ-1", "表2-2": "表Ⅱ-2", "表3": "表Ⅲ"}
# OWASP's and those of the halves that spreadsheets of East Asia also take for formulas.
PAYLOADS = (
    "=1+1", "=cmd|'/c calc'!A0", "=HYPERLINK(\"https://evil.example\",\"看\")", "=IMPORTXML(A1,A2)", "=A1",
    "+1+1", "+cmd|'/c calc'!A0", "-1+1", "-2+3+cmd|'/c calc'!A0", "@SUM(1+1)", "@A1", "=", "+", "-", "@",
    "==1", "=\"=\"&A1", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM(1)",
)  # fmt: skip


def made(standard: str = "quality-2017", names: tuple[str, ...] = ("示例小学",)) -> tuple[Form, ...]:
    schools = county(*(school(name) for name in names))
    return national.forms(findings.judge(schools, published.load(standard)))


def sheets(content: bytes) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets}


def ministrys() -> list[tuple[str, str, str]]:
    """Sheet, cell and text of every heading and note of the ministry's forms."""
    found, sheet = [], ""
    for line in MINISTRY.read_text("utf-8").splitlines()[2:]:
        if line.startswith("==="):
            sheet = SHEETS[line.split()[2]]
            continue
        for cell in line.split(" | "):
            address, _, text = cell.partition(":")
            found.append((sheet, address, text))
    return found


def bare(text: object) -> str:
    """Without spaces, which a page's width put there, and with one kind of brackets."""
    return re.sub(r"\s", "", str(text)).replace("(", "（").replace(")", "）")


HEADINGS = [each for each in ministrys() if "注：" not in each[2] and int(re.sub(r"\D", "", each[1])) <= 3]
LABELS = [
    each for each in ministrys() if each[0] != "表Ⅱ-2" and each[1] in {"A4", "B4", "B5", "A6", "B6", "B7"}
]


@pytest.mark.parametrize(("sheet", "address", "text"), HEADINGS + LABELS)
def test_every_heading_stands_in_the_ministrys_cell(sheet: str, address: str, text: str) -> None:
    assert bare(sheets(forms.workbook(made()))[sheet][address].value) == bare(text)


def test_the_ministrys_headings_were_all_compared() -> None:
    assert len(HEADINGS) == 17 + 30 + 17
    assert len(LABELS) == 2 * 6


def test_the_notes_are_the_ministrys_with_the_numbers_filled_in() -> None:
    notes = {sheet: text for sheet, _, text in ministrys() if "注：" in text}
    written = sheets(forms.workbook(made()))
    blank = re.sub(r"＿+", r"\\d+", re.escape(bare(notes["表Ⅱ-2"])))
    assert re.fullmatch(blank, bare(written["表Ⅱ-2"]["A6"].value))
    assert bare(written["表Ⅲ"]["A8"].value) == bare(notes["表Ⅲ"])


def test_headings_that_cover_more_than_a_cell_are_merged() -> None:
    schools = [*county(school(), school("第二小学")), school("第二初中", school_type=SchoolType.JUNIOR)]
    written = sheets(forms.workbook(national.forms(findings.judge(schools, published.load("quality-2017")))))
    assert {str(each) for each in written["表Ⅲ"].merged_cells.ranges} == {
        "A1:J1", "A2:B3", "A4:A5", "A6:A7", "A8:J8",
    }  # fmt: skip
    assert {str(each) for each in written["表Ⅱ-2"].merged_cells.ranges} == {"A1:O1", "O2:O3", "A8:O8"}


def test_each_stage_is_numbered_from_one() -> None:
    sheet = sheets(forms.workbook(made(names=("甲小学", "乙小学"))))["表Ⅱ-2"]
    numbered = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert numbered == [(1, "甲小学"), (2, "乙小学"), (1, "示例初中")]


@pytest.mark.parametrize("standard", published.codes())
def test_read_back_the_forms_give_the_same_figures(standard: str) -> None:
    finding = findings.judge(large_county(30), published.load(standard))
    every = national.forms(finding)
    written = sheets(forms.workbook(every))
    for form in every:
        sheet, table = written[form.number], form.table
        row = 2 + len(table.head)
        for group in table.groups:
            for cells in group.rows:
                for column, cell in enumerate(cells, 1 + table.stub):
                    read = sheet.cell(row, column)
                    if cell.number is None:
                        assert (read.value or "") == cell.text
                    else:
                        assert isinstance(read.value, int | float)
                        assert Decimal(str(read.value)) == cell.number
                        assert read.number_format == ("0." + "0" * cell.places if cell.places else "0")
                row += 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_never_a_formula(payload: str) -> None:
    sheet = sheets(forms.workbook(made(names=(payload,))))["表Ⅱ-2"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sheet["B4"].value == payload.replace("\r", "\n")  # as XML reads an end of line
    assert isinstance(sheet["G4"].value, float | int)


def test_openpyxl_by_itself_would_make_a_formula() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = PAYLOADS[0]
    assert book.worksheets[0]["A1"].data_type == "f"


def test_characters_that_no_workbook_holds_are_left_out() -> None:
    assert sheets(forms.workbook(made(names=("示例\x0b小学",))))["表Ⅱ-2"]["B4"].value == "示例小学"


def test_the_same_forms_are_the_same_bytes() -> None:
    assert forms.workbook(made()) == forms.workbook(made())
    assert forms.workbook(made()) != forms.workbook(made(names=("他校",)))


def test_invented_figures_say_so_on_every_sheet() -> None:
    for sheet in sheets(forms.workbook(made(), warning="示例数据")).values():
        assert sheet.cell(sheet.max_row, 1).value == "示例数据"
        assert sheet.oddHeader is not None
        assert sheet.oddHeader.right.text == "示例数据"
    plain = sheets(forms.workbook(made()))["表Ⅲ"]
    assert plain.cell(plain.max_row, 1).value != "示例数据"


def test_a_cell_below_the_standard_has_a_dark_ground() -> None:
    schools = county(school(teachers_backbone_primary=3))
    finding = findings.judge(schools, published.load("quality-2017"))
    sheet = sheets(forms.workbook(national.forms(finding)))["表Ⅱ-2"]
    assert sheet["H4"].fill.fgColor.rgb == "FFD0D0D0"
    assert sheet["G4"].fill.fill_type is None


def test_the_form_of_2012_puts_the_provinces_standard_beside_each_value() -> None:
    sheet = sheets(forms.workbook(made("basic-2012")))["表Ⅱ-2"]
    assert [sheet.cell(3, column).value for column in range(3, 7)] == ["指标值", "省级评估标准"] * 2
    assert {"C2:D2", "A2:A4", "S2:S4"} <= {str(each) for each in sheet.merged_cells.ranges}
    assert (sheet["C4"].value, sheet["R4"].value) == ("L1", "L16")


def test_a_school_of_two_stages_has_a_row_in_each() -> None:
    schools = county(school("一贯制", school_type=SchoolType.NINE_YEAR))
    finding = findings.judge(schools, published.load("quality-2017"))
    sheet = sheets(forms.workbook(national.forms(finding)))["表Ⅱ-2"]
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == [
        "一贯制（小学部）",
        "一贯制（初中部）",
        "示例初中",
    ]


@pytest.mark.parametrize("standard", ["quality-2017", "basic-2012"])
def test_nothing_is_cut_off_where_it_is_printed(standard: str) -> None:
    finding = findings.judge(large_county(60), published.load(standard))
    for sheet in sheets(forms.workbook(national.forms(finding))).values():
        letters = [get_column_letter(place) for place in range(1, sheet.max_column + 1)]
        columns = [sheet.column_dimensions[each].width for each in letters]
        spans = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
        for (row, column), (text, size) in filled(sheet).items():
            span = spans.get((row, column))
            rows = range(row, (span.max_row if span else row) + 1)
            wide = sum(columns[column - 1 : span.max_col if span else column]) - 1
            tall = sum(sheet.row_dimensions[each].height or fitting.LEAST for each in rows)
            assert fitting.lines(text, wide / size) * 13 * size <= tall, (sheet.title, row, column)
            assert not re.fullmatch(r"[\d.]+", text) or len(text) < wide, (sheet.title, row, column)


def filled(sheet: Worksheet) -> dict[tuple[int, int], tuple[str, float]]:
    """The text of each cell that has one, and how much larger than ten points it is."""
    cells = (cell for line in sheet.iter_rows() for cell in line if cell.value is not None)
    return {(each.row, each.column): (str(each.value), float(each.font.size or 10) / 10) for each in cells}


def test_a_form_is_printed_on_one_page_and_only_the_schools_on_more() -> None:
    finding = findings.judge(large_county(60), published.load("quality-2017"))
    for name, sheet in sheets(forms.workbook(national.forms(finding))).items():
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.page_setup.fitToHeight == (0 if name == "表Ⅱ-2" else 1), name
        assert sheet.oddFooter and sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert sheet.print_options.horizontalCentered
