"""The list of problems (问题清单), first sheet of a repair workbook: its columns, and reading it back.

When the workbook comes back it is no part of the ledger; what the clerk explained in it is taken over.
"""

from collections.abc import Iterator

from schools.ledger.problems import Remark
from schools.ledger.texts import cut, visible
from schools.ledger.xlsx.grid import Form, Grid, StoredRow

NAME = "问题清单"
TITLE = "问题清单："
HEADING_ROW = 3
LONGEST_EXPLANATION = 1000

# What the last four hold is told by the headings alone; they are hidden.
HEADINGS = (
    "序号",
    "级别",
    "对象",
    "工作表",
    "单元格",
    "项目",
    "现在是",
    "问题",
    "怎样改",
    "建议值",
    "说明（疑点属实的写在这里）",
    "规则代号",
    "项目代号",
    "对象代号",
    "原值",
)
EXPLANATION, CODE, FIELD, SCHOOL_CODE, VALUE = range(11, 16)


def is_ours(grid: Grid) -> bool:
    """Tell whether the sheet is a list of problems that we wrote, wherever it stands by now."""
    if not grid.name.startswith(NAME) or not grid.rows:
        return False
    return any(_text(grid.rows[0], column).startswith(TITLE) for column in range(1, 4))


def remarks(grid: Grid) -> Iterator[Remark]:
    """Yield what is explained in the list; a formula or an error explains nothing."""
    for row in grid.rows:
        text = cut(_text(row, EXPLANATION), LONGEST_EXPLANATION)
        code = _text(row, CODE)
        if row.number > HEADING_ROW and text and code:
            yield Remark(code, _text(row, SCHOOL_CODE), _text(row, FIELD), _text(row, VALUE), text)


def _text(row: StoredRow, column: int) -> str:
    cell = row.cells.get(column)
    if cell is None or cell.is_formula or cell.form in {Form.ERROR, Form.UNCALCULATED}:
        return ""
    return visible(cell.text)
