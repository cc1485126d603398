"""The sentences (理由) that go with a verdict, for the reader of a page or a dossier."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

from indicators.calculation import rounding
from indicators.calculation.facts import Stage, UnitFacts
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard

if TYPE_CHECKING:
    from indicators.calculation.findings import CompositeFinding, IndicatorFinding, UnitFinding

NO_SCHOOL_STANDARD = "省定义务教育学校办学基本标准未载入，学校是否达标未定"
NOT_FILLED_IN, NO_COLUMN = "未填报", "台账没有这项数据，须由省级核定"
NO_THRESHOLD, NO_CASE = "的省定标准值未载入", "适用哪一档标准未定（学校情形未填报）"
OPEN = (NOT_FILLED_IN, NO_COLUMN, NO_THRESHOLD, NO_CASE)
CV_PLACES = 3
NAMED = 5  # so many schools are named in a sentence, the others counted


def of_unit(
    standard: Standard,
    unit: UnitFacts,
    below: Sequence[str],
    below_floor: Sequence[str],
    unknown: Sequence[str],
) -> str:
    """Say which indicators a unit does not reach, which stay under the floor and which are open, and why."""
    parts = []
    if below_floor:
        assert standard.school is not None
        floor = rounding.text(standard.school.floor.value * 100)
        parts.append(f"{_names(standard, below_floor)}低于标准的 {floor}%")
    short = [code for code in below if code not in below_floor]
    if least := [code for code in short if not standard.indicator(code).at_most]:
        parts.append(f"{_names(standard, least)}低于标准")
    if most := [code for code in short if standard.indicator(code).at_most]:
        parts.append(f"{_names(standard, most)}高于标准")
    for why in OPEN:
        if codes := [code for code in unknown if _why_open(standard, unit, code) == why]:
            parts.append(f"{_names(standard, codes)}{why}")
    return "；".join(parts)


def _why_open(standard: Standard, unit: UnitFacts, code: str) -> str:
    """Return why an indicator cannot be compared with its threshold; one of ``OPEN``."""
    indicator = standard.indicator(code)
    if not indicator.terms[unit.stage]:
        return NO_COLUMN
    if standard.threshold(code, unit.stage) is None:
        return NO_THRESHOLD
    return NOT_FILLED_IN if indicator.value(unit) is None else NO_CASE


def of_schools(stage: Stage, outcome: Outcome, units: Sequence["UnitFinding"]) -> list[str]:
    """Say how many units of *stage* fail or are open, and name the first of them."""
    if not units:
        return []
    if all(finding.reason == NO_SCHOOL_STANDARD for finding in units):
        return [f"{stage.label}：{NO_SCHOOL_STANDARD}"]
    named = "、".join(f"{finding.unit.name}（{finding.reason}）" for finding in units[:NAMED])
    rest = f"等 {len(units)} 个" if len(units) > NAMED else ""
    return [f"{stage.label}：{len(units)} 个学段单位{outcome.label}：{named}{rest}"]


def of_indicator(finding: "IndicatorFinding") -> str:
    """Say how an indicator's coefficient stands to its ceiling, or why there is none."""
    head = f"{finding.stage.label}：{finding.indicator.short}"
    if finding.dispersion is None:
        return f"{head}差异系数未定：{finding.note}"
    assert finding.ceiling is not None
    return f"{head}差异系数 {against(finding.dispersion.display, finding.ceiling)}"


def against(shown: Callable[[int], str], ceiling: Fraction) -> str:
    """Say a coefficient above its *ceiling*, with so many more decimals that it is seen to be above.

    *shown* gives the coefficient with a number of decimals.

    >>> against(lambda places: rounding.shown_root(Fraction("0.25004"), places), Fraction("0.5"))
    '0.500（四舍五入前 0.50004），高于上限 0.50'
    """
    short, limit = shown(CV_PLACES), rounding.shown(ceiling, 2)
    places = next(places for places in count(CV_PLACES) if Fraction(shown(places)) > ceiling)
    full = f"（四舍五入前 {shown(places)}）" if places > CV_PLACES else ""
    return f"{short}{full}，高于上限 {limit}"


def of_composite(stage: Stage, finding: "CompositeFinding") -> str:
    """Say how the composite stands to its ceiling, or that it cannot be worked out."""
    assert finding.ceiling is not None
    head = f"{stage.label}：综合差异系数"
    if finding.squares is None:
        return f"{head}未定：有指标的差异系数不可算"
    return f"{head} {against(finding.display, finding.ceiling)}"


def _names(standard: Standard, codes: Sequence[str]) -> str:
    return "、".join(standard.indicator(code).short for code in codes)
