"""Exact figures → cells. Here, and only here, the figures of a report are rounded (修约)."""

from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.findings import CompositeFinding, IndicatorFinding, UnitFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.reasons import CV_PLACES
from indicators.calculation.standard import Standard
from reports.contents import tables
from reports.contents.tables import NEAR, OPEN, Cell


def verdict(outcome: Outcome) -> Cell:
    if outcome is Outcome.UNDETERMINED:
        return tables.unknown(OPEN)
    return Cell(text=outcome.label, below=outcome is Outcome.FAILS)


def floor_of(standard: Standard, limit: Fraction) -> Fraction | None:
    """Return the 85 % of *limit* that a unit's last indicator must still reach."""
    return limit * standard.school.floor.value if standard.school else None


def of_unit(unit: UnitFinding, indicator: Indicator, standard: Standard) -> Cell:
    """Return a unit's value of *indicator*, marked by how it stands to the standard."""
    value = unit.values.get(indicator.code)
    if value is None:
        return tables.unknown()
    shown = rounding.shown(value, indicator.places)
    limit = standard.limit(indicator.code, unit.unit.stage, unit.unit.school)
    if limit is None:
        return tables.number(shown)
    return Cell(
        text=shown,
        number=tables.number(shown).number,
        places=indicator.places,
        below=indicator.code in unit.below,
        below_floor=indicator.code in unit.below_floor,
        near=limit <= value < limit * (1 + NEAR) and not indicator.at_most,
        rounded=is_hidden(value, indicator, standard, limit),
    )


def is_hidden(value: Fraction, indicator: Indicator, standard: Standard, limit: Fraction) -> bool:
    """Does the shown value stand on the other side of the standard, or of its floor, than the exact?"""
    floor = floor_of(standard, limit)
    limits = [limit] if floor is None or value >= limit else [limit, floor]
    return any(rounding.hides(value, each, indicator.places) for each in limits)


def mean(finding: IndicatorFinding) -> Cell:
    if finding.mean is None:
        return tables.unknown(OPEN)
    return tables.fraction(finding.mean, finding.indicator.places)


def coefficient(finding: IndicatorFinding) -> Cell:
    """Return the coefficient of variation with three decimals, marked by its ceiling."""
    if finding.dispersion is None:
        return tables.unknown(OPEN)
    return _against(finding.dispersion.display(CV_PLACES), finding.ceiling, finding.outcome)


def composite(finding: CompositeFinding) -> Cell:
    if finding.squares is None:
        return tables.unknown(OPEN)
    return _against(finding.display(CV_PLACES), finding.ceiling, finding.outcome)


def _against(shown: str, ceiling: Fraction | None, outcome: Outcome | None) -> Cell:
    if ceiling is None:
        return tables.number(shown)
    above = outcome is Outcome.FAILS
    return Cell(
        text=shown,
        number=tables.number(shown).number,
        places=CV_PLACES,
        below=above,
        near=not above and Fraction(shown) > ceiling * (1 - NEAR),
        rounded=above != (Fraction(shown) > ceiling),
    )


def revealed(value: Fraction, limit: Fraction, places: int) -> str:
    """Return *value* with as many decimals as it takes to see on which side of *limit* it lies.

    >>> revealed(Fraction("4.195"), Fraction("4.2"), 2)
    '4.195'
    """
    while rounding.hides(value, limit, places):
        places += 1
    return rounding.shown(value, places)
