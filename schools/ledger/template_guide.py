"""填表说明: the sheet that says of every column what it is, when it is needed and where it comes from."""

from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from schools.ledger.columns import COLUMNS, Column, Kind

SHEET = "填表说明"
_HEADINGS = ("栏目", "单位", "何时必填", "怎样填", "数据来源", "说明")
_WIDTHS = (36, 9, 26, 40, 34, 60)
_ADVICE = (
    "1. 一校一行；合计行、空行、说明行系统会自动跳过。列的次序可以调整，栏目名称请不要改。",
    "2. 没有的填 0，还不知道的留空：空白会使相关指标成为“未定”，0 会照数计算。",
    "3. 面积以平方米计，教学仪器设备值和经费以万元计，请注意换算。",
    "4. 从别处复制时请用“粘贴为数值”；学校标识码按文本填写，保留开头的 0。",
    "5. 一贯制学校、完全中学的教师、学生、班级按学段分别填报，校舍和设备按全校填报，由系统拆分。",
)
_STANDARDS = {"quality-2017": "优质均衡", "basic-2012": "基本均衡"}


def labels(column: Column) -> Iterator[str]:
    """Yield the choices of *column* as they are offered: ``7 县级教育部门``, ``小学``."""
    for key, label in column.choices.items():
        yield label if key == label else f"{key} {label}"


def needed_when(column: Column) -> str:
    """Say when *column* must be filled.

    >>> from schools.ledger.columns import BY_FIELD
    >>> needed_when(BY_FIELD["books"])
    '评估基本均衡时必填'
    """
    if column.needed == "required":
        return "必填"
    if column.needed == "optional":
        return "选填"
    if column.needed.startswith("when:"):
        return column.needed.removeprefix("when:").strip() + "必填"
    standard = column.needed.removeprefix("required by").strip()
    return f"评估{_STANDARDS.get(standard, standard)}时必填"


def add_sheet(book: Workbook, county: str, year: int | None) -> None:
    """Add the sheet to *book*, after the ledger."""
    sheet = book.create_sheet(SHEET)
    heading = f"{county}义务教育学校台账填表说明" + (f"（{year} 学年）" if year else "")
    for row, text in enumerate((heading, *_ADVICE), 1):
        cell = sheet.cell(row, 1)
        cell.value, cell.data_type = text, "s"
        cell.font = Font(bold=row == 1, size=14 if row == 1 else 11)
    top = len(_ADVICE) + 3
    for number, (text, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(top, number)
        cell.value = text
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E79")
        sheet.column_dimensions["ABCDEF"[number - 1]].width = width
    for row, column in enumerate(COLUMNS, top + 1):
        for number, text in enumerate(_line(column), 1):
            cell = sheet.cell(row, number)
            cell.value = text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"B{top + 1}"


def _line(column: Column) -> tuple[str, ...]:
    return (
        column.heading,
        column.unit,
        needed_when(column),
        _how(column),
        column.source,
        "" if column.kind in {Kind.CHOICE, Kind.BOOL} else column.note,
    )


def _how(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        return "从下拉选项中选择：" + "、".join(labels(column))
    return {
        Kind.BOOL: "选“是”或“否”",
        Kind.CODE: "10 位代码，按文本填写",
        Kind.TEXT: "全称",
        Kind.INT: "四位年份" if column.unit == "年" else "整数",
        Kind.DECIMAL2: "两位小数",
    }[column.kind]
