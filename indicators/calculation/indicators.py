"""The indicators (指标) of both standards: which amounts a unit has, per pupil or per hundred."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.calculation.facts import JUDGED, Stage, UnitFacts

ONE = Fraction(1)


@dataclass(frozen=True)
class Term:
    """A ledger figure that is added, or taken away where *sign* is −1."""

    field: str
    sign: int = 1


class Over(StrEnum):
    """By what an amount is divided: a figure of the unit's stage, or nothing (每校)."""

    PUPILS = "pupils"
    CLASSES = "classes"
    TEACHERS = "teachers"
    SCHOOL = "school"

    @property
    def label(self) -> str:
        return {"pupils": "在校生数", "classes": "班级数", "teachers": "专任教师数", "school": "学校"}[
            self.value
        ]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """An amount a unit has, per pupil or per hundred pupils.

    amount = (Σ signᵢ·figureᵢ + extra) × factor × share;  value = amount × per ÷ pupils. *shared* figures
    belong to the whole school and are split between its stages (拆分); the others are filled in by
    stage. *factor* turns the ledger's unit into the indicator's (万元 → 元). *places* is how many
    decimals the national forms show. What a province asks of schools may be counted *over* classes,
    teachers or the school instead of pupils, have no figure in the ledger at all (no *terms*), or be
    bounded from above (*at_most*).
    """

    code: str
    name: str
    short: str
    unit: str
    terms: Mapping[Stage, tuple[Term, ...]]
    shared: bool = False
    factor: int = 1
    per: int = 1
    places: int = 2
    over: Over = Over.PUPILS
    at_most: bool = False

    def meets(self, value: Fraction, limit: Fraction, floor: Fraction = ONE) -> bool:
        """Tell whether *value* reaches *limit*, or the part *floor* of it.

        >>> books = basic({Stage.PRIMARY: "college", Stage.JUNIOR: "bachelor"})[4]
        >>> books.meets(Fraction(17), Fraction(20)), books.meets(Fraction(17), Fraction(20), Fraction("0.85"))
        (False, True)

        Of what is bounded from above the limit must be that part of the value.
        """
        return value * floor <= limit if self.at_most else value >= limit * floor

    def figures(self, unit: UnitFacts) -> tuple[tuple[Term, Fraction | None], ...]:
        """Return each term of the unit's stage with the school's figure, None where not filled in."""
        return tuple((term, unit.school.figures.get(term.field)) for term in self.terms[unit.stage])

    def amount(self, unit: UnitFacts) -> Fraction | None:
        """Return what the unit has, or None if a figure is not filled in (未填报)."""
        if not self.terms[unit.stage]:
            return None
        total = unit.extra.get(self.code, Fraction(0))
        for term, figure in self.figures(unit):
            if figure is None:
                return None
            total += figure if term.sign > 0 else -figure
        if not self.shared:
            return total * self.factor
        return None if unit.share is None else total * self.factor * unit.share

    def base(self, unit: UnitFacts) -> Fraction | int | None:
        """Return what the amount is divided by, or None if it is not filled in or 0."""
        if self.over is Over.PUPILS:
            return unit.pupils or None
        if self.over is Over.SCHOOL:
            return 1
        return unit.school.figures.get(f"{self.over}_{unit.stage}") or None

    def value(self, unit: UnitFacts) -> Fraction | None:
        """Return the unit's value, or None if a figure or the base is not filled in."""
        return self.valued(self.amount(unit), unit)

    def valued(self, amount: Fraction | None, unit: UnitFacts) -> Fraction | None:
        """Return *amount* as the unit's value."""
        base = self.base(unit)
        return None if amount is None or base is None else amount * self.per / base


def _by_stage(*fields: str) -> Mapping[Stage, tuple[Term, ...]]:
    return {stage: tuple(Term(f"{field}_{stage}") for field in fields) for stage in JUDGED}


def _of_school(*terms: Term) -> Mapping[Stage, tuple[Term, ...]]:
    return dict.fromkeys(JUDGED, terms)


DEGREES = ("college", "bachelor", "graduate")  # 专科、本科、研究生, rising


def _degrees(counted_from: Mapping[Stage, str]) -> Mapping[Stage, tuple[Term, ...]]:
    """Teachers above the required degree (高于规定学历): those with *counted_from* or higher."""
    return {
        stage: tuple(Term(f"teachers_{degree}_{stage}") for degree in DEGREES[DEGREES.index(lowest) :])
        for stage, lowest in counted_from.items()
    }


# Teaching rooms are counted without the indoor sports rooms they contain (domain: 教基5170 F10 − F17).
TEACHING_ROOMS = _of_school(Term("teaching_room_area"), Term("indoor_sports_area", -1))
SPORTS = _of_school(Term("sports_ground_area"), Term("indoor_sports_area"))


def quality(counted_from: Mapping[Stage, str]) -> tuple[Indicator, ...]:
    """Return the seven indicators of 教督〔2017〕6号, L1 to L7."""
    return (
        Indicator(
            code="teachers_above_required",
            name="每百名学生拥有高于规定学历教师数",
            short="高于规定学历教师",
            unit="人/百生",
            terms=_degrees(counted_from),
            per=100,
        ),
        Indicator(
            code="backbone_teachers",
            name="每百名学生拥有县级及以上骨干教师数",
            short="县级以上骨干教师",
            unit="人/百生",
            terms=_by_stage("teachers_backbone"),
            per=100,
        ),
        Indicator(
            code="pe_art_teachers",
            name="每百名学生拥有体育、艺术（美术、音乐）专任教师数",
            short="体育艺术专任教师",
            unit="人/百生",
            terms=_by_stage("teachers_pe", "teachers_music", "teachers_fineart", "teachers_art"),
            per=100,
        ),
        *_premises(),
        Indicator(
            code="multimedia_rooms",
            name="每百名学生拥有网络多媒体教室数",
            short="网络多媒体教室",
            unit="间/百生",
            terms=_of_school(Term("multimedia_rooms")),
            shared=True,
            per=100,
        ),
    )


def basic(counted_from: Mapping[Stage, str]) -> tuple[Indicator, ...]:
    """Return the eight indicators of 教督〔2012〕3号, in the order of 表Ⅲ."""
    return (
        *_premises(),
        Indicator(
            code="computers",
            name="每百名学生拥有计算机台数",
            short="教学用计算机",
            unit="台/百生",
            terms=_of_school(Term("computers")),
            shared=True,
            per=100,
        ),
        Indicator(
            code="books",
            name="生均图书册数",
            short="图书",
            unit="册/生",
            terms=_of_school(Term("books")),
            shared=True,
        ),
        Indicator(
            code="teachers",
            name="师生比",
            short="师生比",
            unit="人/生",
            terms=_by_stage("teachers"),
            places=3,
        ),
        Indicator(
            code="teachers_above_required",
            name="生均高于规定学历教师数",
            short="高于规定学历教师",
            unit="人/生",
            terms=_degrees(counted_from),
            places=3,
        ),
        Indicator(
            code="teachers_midrank",
            name="生均中级及以上专业技术职务教师数",
            short="中级及以上职务教师",
            unit="人/生",
            terms=_by_stage("teachers_midrank"),
            places=3,
        ),
    )


def _premises() -> tuple[Indicator, ...]:
    """Return the three indicators that both standards share."""
    return (
        Indicator(
            code="teaching_room_area",
            name="生均教学及辅助用房面积",
            short="教学及辅助用房",
            unit="㎡/生",
            terms=TEACHING_ROOMS,
            shared=True,
        ),
        Indicator(
            code="sports_area",
            name="生均体育运动场馆面积",
            short="体育运动场馆",
            unit="㎡/生",
            terms=SPORTS,
            shared=True,
        ),
        Indicator(
            code="equipment_value",
            name="生均教学仪器设备值",
            short="教学仪器设备值",
            unit="元/生",
            terms=_of_school(Term("equipment_value")),
            shared=True,
            factor=10_000,
        ),
    )


SETS = {"quality": quality, "basic": basic}
