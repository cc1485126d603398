"""Lines of a table that are no school: totals, notes, section titles, codes of columns."""

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from schools.ledger.texts import folded, half_width
from schools.ledger.xlsx.grid import Form, Merge, StoredRow

TOTAL, NOTE, NUMBERING, PREFILLED = "合计行", "说明行", "栏次行", "没有填的行（只有公式或 0）"

_CODE = re.compile(r"[0-9A-Za-z]{10}(\.0)?")
_TOTAL = re.compile(
    r".{0,8}(合计|小计|总计|共计|累计|平均值?|均值)[)）]?(\([^)]*\))?[:：]?|其中[:：].*"
    r"|(全县|全区|全市)?共[0-9]+[所校个](学校)?[:：]?"
)
_NOTE = re.compile(
    r"(注|备注|说明|填表|填报|制表|审核|复核|负责人|单位负责|联系人|联系电话|日期|统计负责|报送)"
    r"(\d*[:：.、]|说明|单位|人|日期|时间|$)|[*※]"
)
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.].*|(小学|初中|高中|义务教育)(部分?|阶段|组|段)?")
_PAGE = re.compile(r".{0,30}第[0-9]+页.{0,12}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_COLUMN_LABEL = re.compile(r"[甲乙丙丁戊己庚辛a-f]|栏次|序号|代码|栏号")
_COLUMN_CODE = re.compile(r"l([0-9]{1,3})")


def why_no_school(row: StoredRow, columns: Collection[int], merges: Collection[Merge]) -> str:
    """Return what kind of line *row* is, or an empty text where it is a school's.

    *columns* are those of the table. A line with a school's code is a school, whatever it is called.
    """
    ours = [column for column in columns if column in row.cells]
    if any(_CODE.fullmatch(half_width(row.cells[column].text)) for column in ours):
        return ""
    texts = [folded(cell.text) for cell in row.cells.values()]
    if _is_numbering(texts):
        return NUMBERING
    labels = [text for text, cell in zip(texts, row.cells.values(), strict=True) if cell.form is Form.TEXT]
    if any(_TOTAL.fullmatch(label) for label in labels[:3]):
        return TOTAL
    if labels and _NOTE.match(labels[0]):
        return NOTE
    if any(cell.form is not Form.TEXT for cell in row.cells.values()):
        return ""
    return NOTE if len(row.cells) == 1 and _is_title(row, labels[0], merges) else ""


def is_prefilled(row: StoredRow, fields: Mapping[int, str]) -> bool:
    """Tell whether nobody has filled in *row*: a formula or a zero stands where a school's figures would, and
    neither a name nor a code. *fields* are those of the table by column."""
    ours = {field: row.cells[column] for column, field in fields.items() if column in row.cells}
    return ours.keys().isdisjoint({"code", "name"}) and all(
        cell.form is Form.UNCALCULATED or (cell.form is Form.NUMBER and not cell.text.strip("0."))
        for cell in ours.values()
    )


def is_remark(row: StoredRow, fields: Mapping[int, str]) -> bool:
    """Tell whether *row* is one text alone that names no school: in the column of codes, or of a page."""
    if len(row.cells) != 1:
        return False
    [(column, cell)] = row.cells.items()
    text = folded(cell.text)
    return bool(_PAGE.fullmatch(text) or (fields.get(column) == "code" and _HAN.search(text)))


def _is_numbering(texts: list[str]) -> bool:
    """甲 乙 1 2 3 …, or L1 L2 L3 …: the numbers of the columns, one after the other."""
    codes = [_COLUMN_CODE.fullmatch(text) for text in texts]
    if len(texts) > 1 and all(codes):
        return True
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4]
    rest = [text for text in texts if not (text.isascii() and text.isdigit() and len(text) < 4)]
    return (
        len(numbers) > 1
        and all(_COLUMN_LABEL.fullmatch(text) or _COLUMN_CODE.fullmatch(text) for text in rest)
        and all(after == before + 1 for before, after in pairwise(numbers))
    )


def _is_title(row: StoredRow, label: str, merges: Collection[Merge]) -> bool:
    """A text alone in its line, numbered like a section or merged over the table."""
    column = next(iter(row.cells))
    return bool(_SECTION.fullmatch(label)) or any(
        merge.top == row.number and merge.left == column and merge.right - merge.left > 1 for merge in merges
    )
