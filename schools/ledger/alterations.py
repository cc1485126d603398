"""What reading changed: where what is taken differs from what was written, both are told."""

from decimal import Decimal
from typing import NamedTuple

from schools.ledger.columns import Column, Value
from schools.ledger.texts import cut, visible
from schools.ledger.xlsx.grid import Form, StoredCell

MOST_LISTED = 500
LONGEST_SHOWN = 60
_PERCENT = "（百分比格式）"
_UNSEEN = "（含空格或看不见的字符）"


class Alteration(NamedTuple):
    """A cell, what was written in it and what it was read as: F12, １２人, 12."""

    sheet: str
    cell: str
    before: str
    after: str


class Alterations:
    """Collects alterations, and counts those beyond what anybody would read."""

    def __init__(self) -> None:
        self.listed: list[Alteration] = []
        self.count = 0

    def note_heading(self, sheet: str, address: str, text: str, column: Column) -> None:
        """Keep that the heading *text* was read as the county has once answered."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            before, after = f"表头“{text}”", f"按本县以前的确认读作“{column.heading}”"
            self.listed.append(Alteration(sheet, address, before, after))

    def note(self, sheet: str, address: str, column: Column, cell: StoredCell, value: Value) -> None:
        """Keep what became of *cell* of *column*, read as *value*, if it reads otherwise."""
        if value is None or cell.form is Form.NUMBER or cell.form is Form.BOOL:
            return
        after = shown(column, value)
        if cell.text in (after, f"{value} {after}"):  # a founder stands with its number
            return
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            before = visible(cell.text)
            if before == after:
                before += _UNSEEN
            elif cell.form is Form.PERCENT:
                before += _PERCENT
            self.listed.append(
                Alteration(sheet, address, cut(before, LONGEST_SHOWN), cut(after, LONGEST_SHOWN))
            )


def shown(column: Column, value: Value) -> str:
    """Return *value* as it would be written in a workbook that needs no reading between the lines.

    >>> from schools.ledger.columns import BY_FIELD
    >>> shown(BY_FIELD["pupils_primary"], 12), shown(BY_FIELD["boarding"], True)
    ('12', '是')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value, "f")
    return column.choices.get(str(value), str(value))
