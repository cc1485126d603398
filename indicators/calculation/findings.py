"""The verdicts (结论): 达标, 不达标 or 未定, for units, indicators, stages and the county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import dispersion, reasons, scope
from indicators.calculation.allowances import Allowances, Use
from indicators.calculation.dispersion import Dispersion, Undetermined
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage, UnitFacts
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome, all_of
from indicators.calculation.school_rule import SchoolRule
from indicators.calculation.scope import LeftOut
from indicators.calculation.standard import Standard

Codes = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitFinding:
    """One unit against the standard. *amounts* and *values* are exact, by indicator code, None where
    something is not filled in; *below* are the indicators that do not reach the threshold,
    *below_floor* those that do not even reach its floor (85 %)."""

    unit: UnitFacts
    amounts: Mapping[str, Fraction | None]
    values: Mapping[str, Fraction | None]
    below: tuple[str, ...]
    below_floor: tuple[str, ...]
    outcome: Outcome
    reason: str

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(code for code, value in self.values.items() if value is None)


@dataclass(frozen=True, kw_only=True)
class IndicatorFinding:
    """One indicator between the units of a stage. *mean* is per pupil or per hundred, as the
    indicator counts; *outcome* is None where the standard does not judge the indicator by itself;
    *missing* counts the units without a value; *note* says why nothing could be worked out."""

    indicator: Indicator
    stage: Stage
    dispersion: Dispersion | None
    mean: Fraction | None
    ceiling: Fraction | None
    outcome: Outcome | None
    missing: int
    note: str


@dataclass(frozen=True, kw_only=True)
class CompositeFinding:
    """综合差异系数: the mean of the unrounded coefficients; judged only where *ceiling* is given."""

    squares: tuple[Fraction, ...] | None
    ceiling: Fraction | None
    outcome: Outcome | None

    @property
    def text(self) -> str | None:
        return None if self.squares is None else dispersion.composite_text(self.squares)

    def display(self, places: int) -> str:
        return "" if self.squares is None else dispersion.composite_display(self.squares, places)


@dataclass(frozen=True, kw_only=True)
class StageFinding:
    """All units of a stage, their indicators and the stage's verdict."""

    stage: Stage
    units: tuple[UnitFinding, ...]
    indicators: tuple[IndicatorFinding, ...]
    composite: CompositeFinding
    outcome: Outcome
    reasons: tuple[str, ...]

    @property
    def pupils(self) -> int:
        return sum(finding.unit.pupils or 0 for finding in self.units)


@dataclass(frozen=True, kw_only=True)
class CountyFinding:
    """A county's schools judged by one standard."""

    standard: Standard
    stages: tuple[StageFinding, ...]
    left_out: tuple[LeftOut, ...]
    uses: tuple[Use, ...]
    outcome: Outcome
    reasons: tuple[str, ...]

    def stage(self, stage: Stage) -> StageFinding:
        return next(finding for finding in self.stages if finding.stage == stage)

    @property
    def units(self) -> tuple[UnitFinding, ...]:
        return tuple(unit for stage in self.stages for unit in stage.units)


def judge(
    schools: Iterable[SchoolFacts], standard: Standard, *, allowed: Allowances | None = None
) -> CountyFinding:
    """Judge a county's schools by *standard* (domain: 9.4 to 9.6, the part that ledgers answer).

    *allowed* are the allowances (宽限条款) in force; without it none is applied.

    The county passes when both stages pass; it is undetermined, with the reason, when a stage is,
    or when it is doubtful which schools count.
    """
    allowed = allowed or Allowances((), None)
    chosen = scope.of_county(schools, standard, allowed)
    stages = tuple(
        _judge_stage(stage, [unit for unit in chosen.units if unit.stage == stage], standard)
        for stage in JUDGED
    )
    doubtful = [Outcome.UNDETERMINED] if chosen.doubts else []
    return CountyFinding(
        standard=standard,
        stages=stages,
        left_out=chosen.left_out,
        uses=tuple(allowed.uses),
        outcome=all_of([*(stage.outcome for stage in stages), *doubtful]),
        reasons=(*(reason for stage in stages for reason in stage.reasons), *chosen.doubts),
    )


def _judge_stage(stage: Stage, units: list[UnitFacts], standard: Standard) -> StageFinding:
    found = tuple(judge_unit(unit, standard) for unit in units)
    measured = tuple(_judge_indicator(indicator, stage, found, standard) for indicator in standard.indicators)
    composite = _judge_composite(stage, measured, standard)
    judged = [composite.outcome, *(each.outcome for each in measured), *(each.outcome for each in found)]
    outcome = all_of([outcome for outcome in judged if outcome is not None])
    return StageFinding(
        stage=stage,
        units=found,
        indicators=measured,
        composite=composite,
        outcome=outcome if units else Outcome.UNDETERMINED,
        reasons=tuple(_reasons(stage, found, measured, composite)),
    )


def judge_unit(unit: UnitFacts, standard: Standard) -> UnitFinding:
    """Judge one unit: enough indicators reach the threshold and the rest its floor.

    What is missing can still turn out well or badly, so a unit fails only if it would fail with
    every missing value at its best, and passes only if it would pass with every one at its worst.
    """
    asked = [indicator for indicator in standard.all_indicators if unit.stage in indicator.terms]
    amounts = {indicator.code: indicator.amount(unit) for indicator in asked}
    values = {indicator.code: indicator.valued(amounts[indicator.code], unit) for indicator in asked}
    rule = standard.school
    if rule is None:
        return UnitFinding(
            unit=unit,
            amounts=amounts,
            values=values,
            below=(),
            below_floor=(),
            outcome=Outcome.UNDETERMINED,
            reason=reasons.NO_SCHOOL_STANDARD,
        )
    below, below_floor, unknown = _against(unit, values, rule)
    outcome = Outcome.PASSES
    if below_floor or len(below) > rule.may_fall_short:
        outcome = Outcome.FAILS
    elif unknown and (rule.floor.value or len(below) + len(unknown) > rule.may_fall_short):
        outcome = Outcome.UNDETERMINED
    return UnitFinding(
        unit=unit,
        amounts=amounts,
        values=values,
        below=below,
        below_floor=below_floor,
        outcome=outcome,
        reason=reasons.of_unit(standard, unit, below, below_floor, unknown),
    )


def _against(unit: UnitFacts, values: Mapping[str, Fraction | None], rule: SchoolRule) -> tuple[Codes, ...]:
    """Return what stays below its threshold, what below the floor, and what cannot be decided yet."""
    below, below_floor, unknown = [], [], []
    for indicator in rule.asked_of(unit.stage):
        value, limits = values[indicator.code], rule.limits(indicator.code, unit.stage, unit.school)
        if value is None or not limits:
            unknown.append(indicator.code)
            continue
        met = {indicator.meets(value, limit) for limit in limits}
        held = {indicator.meets(value, limit, rule.floor.value) for limit in limits}
        if True not in met:
            below.append(indicator.code)
        if True not in held:
            below_floor.append(indicator.code)
        if len(met) == 2 or len(held) == 2:
            unknown.append(indicator.code)
    return tuple(below), tuple(below_floor), tuple(unknown)


def _judge_indicator(
    indicator: Indicator, stage: Stage, units: tuple[UnitFinding, ...], standard: Standard
) -> IndicatorFinding:
    pairs = [(each.amounts[indicator.code], each.unit.pupils) for each in units]
    amounts = [amount for amount, pupils in pairs if amount is not None and pupils]
    missing = len(units) - len(amounts)
    ceiling = standard.cv_ceiling[stage].value if standard.judges_each else None
    found, note = None, ""
    try:
        if missing:
            raise Undetermined(f"{missing} 个学段单位未填报")
        found = dispersion.coefficient_of_variation(amounts, [pupils or 0 for _, pupils in pairs])
    except Undetermined as undetermined:
        note = str(undetermined)
    if found is None:
        outcome: Outcome | None = Outcome.UNDETERMINED
    else:
        note = "仅一所，差异系数为 0" if len(units) == 1 else ""
        outcome = None if ceiling is None else Outcome.when(found.at_most(ceiling))
    return IndicatorFinding(
        indicator=indicator,
        stage=stage,
        dispersion=found,
        mean=None if found is None else found.mean * indicator.per,
        ceiling=ceiling,
        outcome=outcome,
        missing=missing,
        note=note,
    )


def _judge_composite(
    stage: Stage, measured: tuple[IndicatorFinding, ...], standard: Standard
) -> CompositeFinding:
    ceiling = None if standard.judges_each else standard.cv_ceiling[stage].value
    squares = tuple(each.dispersion.squared for each in measured if each.dispersion is not None)
    if len(squares) < len(measured):
        return CompositeFinding(
            squares=None, ceiling=ceiling, outcome=None if ceiling is None else Outcome.UNDETERMINED
        )
    outcome = None if ceiling is None else Outcome.when(dispersion.composite_at_most(squares, ceiling))
    return CompositeFinding(squares=squares, ceiling=ceiling, outcome=outcome)


def _reasons(
    stage: Stage,
    units: tuple[UnitFinding, ...],
    measured: tuple[IndicatorFinding, ...],
    composite: CompositeFinding,
) -> Iterable[str]:
    """Say everything that keeps the stage from passing: what fails first, then what is open."""
    if not units:
        yield f"{stage.label}：没有纳入计算的学校"
        return
    for outcome in (Outcome.FAILS, Outcome.UNDETERMINED):
        yield from reasons.of_schools(stage, outcome, [each for each in units if each.outcome is outcome])
        for each in measured:
            if each.outcome is outcome:
                yield reasons.of_indicator(each)
        if composite.outcome is outcome:
            yield reasons.of_composite(stage, composite)
