"""The methods that items may name, and the figures that each asks its rule to state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.items import applying, funding, pupils, schoolwise, teachers, work
from indicators.calculation.items.measured import Measured
from indicators.calculation.items.reading import Reading
from indicators.calculation.variation import Stricter

Run = Callable[[Reading, dict[str, Fraction], Allowances], Measured]
PERCENT = "%"


@dataclass(frozen=True)
class Figure:
    """One figure of a rule: its name there, what a reader calls it, its unit."""

    name: str
    label: str
    unit: str
    stricter: Stricter
    sign: str

    def words(self, value: Fraction) -> str:
        """Return the rule in words: 其中骨干教师比例≥20%."""
        number = value * 100 if self.unit == PERCENT else value
        return f"{self.label}{self.sign}{rounding.text(number)}{self.unit}"


@dataclass(frozen=True)
class Method:
    """How an item is worked out, and the figures that its rule must state."""

    run: Run
    figures: tuple[Figure, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(figure.name for figure in self.figures)


def _least(name: str, label: str, unit: str = PERCENT) -> Figure:
    return Figure(name, label, unit, Stricter.HIGHER, "≥")


def _most(name: str, label: str, unit: str) -> Figure:
    return Figure(name, label, unit, Stricter.LOWER, "≤")


def _below(name: str, label: str) -> Figure:
    return Figure(name, label, "", Stricter.LOWER, "<")


def _choice(name: str, label: str) -> Figure:
    """0 or 1: which of two readings of the clause is followed."""
    return Figure(name, label, "", Stricter.NEITHER, "：")


ANSWERED = "answered"
METHODS: Mapping[str, Method] = {
    "music_art_rooms": Method(
        schoolwise.music_art_rooms,
        (
            _most("classes_per_room", "每间音乐、美术教室负担班数", "个班"),
            _choice("combined", "音乐、美术合并计算（1 是 0 否）"),
        ),
    ),
    "school_size": Method(
        schoolwise.school_size,
        (_most("single", "小学、初中规模", "人"), _most("joined", "一贯制学校义务教育阶段规模", "人")),
    ),
    "class_size": Method(
        schoolwise.class_size, (_most("primary", "小学班额", "人"), _most("junior", "初中班额", "人"))
    ),
    "training_money": Method(schoolwise.training_money, (_least("least", "教师培训经费占公用经费预算"),)),
    "funding_norms": Method(
        funding.funding_norms,
        (
            _least("primary", "小学生均公用经费基准定额", "元"),
            _least("junior", "初中生均公用经费基准定额", "元"),
        ),
    ),
    "small_school_funding": Method(
        funding.small_school_funding, (_least("pupils", "规模较小学校核定公用经费的人数", "人"),)
    ),
    "special_school_funding": Method(
        funding.special_school_funding, (_least("least", "特殊教育学校生均公用经费", "元"),)
    ),
    "pay": Method(funding.pay),
    "training_rate": Method(teachers.training_rate, (_least("least", "教师培训完成率"),)),
    "certified_rate": Method(teachers.certified_rate, (_least("least", "持教师资格证上岗率"),)),
    "rotation": Method(
        teachers.rotation,
        (_least("moved", "交流轮岗教师比例"), _least("backbone", "其中骨干教师比例")),
    ),
    "zone_enrolment": Method(
        pupils.zone_enrolment,
        (_least("primary", "小学就近划片入学比例"), _least("junior", "初中就近划片入学比例")),
    ),
    "senior_quota": Method(pupils.senior_quota, (_least("least", "优质高中招生名额分配比例"),)),
    "migrant_places": Method(pupils.migrant_places, (_least("least", "随迁子女就读比例"),)),
    "retention": Method(
        pupils.retention,
        (
            _least("least", "初中三年巩固率"),
            _choice("other_way", "按（毕业−转入+转出）÷（入学−死亡）计算（1 是 0 否）"),
        ),
    ),
    "disabled_enrolment": Method(pupils.disabled_enrolment, (_least("least", "残疾儿童少年入学率"),)),
    "monitoring": Method(
        pupils.monitoring, (_least("level", "学业水平等级", "级"), _below("gap", "校际差异率"))
    ),
    "three_disabilities": Method(pupils.three_disabilities, (_least("least", "三类残疾儿童少年入学率"),)),
    "three_growths": Method(work.three_growths),
    "fee_reform": Method(work.fee_reform, (_least("least", "转移支付用于义务教育的比例"),)),
    "pupil_teacher_ratio": Method(
        work.pupil_teacher_ratio,
        (_most("primary", "小学生师比", ":1"), _most("junior", "初中生师比", ":1")),
    ),
    "yearly_rotation": Method(teachers.yearly_rotation, (_least("moved", "教师交流比例"),)),
    "retention_rates": Method(
        pupils.retention_rates, (_least("primary", "小学六年巩固率"), _least("junior", "初中三年巩固率"))
    ),
    "fitness": Method(pupils.fitness, (_least("least", "体质健康合格率"),)),
    "recognised_years": Method(applying.recognised_years, (_least("years", "通过认定", "年"),)),
    "basic_held": Method(
        applying.basic_held,
        (
            _least("years", "连续", "年"),
            _most("primary", "小学综合差异系数", ""),
            _most("junior", "初中综合差异系数", ""),
        ),
    ),
    "coefficients": Method(applying.coefficients),
}
