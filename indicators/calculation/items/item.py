"""An item (条目) as the standard states it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.calculation.citations import Cited, Table, exact, figures, one_of, whole, yes_or_no
from indicators.calculation.items.methods import ANSWERED, METHODS


class Part(StrEnum):
    """To which part of a standard an item belongs, and so in which national form it stands."""

    GUARANTEE = "guarantee"  # 政府保障程度, 表Ⅳ
    QUALITY = "quality"  # 教育质量, 表Ⅴ
    WORK = "work"  # 2012: 县级人民政府推进工作, 表Ⅳ
    VETO = "veto"  # 一票否决: an answer that is met says that it does not exist
    CONDITION = "condition"  # 申报条件

    @property
    def label(self) -> str:
        return PART_LABELS[self]


PART_LABELS = {
    Part.GUARANTEE: "政府保障程度",
    Part.QUALITY: "教育质量",
    Part.WORK: "推进义务教育均衡发展工作",
    Part.VETO: "一票否决",
    Part.CONDITION: "申报条件",
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a standard. *method* is ``answered`` or one of ``METHODS``; *rule* holds the
    figures it needs; where *concluded* the figures answer only half of it, and a conclusion must say
    the rest; *points* is what it scores in 2012."""

    code: str
    part: Part
    number: int
    name: str
    method: str
    concluded: bool
    rule: Cited[Mapping[str, Fraction]]
    points: Cited[Fraction] | None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the items: part after part, by number."""
        return list(Part).index(self.part), self.number


def parse(table: Table) -> Item:
    """Read one ``[[items]]`` table; raise ``StandardRefused`` for a rule that its method does not know."""
    method = table.text("method")
    if method != ANSWERED and method not in METHODS:
        raise table.refuse("method", f"{method!r} 不是已知的算法")
    wanted = METHODS[method].names if method != ANSWERED else frozenset()
    item = Item(
        code=table.text("code"),
        part=Part(table.take("part", one_of(*Part))),
        number=table.take("number", whole),
        name=table.text("name"),
        method=method,
        concluded=table.take_or("concluded", yes_or_no, method == ANSWERED),
        rule=table.cited("rule", lambda raw: figures(raw, wanted)),
        points=table.optional("points", exact),
    )
    table.end()
    return item
