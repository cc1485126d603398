"""An item as the standard states it, and the methods that items may name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from indicators.calculation.allowances import Allowances
from indicators.calculation.citations import Cited, Table
from indicators.calculation.items import applying, countywide, schoolwise, work
from indicators.calculation.items.measured import Measured
from indicators.calculation.items.reading import Reading

Run = Callable[[Reading, dict[str, Fraction], Allowances], Measured]


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


@dataclass(frozen=True)
class Method:
    """How an item is worked out, and the names of the figures that its rule must state.

    *least* are figures that a stricter rule raises, *most* those that it lowers.
    """

    run: Run
    least: tuple[str, ...] = ()
    most: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def limits(self) -> frozenset[str]:
        return frozenset((*self.least, *self.most, *self.other))


ANSWERED = "answered"
METHODS: Mapping[str, Method] = {
    "music_art_rooms": Method(schoolwise.music_art_rooms, most=("classes_per_room",), other=("combined",)),
    "school_size": Method(schoolwise.school_size, most=("single", "joined")),
    "class_size": Method(schoolwise.class_size, other=("primary", "junior")),
    "training_money": Method(schoolwise.training_money, least=("least",)),
    "small_school_funding": Method(countywide.small_school_funding, least=("pupils",)),
    "special_school_funding": Method(countywide.special_school_funding, least=("least",)),
    "pay": Method(countywide.pay),
    "training_rate": Method(countywide.training_rate, least=("least",)),
    "certified_rate": Method(countywide.certified_rate, least=("least",)),
    "rotation": Method(countywide.rotation, least=("moved", "backbone")),
    "zone_enrolment": Method(countywide.zone_enrolment, least=("primary", "junior")),
    "senior_quota": Method(countywide.senior_quota, least=("least",)),
    "migrant_places": Method(countywide.migrant_places, least=("least",)),
    "retention": Method(countywide.retention, least=("least",), other=("other_way",)),
    "disabled_enrolment": Method(countywide.disabled_enrolment, least=("least",)),
    "monitoring": Method(countywide.monitoring, least=("level",), most=("gap",)),
    "three_disabilities": Method(work.three_disabilities, least=("least",)),
    "three_growths": Method(work.three_growths),
    "fee_reform": Method(work.fee_reform, least=("least",)),
    "pupil_teacher_ratio": Method(work.pupil_teacher_ratio, most=("primary", "junior")),
    "yearly_rotation": Method(work.yearly_rotation, least=("moved",)),
    "retention_rates": Method(work.retention_rates, least=("primary", "junior")),
    "fitness": Method(work.fitness, least=("least",)),
    "recognised_years": Method(applying.recognised_years, least=("years",)),
    "basic_held": Method(applying.basic_held, least=("years",), most=("primary", "junior")),
    "coefficients": Method(applying.coefficients),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a standard. *method* is ``answered`` or one of ``METHODS``; *rule* holds the
    figures it needs; *points* is what it scores in 2012."""

    code: str
    part: Part
    number: int
    name: str
    method: str
    rule: Cited[Mapping[str, Fraction]]
    points: Cited[Fraction] | None


def parse(table: Table) -> Item:
    """Read one ``[[items]]`` table; raise ``StandardRefused`` for a rule that its method does not know."""
    method = table.text("method")
    if method != ANSWERED and method not in METHODS:
        raise table.refuse("method", f"{method!r} 不是已知的算法")
    wanted = METHODS[method].limits if method != ANSWERED else frozenset()
    item = Item(
        code=table.text("code"),
        part=_part(table),
        number=table.whole("number"),
        name=table.text("name"),
        method=method,
        rule=table.cited("rule", lambda raw: _limits(raw, wanted)),
        points=table.cited("points", Fraction) if table.has("points") else None,
    )
    table.end()
    return item


def _part(table: Table) -> Part:
    part = table.text("part")
    if part not in set(Part):
        raise table.refuse("part", f"应是 {'、'.join(Part)} 之一")
    return Part(part)


def _limits(raw: Any, wanted: frozenset[str]) -> Mapping[str, Fraction]:
    if set(raw) != wanted:
        raise ValueError(raw)
    return {name: Fraction(figure) for name, figure in raw.items()}
