"""纳入范围与拆分: which schools count, as which units, with what share of what they hold in common."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, STAGES_OF, SchoolFacts, SchoolType, Stage, UnitFacts
from indicators.calculation.standard import Standard


@dataclass(frozen=True)
class LeftOut:
    """A school, or a stage of one, that does not count (未纳入), and why."""

    school: SchoolFacts
    reason: str


@dataclass(frozen=True)
class Scope:
    """The county's units, what was left out, and what is doubtful about the choice itself."""

    units: tuple[UnitFacts, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]


def of_county(schools: Iterable[SchoolFacts], standard: Standard, allowed: Allowances | None = None) -> Scope:
    """Choose the units of a county (domain: 3.3, 9.1); with what *allowed* lets them count besides.

    A school whose type, founder or pupils are not filled in is never dropped for that: it stays,
    and what depends on the missing figure is undetermined.
    """
    allowed = allowed or Allowances((), None)
    units: list[UnitFacts] = []
    left_out: list[LeftOut] = []
    doubts: list[str] = []
    for school in schools:
        reason = _why_not(school, standard)
        if reason:
            left_out.append(LeftOut(school, reason))
            continue
        doubts.extend(_doubts(school, standard))
        for stage in JUDGED:
            if not school.has_stage(stage):
                continue
            pupils = school.pupils(stage)
            if pupils == 0:
                left_out.append(LeftOut(school, f"{stage.label}在校生数为 0，不参与计算"))
            else:
                unit = UnitFacts(
                    school=school, stage=stage, pupils=pupils, share=share(school, stage, standard)
                )
                short = partial(_falls_short, unit, standard)
                units.append(replace(unit, extra=allowed.extra(school, stage, short)))
    return Scope(tuple(units), tuple(left_out), tuple(doubts))


def _falls_short(unit: UnitFacts, standard: Standard, code: str) -> bool:
    """Tell whether *unit* stays below the threshold of an indicator, so that it needs an allowance."""
    value, limit = standard.indicator(code).value(unit), standard.limit(code, unit.stage, unit.school)
    return value is not None and limit is not None and not standard.indicator(code).meets(value, limit)


def share(school: SchoolFacts, stage: Stage, standard: Standard) -> Fraction | None:
    """Return the part of the school's common figures that falls to *stage* (拆分).

    share = wₛPₛ ÷ Σ wₜPₜ over the school's stages with w = 1 : 1.1 : 1.32 for primary, junior and
    senior pupils. None where the pupils of one of its stages are not filled in.
    """
    if school.stages == (stage,):
        return Fraction(1)
    weighted, pupils = weighted_pupils(school, standard), school.pupils(stage)
    return standard.weights.value[stage] * pupils / weighted if weighted and pupils is not None else None


def weighted_pupils(school: SchoolFacts, standard: Standard) -> Fraction | None:
    """Return Σ wₜPₜ over the school's stages, None where a stage's pupils are not filled in."""
    total = Fraction(0)
    for stage in school.stages:
        pupils = school.pupils(stage)
        if pupils is None:
            return None
        total += standard.weights.value[stage] * pupils
    return total


def _why_not(school: SchoolFacts, standard: Standard) -> str:
    """Return why a school does not count as a whole, or nothing."""
    if school.school_type is not None and not STAGES_OF[school.school_type]:
        return f"{school.school_type}不纳入"
    if school.founder is not None and school.founder not in standard.founders.value:
        return "举办者不是本县人民政府，不纳入"
    if school.school_type is SchoolType.TEACHING_POINT:
        return _small_teaching_point(school, standard)
    return ""


def _small_teaching_point(school: SchoolFacts, standard: Standard) -> str:
    if standard.teaching_point_pupils is None:
        return "教学点不纳入"
    pupils = [school.pupils(stage) for stage in JUDGED if school.has_stage(stage)]
    known = sum(number for number in pupils if number is not None)
    least = standard.teaching_point_pupils.value
    if None not in pupils and known < least:
        return f"教学点在校生 {known} 人，不足 {least} 人，不纳入"
    return ""


def _doubts(school: SchoolFacts, standard: Standard) -> Iterable[str]:
    if school.school_type is None:
        yield f"{school.name}未填办学类型，暂按已填的在校生数纳入"
    if school.founder is None and len(standard.founders.value) < 10:
        yield f"{school.name}未填举办者类型，是否纳入未定，暂按纳入计算"
