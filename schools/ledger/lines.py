"""Lines of a table that are no school: totals, notes, section titles, codes of columns."""

import re
from collections.abc import Collection
from itertools import pairwise

from schools.ledger.texts import folded, half_width
from schools.ledger.xlsx.grid import Form, Merge, StoredRow

TOTAL, NOTE, NUMBERING = "合计行", "说明行", "栏次行"

_CODE = re.compile(r"[0-9A-Za-z]{10}(\.0)?")
_TOTAL = re.compile(r".{0,8}(合计|小计|总计|共计|累计|平均值?|均值)[)）:：]?|其中[:：].*")
_NOTE = re.compile(
    r"(注|备注|说明|填表|填报|制表|审核|复核|负责人|单位负责|联系人|联系电话|日期|统计负责|报送)"
    r"(\d*[:：.、]|说明|单位|人|日期|时间|$)|[*※]"
)
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.].*|(小学|初中|高中|义务教育)(部分?|阶段|组|段)?")
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
