"""基本情况 (表Ⅰ): a county's figures and those of its schools, each with where it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from indicators.calculation.facts import JUDGED, SchoolFacts, SchoolType, Stage
from indicators.calculation.items.reading import CountyFacts, plus
from schools.figures.columns import FIGURES

FORM = "表Ⅰ"
TEACHING_POINT_COUNTED = 50  # 表Ⅰ L16：其中：50人及以上


class Source(StrEnum):
    """Where a figure of 表Ⅰ comes from."""

    COUNTY = "县级数据"
    LEDGER = "学校台账"
    NEITHER = "台账和县级数据都没有，请自行填写"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One figure of 表Ⅰ: *code* is its L-number; *value* is None where it is not known."""

    code: str
    name: str
    unit: str
    value: Fraction | None
    source: Source
    places: int = 0


Schools = tuple[SchoolFacts, ...]
Count = Callable[[Schools], Fraction | None]


def of_county(facts: CountyFacts, family: str) -> tuple[Entry, ...]:
    """Return L1 to L24 of 2017 (*family* ``quality``), L1 to L22 of 2012 (``basic``).

    All schools of the ledger are counted, also those that a standard leaves out.
    """
    first = [
        Entry(
            code=figure.item.removeprefix(f"{FORM} "),
            name=figure.heading,
            unit=figure.unit,
            value=facts.figures.get(figure.field),
            source=Source.COUNTY,
            places=figure.places,
        )
        for figure in FIGURES
        if figure.item.startswith(FORM)
    ]
    counted = [
        Entry(code=f"L{place}", name=name, unit=unit, value=count(facts.schools), source=source)
        for place, (name, unit, count, source) in enumerate(_COUNTED[family], len(first) + 1)
    ]
    return (*first, *counted)


def of_kind(*kinds: SchoolType, at_least: int = 0) -> Count:
    """Count the schools of *kinds* with *at_least* so many pupils; None where that is doubtful."""

    def count(schools: Schools) -> Fraction | None:
        if any(school.school_type is None for school in schools):
            return None
        found = [_pupils(school) for school in schools if school.school_type in kinds]
        if at_least and None in found:
            return None
        return Fraction(sum(pupils is None or pupils >= at_least for pupils in found))

    return count


def _pupils(school: SchoolFacts) -> Fraction | None:
    return plus(*(school.figures.get(f"pupils_{stage}") for stage in JUDGED if school.has_stage(stage)))


def total(field: str, stage: Stage) -> Count:
    """Add the figure ``field_stage`` over the schools that have the stage."""

    def add(schools: Schools) -> Fraction | None:
        having = [school for school in schools if school.has_stage(stage)]
        return plus(*(school.figures.get(f"{field}_{stage}") for school in having))

    return add


def _unknown(schools: Schools) -> None:
    return None


Line = tuple[str, str, Count, Source]


def _by_stage(name: str, unit: str, field: str) -> tuple[Line, ...]:
    return tuple((f"{stage.label}{name}", unit, total(field, stage), Source.LEDGER) for stage in JUDGED)


def _staff() -> Iterable[Line]:
    for stage in JUDGED:
        yield (f"{stage.label}教职工数", "人", _unknown, Source.NEITHER)
        yield (f"其中{stage.label}专任教师", "人", total("teachers", stage), Source.LEDGER)


def _schools(name: str, *kinds: SchoolType, at_least: int = 0, unit: str = "所") -> Line:
    return (name, unit, of_kind(*kinds, at_least=at_least), Source.LEDGER)


_LAST: tuple[Line, ...] = (
    *_by_stage("教学班数", "个", "classes"),
    *_by_stage("在校学生数", "人", "pupils"),
    *_staff(),
)
_COUNTED: dict[str, tuple[Line, ...]] = {
    "quality": (
        _schools("小学", SchoolType.PRIMARY),
        _schools("九年一贯制学校", SchoolType.NINE_YEAR),
        _schools("初中", SchoolType.JUNIOR),
        _schools("完全中学", SchoolType.COMPLETE),
        _schools("十二年一贯制学校", SchoolType.TWELVE_YEAR),
        _schools("特殊教育学校", SchoolType.SPECIAL),
        _schools("小学教学点", SchoolType.TEACHING_POINT, unit="个"),
        _schools(
            "其中50人及以上教学点",
            SchoolType.TEACHING_POINT,
            at_least=TEACHING_POINT_COUNTED,
            unit="个",
        ),
        *_LAST,
    ),
    "basic": (
        _schools("小学", SchoolType.PRIMARY),
        _schools("一贯制学校", SchoolType.NINE_YEAR, SchoolType.TWELVE_YEAR),
        _schools("初中", SchoolType.JUNIOR),
        _schools("完全中学", SchoolType.COMPLETE),
        _schools("特殊教育学校", SchoolType.SPECIAL),
        _schools("小学教学点", SchoolType.TEACHING_POINT, unit="个"),
        *_LAST,
    ),
}
