"""The only writer of ledgers: the blank workbook a clerk fills in, or one filled with given rows.

Only what Excel and WPS both know is used; there are no formulas and no macros.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from schools.ledger import template_guide, template_rules
from schools.ledger.columns import COLUMNS, TEMPLATE_VERSION, Column, Kind, Value
from schools.ledger.texts import visible
from schools.ledger.xlsx.manifest import TEMPLATE_NAME

SHEET = "学校台账"
TITLE_ROW, HINT_ROW, GROUP_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5
LEAST_ROWS = 600
FROZEN = "C5"  # code and name stay in sight to the left, headings above

GROUPS = {
    "code": "学校基本情况",
    "pupils_primary": "在校生",
    "classes_primary": "班级与班额",
    "teachers_primary": "专任教师",
    "site_area": "校舍与场地",
    "equipment_value": "设备与图书",
    "music_rooms_96": "音乐、美术教室",
    "operating_budget": "上年度经费",
    "graduates": "初中三年巩固",
    "fitness_tested": "体质健康",
}

_FILLS = {"required": "1F4E79", "by_standard": "2E75B6", "when": "548235", "optional": "7F7F7F"}
_FORMATS = {Kind.CODE: "@", Kind.TEXT: "@", Kind.DECIMAL2: "0.00####"}
_WIDTHS = {"code": 14, "name": 28, "school_type": 17, "founder": 18}
_EDGE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HINT = (
    "一校一行，从第 5 行起填写；蓝底必填，绿底视办学类型必填，灰底选填；灰色单元格不用填。"
    "没有的填 0，不知道的留空。各栏口径见“填表说明”。"
)


def write_template(
    path: Path, *, rows: Sequence[Mapping[str, Value]] = (), county: str = "", year: int | None = None
) -> None:
    """Write the ledger's workbook to *path*: blank, or with *rows* of values by field.

    What is written reads back to the same values. Raise ``OSError`` where *path* cannot be written.
    """
    book = Workbook()
    book.properties.creator = "均衡"
    book.defined_names[TEMPLATE_NAME] = DefinedName(
        TEMPLATE_NAME, attr_text=f'"{TEMPLATE_VERSION}"', hidden=True
    )
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _write_titles(sheet, county, year)
    _write_headings(sheet)
    for number, values in enumerate(rows, start=FIRST_ROW):
        _write_row(sheet, number, values)
    last = max(LEAST_ROWS, FIRST_ROW + len(rows) + 100)
    template_rules.add_validations(sheet, FIRST_ROW, last)
    template_rules.grey_what_need_not_be_filled(sheet, FIRST_ROW, last)
    template_guide.add_sheet(book, county, year)
    book.save(path)


def _write_titles(sheet: Worksheet, county: str, year: int | None) -> None:
    title = f"{visible(county)}义务教育学校台账" + (f"（{year} 学年）" if year else "")
    for row, text, size in ((TITLE_ROW, title, 16), (HINT_ROW, _HINT, 10)):
        cell = sheet.cell(row, 1)
        cell.value, cell.data_type = text, "s"
        cell.font = Font(size=size, bold=row == TITLE_ROW, color="1F4E79" if row == TITLE_ROW else "595959")
        cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[TITLE_ROW].height = 30
    sheet.row_dimensions[HINT_ROW].height = 20


def _write_headings(sheet: Worksheet) -> None:
    starts = [number for number, column in enumerate(COLUMNS, 1) if column.field in GROUPS]
    ends = [*(start - 1 for start in starts[1:]), len(COLUMNS)]
    for start, end, text in zip(starts, ends, GROUPS.values(), strict=True):
        for number in range(start, end + 1):
            cell = sheet.cell(GROUP_ROW, number)
            cell.font, cell.alignment, cell.border = Font(bold=True), _CENTRED, _BORDER
            cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.cell(GROUP_ROW, start).value = text
        sheet.merge_cells(start_row=GROUP_ROW, start_column=start, end_row=GROUP_ROW, end_column=end)
    for number, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(HEADING_ROW, number)
        cell.value = column.title
        cell.font, cell.alignment, cell.border = Font(bold=True, color="FFFFFF"), _CENTRED, _BORDER
        cell.fill = PatternFill("solid", fgColor=_FILLS[_need(column)])
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTHS.get(column.field, 13)
        dimension.number_format = _FORMATS.get(column.kind, "General")
    sheet.row_dimensions[HEADING_ROW].height = 64
    sheet.freeze_panes = FROZEN
    sheet.print_title_rows, sheet.print_title_cols = f"{GROUP_ROW}:{HEADING_ROW}", "A:B"
    sheet.page_setup.orientation = "landscape"


def _need(column: Column) -> str:
    if column.needed.startswith("required by"):
        return "by_standard"
    return "when" if column.needed.startswith("when") else column.needed


def _write_row(sheet: Worksheet, number: int, values: Mapping[str, Value]) -> None:
    for position, column in enumerate(COLUMNS, 1):
        value = values.get(column.field)
        if value is None:
            continue
        cell = sheet.cell(number, position)
        written = _written(column, value)
        cell.value = written
        if isinstance(written, str):
            cell.data_type = "s"  # a name that begins with = is a name, not a formula
        if column.kind in _FORMATS:
            cell.number_format = _FORMATS[column.kind]


def _written(column: Column, value: Value) -> str | int | Decimal:
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.kind is Kind.CHOICE:
        label = column.choices[str(value)]
        return label if label == value else f"{value} {label}"
    if isinstance(value, int | Decimal):
        return value
    return visible(str(value))
