"""怎样算出来: the working behind a unit's value and behind a coefficient of variation."""

from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation.citations import Cited
from indicators.calculation.facts import Stage, UnitFacts
from indicators.calculation.findings import StageFinding
from indicators.calculation.indicators import Indicator, Term
from indicators.calculation.standard import Standard


@dataclass(frozen=True, kw_only=True)
class ValueWorking:
    """How a unit's value came about: (Σ ±figures) × factor × share = amount; × per ÷ pupils = value."""

    indicator: Indicator
    unit: UnitFacts
    figures: tuple[tuple[Term, Fraction | None], ...]
    split: tuple[tuple[Stage, int | None, Fraction], ...]
    amount: Fraction | None
    value: Fraction | None
    threshold: Cited[Fraction] | None
    floor: Fraction | None


@dataclass(frozen=True, kw_only=True)
class UnitShare:
    """One unit's part in the variance: *term* = Pᵢ/P·(xᵢ − mean)², *share* = term ÷ variance.

    *share* is None where all units are alike and there is no variance to share.
    """

    unit: UnitFacts
    pupils: int
    amount: Fraction
    value: Fraction
    weight: Fraction
    term: Fraction
    share: Fraction | None


def value(unit: UnitFacts, indicator: Indicator, standard: Standard) -> ValueWorking:
    """Return the working of *indicator* for one unit; *split* is empty where nothing is split."""
    stages = unit.school.stages
    weights = standard.weights.value
    split = [(stage, unit.school.pupils(stage), weights[stage]) for stage in stages]
    rule = standard.school
    threshold = standard.thresholds.get(indicator.code, {}).get(unit.stage)
    return ValueWorking(
        indicator=indicator,
        unit=unit,
        figures=indicator.figures(unit),
        split=tuple(split) if indicator.shared and len(stages) > 1 else (),
        amount=indicator.amount(unit),
        value=indicator.value(unit),
        threshold=threshold,
        floor=threshold.value * rule.floor.value if rule and threshold else None,
    )


def shares(stage: StageFinding, code: str) -> tuple[UnitShare, ...]:
    """Return each unit's part in the variance of indicator *code*, the largest first.

    Empty where the coefficient is undetermined. The shares add up to exactly 1.
    """
    finding = next(each for each in stage.indicators if each.indicator.code == code)
    if finding.dispersion is None or finding.mean is None:
        return ()
    per, mean, everybody = finding.indicator.per, finding.mean, stage.pupils
    variance = finding.dispersion.variance * per**2
    parts = []
    for each in stage.units:
        pupils, measured = each.unit.pupils, each.values[code]
        assert pupils and measured is not None  # or there would be no dispersion
        weight = Fraction(pupils, everybody)
        term = weight * (measured - mean) ** 2
        parts.append(
            UnitShare(
                unit=each.unit,
                pupils=pupils,
                amount=measured * pupils / per,
                value=measured,
                weight=weight,
                term=term,
                share=term / variance if variance else None,
            )
        )
    return tuple(sorted(parts, key=lambda part: part.term, reverse=True))
