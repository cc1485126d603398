"""What the template itself watches while it is filled in: drop-downs, ranges, cells that are not
needed. The reader trusts none of it."""

from collections.abc import Callable, Iterable
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schools.ledger.columns import COLUMNS, Column, Kind, Scope
from schools.ledger.template_guide import labels, needed_when

LONGEST_PROMPT = 250  # Excel refuses a workbook whose prompt is longer than 255
_IDENTITY = {"code", "name", "school_type", "founder", "locale", "boarding", "built_year"}
_GREY = DifferentialStyle(fill=PatternFill("solid", bgColor="D9D9D9"))
_NOT_JUDGED = ("特殊教育学校", "职业学校")


def add_validations(sheet: Worksheet, first: int, last: int) -> None:
    """Add to each column its drop-down or range, and a prompt with unit, source and note."""
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        rule = _rule(column)
        rule.allow_blank = True
        rule.showInputMessage = rule.showErrorMessage = True
        rule.promptTitle = column.heading[:30]
        rule.prompt = _prompt(column)
        rule.errorTitle = "请核对"
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def _rule(column: Column) -> DataValidation:
    if column.kind in {Kind.CHOICE, Kind.BOOL}:
        offered = "是,否" if column.kind is Kind.BOOL else ",".join(labels(column))
        return DataValidation(type="list", formula1=f'"{offered}"', error="请从下拉选项中选择。")
    if column.kind is Kind.CODE:
        return _limit("textLength", "equal", "10", "学校标识码是 10 位，请按文本填写完整。")
    if column.kind is Kind.TEXT:
        return _limit("textLength", "lessThanOrEqual", "100", "名称请不要超过 100 个字。")
    if column.unit == "年":
        return _limit("whole", "greaterThanOrEqual", "1850", "请填四位年份，例如 1998。")
    if column.kind is Kind.INT:
        return _limit("whole", "greaterThanOrEqual", "0", f"请填不小于 0 的整数，单位是{column.unit}。")
    return _limit("decimal", "greaterThanOrEqual", "0", f"请填不小于 0 的数，单位是{column.unit}。")


def _limit(
    kind: Literal["textLength", "whole", "decimal"],
    operator: Literal["equal", "lessThanOrEqual", "greaterThanOrEqual"],
    bound: str,
    error: str,
) -> DataValidation:
    return DataValidation(type=kind, operator=operator, formula1=bound, error=error)


def _prompt(column: Column) -> str:
    lines = [f"{needed_when(column)}" + (f"，单位：{column.unit}" if column.unit else "")]
    if column.source:
        lines.append(f"来源：{column.source}")
    if column.note and column.kind not in {Kind.CHOICE, Kind.BOOL}:
        lines.append(column.note)
    return "\n".join(lines)[:LONGEST_PROMPT]


def grey_what_need_not_be_filled(sheet: Worksheet, first: int, last: int) -> None:
    """Grey the cells that a school of the chosen type need not fill."""
    place = next(number for number, column in enumerate(COLUMNS, 1) if column.field == "school_type")
    chosen = f"${get_column_letter(place)}{first}"
    for concerns, types in (
        (lambda column: column.scope is Scope.PRIMARY, ("初级中学", "完全中学", *_NOT_JUDGED)),
        (lambda column: column.scope is Scope.JUNIOR, ("小学", "教学点", *_NOT_JUDGED)),
        (_is_senior, ("小学", "教学点", "初级中学", "九年一贯制学校", *_NOT_JUDGED)),
        (_is_of_the_whole, _NOT_JUDGED),
    ):
        ranges = " ".join(_ranges(concerns, first, last))
        tests = ",".join(f'{chosen}="{name}"' for name in types)
        sheet.conditional_formatting.add(ranges, Rule(type="expression", formula=[f"OR({tests})"], dxf=_GREY))


def _is_senior(column: Column) -> bool:
    return column.field == "pupils_senior"


def _is_of_the_whole(column: Column) -> bool:
    return (
        column.scope in {Scope.SCHOOL, Scope.SHARED}
        and column.field not in _IDENTITY
        and not _is_senior(column)
    )


def _ranges(concerns: Callable[[Column], bool], first: int, last: int) -> Iterable[str]:
    for number, column in enumerate(COLUMNS, 1):
        if concerns(column):
            letter = get_column_letter(number)
            yield f"{letter}{first}:{letter}{last}"
