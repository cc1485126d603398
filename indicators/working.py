"""怎样算出来: the working behind a figure, laid out for a page. Everything in it is exact."""

from dataclasses import dataclass
from fractions import Fraction

from indicators import wording
from indicators.calculation import contrast, explain, headroom, rounding, scope
from indicators.calculation.allowances import Allowance, Allowances
from indicators.calculation.citations import Cited
from indicators.calculation.explain import UnitShare, ValueWorking
from indicators.calculation.facts import SchoolFacts, Stage, UnitFacts
from indicators.calculation.findings import IndicatorFinding, StageFinding
from indicators.calculation.headroom import ToCeiling
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard


@dataclass(frozen=True, kw_only=True)
class Value:
    """A unit's value against its threshold; *rounded* says that rounding hides which side it is on,
    *lacks* and *loses* say in words how much it lacks or may lose, *pupils* how many more pupils put
    it below; *added* is what *allowances* let it count besides."""

    working: ValueWorking
    sum: Fraction | None
    limit: Fraction | None
    floor: Fraction | None
    gap: Fraction | None
    below: bool
    below_floor: bool
    rounded: bool
    lacks: str
    loses: str
    pupils: int | None
    added: Fraction | None
    allowances: tuple[Allowance, ...]


@dataclass(frozen=True)
class Step:
    """The smallest change in one school alone that turns a coefficient's verdict."""

    school: str
    amount: int
    said: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One unit in a coefficient: its share, the coefficient without it, and what in it alone would
    turn the verdict, in words."""

    share: UnitShare
    without: str
    turns: bool
    room: str


@dataclass(frozen=True, kw_only=True)
class Dispersion:
    """A coefficient, its parts and the comparison that decides; *limit* is T²·mean², *gain* and
    *loss* are the smallest changes with which it would no longer exceed T.
    *unweighted* counts all schools alike, for comparison only; *alarm* says that it would be judged
    differently."""

    finding: IndicatorFinding
    stage: StageFinding
    shares: tuple[Part, ...]
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
    unweighted: str
    alarm: bool


def unit(
    school: SchoolFacts, stage: Stage, standard: Standard, allowed: Allowances | None = None
) -> UnitFacts | None:
    """Return the school's unit of *stage*, or None if it does not count."""
    chosen = scope.of_county([school], standard, allowed).units
    return next((each for each in chosen if each.stage == stage), None)


def of_value(facts: UnitFacts, indicator: Indicator, standard: Standard, allowed: Allowances) -> Value:
    """Lay out how *indicator* was worked out for one unit, with the uses that *allowed* noted."""
    found = explain.value(facts, indicator, standard)
    figures = [(term.sign, figure) for term, figure in found.figures]
    known = [sign * figure for sign, figure in figures if figure is not None]
    added = facts.extra.get(indicator.code)
    room = headroom.to_threshold(facts, indicator, standard)
    limit = standard.limit(indicator.code, facts.stage, facts.school)
    floor = limit * standard.school.floor.value if limit is not None and standard.school else None
    measured = found.value if limit is not None else None
    return Value(
        working=found,
        sum=sum(known, added or Fraction(0)) if len(known) == len(figures) else None,
        limit=limit,
        floor=floor,
        gap=None if measured is None or limit is None else measured - limit,
        below=measured is not None and limit is not None and not indicator.meets(measured, limit),
        below_floor=measured is not None and floor is not None and measured < floor and not indicator.at_most,
        rounded=measured is not None
        and limit is not None
        and rounding.hides(measured, limit, indicator.places),
        lacks=wording.amount(indicator, room.lacks) if room and room.lacks else "",
        loses=wording.amount(indicator, room.loses) if room and room.loses else "",
        pupils=room.pupils if room else None,
        added=added,
        allowances=tuple(
            use.allowance for use in allowed.uses if added and use.allowance.item == indicator.code
        ),
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
    alike = contrast.unweighted(stage, indicator.code)
    return Dispersion(
        finding=finding,
        stage=stage,
        shares=_parts(stage, finding, ceiling.value if alone else None),
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
        unweighted=alike.display(6) if alike else "",
        alarm=contrast.judge_differently(finding, alike),
    )


def _parts(stage: StageFinding, finding: IndicatorFinding, ceiling: Fraction | None) -> tuple[Part, ...]:
    """Lay out every unit; without a *ceiling* of the coefficient itself there is no verdict to turn."""
    code = finding.indicator.code
    without = contrast.without(stage, code)
    rooms = headroom.to_ceiling(stage, code, ceiling) if ceiling is not None else ()
    room = {each.unit.school.code: wording.room(each, finding.indicator) for each in rooms}
    parts = []
    for share in explain.shares(stage, code):
        school = share.unit.school.code
        left = without[school]
        parts.append(
            Part(
                share=share,
                without=left.display(3) if left else "",
                turns=contrast.judge_differently(finding, left),
                room=room.get(school, ""),
            )
        )
    return tuple(parts)


def _smallest_steps(
    stage: StageFinding, finding: IndicatorFinding, ceiling: Fraction
) -> tuple[Step | None, Step | None]:
    """Return the least gain and the least loss that bring a coefficient that fails to its ceiling."""
    if finding.outcome is not Outcome.FAILS:
        return None, None
    units = headroom.to_ceiling(stage, finding.indicator.code, ceiling)
    gains = [_step(each, finding.indicator, each.gains) for each in units if each.gains is not None]
    losses = [_step(each, finding.indicator, each.loses) for each in units if each.loses is not None]
    return (
        min(gains, key=lambda step: step.amount, default=None),
        min(losses, key=lambda step: step.amount, default=None),
    )


def _step(room: ToCeiling, indicator: Indicator, amount: int) -> Step:
    return Step(room.unit.name, amount, wording.amount(indicator, amount))
