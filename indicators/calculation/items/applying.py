"""申报条件: what a county must bring along before it may apply for recognition."""

from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import JUDGED
from indicators.calculation.items.measured import UNKNOWN, Measured
from indicators.calculation.items.reading import Reading
from indicators.calculation.outcomes import Outcome, all_of

Limits = dict[str, Fraction]


def recognised_years(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """The basic recognition (基本均衡认定) is at least three years old."""
    recognised, year = see.county("basic_recognised_year"), see.facts.year
    least = limits["years"]
    threshold = f"≥{least} 年"
    if recognised is None or year is None:
        return Measured(outcome=Outcome.UNDETERMINED, value=UNKNOWN, threshold=threshold)
    passed = year - recognised
    outcome = Outcome.when(passed >= least)
    reasons = (
        [f"{recognised} 年通过基本均衡认定，至 {year} 学年不满 {least} 年"]
        if outcome is Outcome.FAILS
        else []
    )
    return Measured(outcome=outcome, value=f"{passed} 年", threshold=threshold, reasons=reasons)


def basic_held(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """In each of the three years before, the composite of 2012 stayed at or below 0.60 and 0.50."""
    outcomes, values, reasons = [], [], []
    years = [] if see.facts.year is None else range(see.facts.year - int(limits["years"]), see.facts.year)
    for year in years:
        for stage in JUDGED:
            composite = see.facts.basic_composites.get((year, stage))
            if composite is None:
                outcomes.append(Outcome.UNDETERMINED)
                continue
            shown = f"{year} 学年{stage.label} {rounding.shown(composite, 3)}"
            values.append(shown)
            outcomes.append(Outcome.when(composite <= limits[stage.value]))
            if composite > limits[stage.value]:
                reasons.append(f"{shown}，高于 {rounding.shown(limits[stage.value], 2)}")
    return Measured(
        outcome=all_of(outcomes) if outcomes else Outcome.UNDETERMINED,
        value="；".join(values) or UNKNOWN,
        threshold=f"小学≤{rounding.shown(limits['primary'], 2)}、初中≤{rounding.shown(limits['junior'], 2)}",
        reasons=reasons,
    )


def coefficients(see: Reading, limits: Limits, allowed: Allowances) -> Measured:
    """All coefficients of this year lie at or below the ceilings of the standard."""
    outcome = see.facts.coefficients
    return Measured(
        outcome=outcome,
        value=f"校际差异系数{outcome.label}",
        threshold="各项不高于上限",
        reasons=["有校际差异系数高于上限"] if outcome is Outcome.FAILS else [],
    )
