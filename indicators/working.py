"""怎样算出来: the working behind a figure, laid out for a page. Everything in it is exact."""

from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import explain, headroom, rounding, scope
from indicators.calculation.citations import Cited
from indicators.calculation.explain import UnitShare, ValueWorking
from indicators.calculation.facts import SchoolFacts, Stage, UnitFacts
from indicators.calculation.findings import IndicatorFinding, StageFinding
from indicators.calculation.headroom import ToThreshold
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard


@dataclass(frozen=True, kw_only=True)
class Value:
    """A unit's value against its threshold; *rounded* says that rounding hides which side it is on,
    *headroom* counts in *counted* (人、㎡、元…) how much it lacks or may lose."""

    working: ValueWorking
    sum: Fraction | None
    gap: Fraction | None
    below: bool
    below_floor: bool
    rounded: bool
    headroom: ToThreshold | None
    counted: str


@dataclass(frozen=True)
class Step:
    """The smallest change in one school alone that turns a coefficient's verdict."""

    school: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Dispersion:
    """A coefficient, its parts and the comparison that decides; *limit* is T²·mean², *gain* and
    *loss* are the smallest changes, counted in *counted*, with which it would no longer exceed T."""

    finding: IndicatorFinding
    stage: StageFinding
    shares: tuple[UnitShare, ...]
    ceiling: Cited[Fraction]
    judged_alone: bool
    variance: Fraction | None
    deviation: str
    cv: str
    limit: Fraction | None
    outcome: Outcome | None
    rounded: bool
    missing: tuple[str, ...]
    gain: Step | None
    loss: Step | None
    counted: str


def unit(school: SchoolFacts, stage: Stage, standard: Standard) -> UnitFacts | None:
    """Return the school's unit of *stage*, or None if it does not count."""
    chosen = scope.of_county([school], standard).units
    return next((each for each in chosen if each.stage == stage), None)


def of_value(facts: UnitFacts, indicator: Indicator, standard: Standard) -> Value:
    """Lay out how *indicator* was worked out for one unit."""
    found = explain.value(facts, indicator, standard)
    figures = [(term.sign, figure) for term, figure in found.figures]
    known = [sign * figure for sign, figure in figures if figure is not None]
    limit = found.threshold.value if found.threshold else None
    measured = found.value if limit is not None else None
    return Value(
        working=found,
        sum=sum(known, Fraction(0)) if len(known) == len(figures) else None,
        gap=None if measured is None or limit is None else measured - limit,
        below=measured is not None and limit is not None and measured < limit,
        below_floor=measured is not None and found.floor is not None and measured < found.floor,
        rounded=measured is not None
        and limit is not None
        and rounding.hides(measured, limit, indicator.places),
        headroom=headroom.to_threshold(facts, indicator, standard),
        counted=_counted(indicator),
    )


def of_dispersion(stage: StageFinding, indicator: Indicator, standard: Standard) -> Dispersion:
    """Lay out how the coefficient of *indicator* was worked out between the units of *stage*."""
    finding = next(each for each in stage.indicators if each.indicator.code == indicator.code)
    found, ceiling = finding.dispersion, standard.cv_ceiling[stage.stage]
    variance = found.variance * indicator.per**2 if found else None
    mean = finding.mean
    shown = Fraction(found.display(3)) if found else None
    alone = standard.judges_each
    gain, loss = _smallest_steps(stage, finding, ceiling.value)
    return Dispersion(
        finding=finding,
        stage=stage,
        shares=explain.shares(stage, indicator.code),
        ceiling=ceiling,
        judged_alone=alone,
        variance=variance,
        deviation="" if variance is None else rounding.shown_root(variance, 6),
        cv=found.display(6) if found else "",
        limit=None if mean is None else ceiling.value**2 * mean**2,
        outcome=finding.outcome,
        rounded=alone
        and shown is not None
        and (shown <= ceiling.value) != (finding.outcome == Outcome.PASSES),
        missing=tuple(each.unit.name for each in stage.units if indicator.code in each.missing),
        gain=gain,
        loss=loss,
        counted=_counted(indicator),
    )


def _smallest_steps(
    stage: StageFinding, finding: IndicatorFinding, ceiling: Fraction
) -> tuple[Step | None, Step | None]:
    """Return the least gain and the least loss that bring a coefficient that fails to its ceiling."""
    if finding.outcome is not Outcome.FAILS:
        return None, None
    units = headroom.to_ceiling(stage, finding.indicator.code, ceiling)
    gains = [Step(each.unit.name, each.gains) for each in units if each.gains is not None]
    losses = [Step(each.unit.name, each.loses) for each in units if each.loses is not None]
    return (
        min(gains, key=lambda step: step.amount, default=None),
        min(losses, key=lambda step: step.amount, default=None),
    )


def _counted(indicator: Indicator) -> str:
    """Name what the indicator counts: 人/百生 → 人."""
    return indicator.unit.partition("/")[0]
