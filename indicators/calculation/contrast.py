"""对照: what the coefficient would be without a school, or without weights. Never judged."""

from collections.abc import Mapping
from fractions import Fraction

from indicators.calculation.dispersion import Dispersion, Undetermined, coefficient_of_variation
from indicators.calculation.findings import IndicatorFinding, StageFinding


def without(stage: StageFinding, code: str) -> Mapping[str, Dispersion | None]:
    """Return, by school code, the dispersion of indicator *code* had that unit not been there.

    With Q = Σ X²/P:  mean' = (ΣX − X) ÷ (ΣP − p),  variance' = (Q − X²/p) ÷ (ΣP − p) − mean'².
    None where nothing would be left to compare; empty where the coefficient is undetermined.
    """
    finding = _of(stage, code)
    if finding.dispersion is None:
        return {}
    pupils = stage.pupils
    total = finding.dispersion.mean * pupils
    squares = (finding.dispersion.variance + finding.dispersion.mean**2) * pupils
    found: dict[str, Dispersion | None] = {}
    for each in stage.units:
        amount, own = each.amounts[code], each.unit.pupils
        assert amount is not None and own  # or there would be no dispersion
        rest = pupils - own
        mean = (total - amount) / rest if rest else Fraction(0)
        found[each.unit.school.code] = (
            Dispersion(mean=mean, variance=(squares - amount**2 / own) / rest - mean**2) if mean > 0 else None
        )
    return found


def unweighted(stage: StageFinding, code: str) -> Dispersion | None:
    """Return the dispersion that counts every school alike, whatever its size, for comparison only."""
    finding = _of(stage, code)
    if finding.dispersion is None:
        return None
    values = [value for each in stage.units if (value := each.values[code]) is not None]
    try:
        return coefficient_of_variation(values, [1] * len(values))
    except Undetermined:
        return None


def judge_differently(finding: IndicatorFinding, compared: Dispersion | None) -> bool:
    """Tell whether the comparison stands on the other side of the ceiling than the official figure."""
    if finding.dispersion is None or compared is None or finding.ceiling is None:
        return False
    return finding.dispersion.at_most(finding.ceiling) is not compared.at_most(finding.ceiling)


def _of(stage: StageFinding, code: str) -> IndicatorFinding:
    return next(each for each in stage.indicators if each.indicator.code == code)
