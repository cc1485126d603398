"""余量: how much a unit lacks or may lose before a verdict changes, in whole units a reader counts.

Every number given is tight: that much changes the verdict, one less does not.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

from indicators.calculation.facts import UnitFacts
from indicators.calculation.findings import StageFinding
from indicators.calculation.indicators import Indicator, Over
from indicators.calculation.scope import weighted_pupils
from indicators.calculation.standard import Standard


@dataclass(frozen=True)
class ToThreshold:
    """A unit against a threshold: *lacks* is what it must gain to reach it, 0 where it does;
    *loses* how much less, and *pupils* how many more pupils, put it below, None where it is below or
    does not hang on pupils."""

    lacks: int
    loses: int | None
    pupils: int | None


def to_threshold(unit: UnitFacts, indicator: Indicator, standard: Standard) -> ToThreshold | None:
    """Return the headroom of *unit* to the threshold, or None where a figure is missing, or where the
    threshold bounds from above.

    What is split between stages is counted for the whole school: a gain reaches the unit by its share.
    """
    amount, threshold = indicator.amount(unit), standard.limit(indicator.code, unit.stage, unit.school)
    share, base = unit.share if indicator.shared else Fraction(1), indicator.base(unit)
    if amount is None or threshold is None or base is None or not share or indicator.at_most:
        return None
    asked = threshold * base / indicator.per
    if amount < asked:
        return ToThreshold(lacks=ceil((asked - amount) / share), loses=None, pupils=None)
    return ToThreshold(
        lacks=0,
        loses=floor((amount - asked) / share) + 1,
        pupils=_more_pupils(unit, indicator, amount / share, threshold, standard)
        if indicator.over is Over.PUPILS
        else None,
    )


def _more_pupils(
    unit: UnitFacts, indicator: Indicator, whole: Fraction, threshold: Fraction, standard: Standard
) -> int:
    """How many more pupils of the stage put the unit below: value = per·whole·w ÷ Σ wP, or ÷ P."""
    if indicator.shared:
        weight = standard.weights.value[unit.stage]
        weighted = weighted_pupils(unit.school, standard) or Fraction(0)
    else:
        weight, weighted = Fraction(1), Fraction(unit.pupils or 0)
    most = indicator.per * whole * weight / threshold
    return floor((most - weighted) / weight) + 1


@dataclass(frozen=True)
class ToCeiling:
    """How much one unit alone must gain or lose until the coefficient's verdict changes; None where
    no amount does: a unit cannot lose more than it has, and where nobody has any nothing is compared."""

    unit: UnitFacts
    gains: int | None
    loses: int | None


def to_ceiling(stage: StageFinding, code: str, ceiling: Fraction) -> tuple[ToCeiling, ...]:
    """Return for each unit of *stage* its headroom to the *ceiling* of indicator *code*.

    With d more in the unit of p pupils that has X, where P, S and Q are Σ pupils, Σ amounts and
    Σ amount²/pupils:  CV ≤ T  ⇔  P(Q + (2Xd + d²)/p) − (1 + T²)(S + d)² ≤ 0, a square in d whose
    roots are the only places where the verdict turns. Empty where the coefficient is undetermined.
    """
    finding = next(each for each in stage.indicators if each.indicator.code == code)
    if finding.dispersion is None:
        return ()
    everybody, total = stage.pupils, finding.dispersion.mean * stage.pupils
    squares = (finding.dispersion.variance + finding.dispersion.mean**2) * everybody
    found = []
    for each in stage.units:
        amount, pupils = each.amounts[code], each.unit.pupils
        share = each.unit.share if finding.indicator.shared else Fraction(1)
        assert amount is not None and pupils and share  # or there would be no dispersion
        bound = 1 + ceiling**2
        turn = _Turn(
            a=(Fraction(everybody, pupils) - bound) * share**2,
            b=2 * (amount * everybody / pupils - bound * total) * share,
            c=everybody * squares - bound * total**2,
        )
        loses = turn.mirrored().first()
        within = loses is not None and loses * share <= amount and loses * share < total
        found.append(ToCeiling(unit=each.unit, gains=turn.first(), loses=loses if within else None))
    return tuple(found)


@dataclass(frozen=True)
class _Turn:
    """a·k² + b·k + c ≤ 0 as a verdict on whole numbers k."""

    a: Fraction
    b: Fraction
    c: Fraction

    def mirrored(self) -> "_Turn":
        return _Turn(self.a, -self.b, self.c)

    def passes(self, k: int) -> bool:
        return self.a * k**2 + self.b * k + self.c <= 0

    def first(self) -> int | None:
        """Return the smallest k ≥ 1 whose verdict differs from that of 0."""
        now = self.passes(0)
        near = {floor(root) + step for root in self._roots() for step in (-1, 0, 1, 2)}
        return min((k for k in near if k >= 1 and self.passes(k) is not now), default=None)

    def _roots(self) -> list[Fraction]:
        """Return the real roots rounded down, to well within 1 of the true ones."""
        if self.a == 0:
            return [-self.c / self.b] if self.b else []
        discriminant = self.b**2 - 4 * self.a * self.c
        if discriminant < 0:
            return []
        fine = 10**30 * discriminant.denominator
        root = Fraction(isqrt(discriminant.numerator * fine * 10**30), fine)
        return [(-self.b + sign * root) / (2 * self.a) for sign in (-1, 1)]
