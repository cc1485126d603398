"""The only writer of county figures: the blank workbook, or one filled with given figures.

One line a figure, under the form it belongs to; no formulas and no macros.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schools.figures.columns import GROUPS, TEMPLATE_VERSION, Figure
from schools.ledger.columns import Kind, Value
from schools.ledger.texts import visible
from schools.ledger.xlsx import timeless
from schools.ledger.xlsx.manifest import TEMPLATE_NAME

SHEET = "县级数据"
TITLE_ROW, HINT_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4
HEADINGS = ("项目", "单位", "填报值", "用于", "说明")
WIDTHS = (40, 8, 18, 18, 44)
VALUE = 3  # the column of the figures

_BLUE, _PALE = PatternFill("solid", fgColor="1F4E79"), PatternFill("solid", fgColor="DDEBF7")
_EDGE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HINT = "只填“填报值”一列：没有的填 0，不知道的留空（相关结论为未定）。单位以“单位”一列为准，请注意换算。"


def write_template(
    path: Path, *, values: Mapping[str, Value] | None = None, county: str = "", year: int | None = None
) -> None:
    """Write the workbook to *path*: blank, or with *values* by field.

    What is written reads back to the same values; the same values give the same bytes. Raise
    ``OSError`` where *path* cannot be written.
    """
    book = Workbook()
    book.properties.creator = "均衡"
    book.defined_names[TEMPLATE_NAME] = DefinedName(
        TEMPLATE_NAME, attr_text=f'"{TEMPLATE_VERSION}"', hidden=True
    )
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _write_head(sheet, county, year)
    row = FIRST_ROW
    for name, figures in GROUPS.items():
        _write_group(sheet, row, name)
        for number, figure in enumerate(figures, row + 1):
            _write_figure(sheet, number, figure, (values or {}).get(figure.field))
        row += len(figures) + 1
    _for_print(sheet)
    timeless.save(book, path)


def _write_head(sheet: Worksheet, county: str, year: int | None) -> None:
    title = f"{visible(county)}县级数据" + (f"（{year} 学年）" if year else "")
    _text(sheet, TITLE_ROW, 1, title).font = Font(size=16, bold=True, color="1F4E79")
    _text(sheet, HINT_ROW, 1, _HINT).font = Font(size=10, color="595959")
    sheet.row_dimensions[TITLE_ROW].height = 30
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), 1):
        cell = _text(sheet, HEADING_ROW, column, heading)
        cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), _BLUE, _BORDER
        sheet.column_dimensions["ABCDE"[column - 1]].width = width
    sheet.freeze_panes = f"A{FIRST_ROW}"


def _write_group(sheet: Worksheet, row: int, name: str) -> None:
    for column in range(1, len(HEADINGS) + 1):
        sheet.cell(row, column).fill = _PALE
    _text(sheet, row, 1, name).font = Font(bold=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADINGS))


def _write_figure(sheet: Worksheet, row: int, figure: Figure, value: Value) -> None:
    for column, text in ((1, figure.heading), (2, figure.unit), (4, figure.item), (5, figure.note)):
        cell = _text(sheet, row, column, text)
        cell.border, cell.alignment = _BORDER, Alignment(wrap_text=True, vertical="center")
    cell = _text(sheet, row, VALUE, "" if isinstance(value, int | Decimal | None) else str(value))
    cell.border, cell.alignment = _BORDER, Alignment(horizontal="right", vertical="center")
    if figure.places:
        cell.number_format = f"0.{'0' * figure.places}{'#' * (6 - figure.places)}"
    rule = _rule(figure)
    rule.add(cell.coordinate)
    sheet.add_data_validation(rule)
    if isinstance(value, int | Decimal):
        cell.value = _shortest(value)


def _shortest(value: int | Decimal) -> int | Decimal:
    """12640.00 and 12640 are one figure, and so the same bytes."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


def _rule(figure: Figure) -> DataValidation:
    """What the workbook itself watches while it is filled in. The reader trusts none of it."""
    if figure.kind is Kind.CHOICE:
        offered = ",".join(figure.choices)
        return DataValidation(
            type="list", formula1=f'"{offered}"', allow_blank=True, error="请从下拉选项中选择。"
        )
    kind: Literal["whole", "decimal"] = "whole" if figure.kind is Kind.INT else "decimal"
    least = "-100" if figure.signed else "0"
    wanted = "整数" if figure.kind is Kind.INT else "数"
    unit = f"，单位是{figure.unit}" if figure.unit else ""
    return DataValidation(
        type=kind,
        operator="greaterThanOrEqual",
        formula1=least,
        allow_blank=True,
        errorTitle="请核对",
        error=f"请填不小于 {least} 的{wanted}{unit}。",
    )


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write *text* as text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if text:
        cell.value, cell.data_type = text, "s"
    return cell


def _for_print(sheet: Worksheet) -> None:
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
