"""申报条件: what a county must bring along before it may apply for recognition."""

from dataclasses import replace
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.items.measured import UNKNOWN, Measured, reason, together, whole
from indicators.calculation.items.reading import Reading
from indicators.calculation.outcomes import Outcome

Limits = dict[str, Fraction]
WITHOUT_COMPOSITE = "没有按基本均衡测算的综合差异系数；采用这些学年按基本均衡校核的台账，即可测算"


def recognised_years(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """The basic recognition (基本均衡认定) is at least three years old."""
    recognised, year = see.county("basic_recognised_year"), see.facts.year
    least = limits["years"]
    threshold = f"≥{least} 年"
    if recognised is None or year is None:
        return Measured(outcome=Outcome.UNDETERMINED, value=UNKNOWN, threshold=threshold)
    passed = year - recognised
    outcome = Outcome.when(passed >= least)
    short = f"{recognised} 年通过基本均衡认定，至 {year} 学年不满 {least} 年"
    return Measured(
        outcome=outcome, value=f"{passed} 年", threshold=threshold, reasons=reason(outcome, short)
    )


def basic_held(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """In each of the three years before, the composite of 2012 stayed at or below 0.60 and 0.50."""
    year = see.facts.year
    years = [] if year is None else range(year - int(limits["years"]), year)
    found = together([_held(see, year, stage, limits[stage.value]) for year in years for stage in JUDGED])
    known = see.facts.basic_composites
    lacking = "、".join(str(year) for year in years if any((year, stage) not in known for stage in JUDGED))
    return replace(
        found,
        reasons=[*found.reasons, *([f"{lacking} 学年{WITHOUT_COMPOSITE}"] if lacking else [])],
        outcome=found.outcome if years else Outcome.UNDETERMINED,
        value=found.value or UNKNOWN,
        threshold="、".join(f"{stage.label}≤{rounding.shown(limits[stage.value], 2)}" for stage in JUDGED),
    )


def _held(see: Reading, year: int, stage: Stage, ceiling: Fraction) -> Measured:
    composite = see.facts.basic_composites.get((year, stage))
    outcome = Outcome.UNDETERMINED if composite is None else Outcome.when(composite <= ceiling)
    shown = f"{year} 学年{stage.label} {whole(composite, 3)}"
    return Measured(
        outcome=outcome,
        value=shown,
        threshold="",
        reasons=reason(outcome, f"{shown}，高于 {rounding.shown(ceiling, 2)}"),
    )


def coefficients(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """All coefficients of this year lie at or below the ceilings of the standard."""
    outcome = see.facts.coefficients
    return Measured(
        outcome=outcome,
        value=f"校际差异系数{outcome.label}",
        threshold="各项不高于上限",
        reasons=reason(outcome, "有校际差异系数高于上限"),
    )
