"""Items of teachers: training, certificates, rotation."""

from fractions import Fraction

from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED
from indicators.calculation.items.measured import Measured, rate, together, whole
from indicators.calculation.items.reading import Reading, plus

Limits = dict[str, Fraction]


def training_rate(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 9: all teachers have completed 360 hours of training in five years."""
    return _of_all_teachers(see, limits, "teachers_trained_360h", "教师培训完成率")


def certified_rate(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 12: all teachers hold a teacher's certificate."""
    return _of_all_teachers(see, limits, "teachers_certified", "持教师资格证上岗率")


def _of_all_teachers(see: Reading, limits: Limits, field: str, what: str) -> Measured:
    part = see.total(field, see.facts.schools)
    teachers = plus(*(see.stage_total("teachers", stage, see.facts.schools) for stage in JUDGED))
    blanks = {"part": whole(part), "teachers": whole(teachers)}
    return rate(part, teachers, limits["least"], what=what, blanks=blanks)


def rotation(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """表Ⅳ 11: 10 % of those due are moved each year, 20 % of the moved are backbone teachers (≥)."""
    due, moved, backbone = (see.county(f) for f in ("rotation_eligible", "rotated", "rotated_backbone"))
    return together(
        [
            rate(
                moved,
                due,
                limits["moved"],
                what="交流轮岗教师比例",
                blanks={"due": whole(due), "moved": whole(moved)},
                shown_as="moved_rate",
            ),
            rate(
                backbone,
                moved,
                limits["backbone"],
                what="交流轮岗教师中骨干教师比例",
                blanks={"backbone": whole(backbone)},
                shown_as="backbone_rate",
            ),
        ]
    )


def yearly_rotation(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """2012 ⑪: the part of those due who were moved in a year."""
    return rate(see.county("rotated"), see.county("rotation_eligible"), limits["moved"], what="教师交流比例")
