"""怎样算出来: one coefficient of variation of this county, worked out step by step for the reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import explain, rounding
from indicators.calculation.explain import UnitShare, ValueWorking
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.reasons import CV_PLACES
from reports.contents import tables
from reports.contents.tables import Cell, Column, Row, Table
from schools.ledger.columns import BY_FIELD

NAMED = 8  # so many units are shown one by one, the others added up
PLACES = 6  # in the working, so that a reader can follow it with a calculator


@dataclass(frozen=True, kw_only=True)
class Working:
    """One coefficient: its parts as shown, and the units' parts in the variance."""

    stage: str
    indicator: str
    unit: str
    units: int
    pupils: str
    amount: str
    mean: str
    variance: str
    deviation: str
    cv: str
    cv_shown: str
    shares: Table


@dataclass(frozen=True, kw_only=True)
class Split:
    """One value of a school with several stages: how its common figure was shared out (拆分)."""

    unit: str
    lines: tuple[str, ...]


def of_county(finding: CountyFinding) -> Working | None:
    """Work out the coefficient that lies highest in proportion to its ceiling; None where all are open."""
    found = [
        (each.dispersion.squared / finding.standard.cv_ceiling[stage.stage].value ** 2, stage, each)
        for stage in finding.stages
        for each in stage.indicators
        if each.dispersion is not None
    ]
    if not found:
        return None
    _, stage, indicator = max(found, key=lambda each: each[0])
    return _working(stage, indicator)


def _working(stage: StageFinding, finding: IndicatorFinding) -> Working:
    assert finding.dispersion is not None and finding.mean is not None
    indicator, dispersion = finding.indicator, finding.dispersion
    variance = dispersion.variance * indicator.per**2
    return Working(
        stage=stage.stage.label,
        indicator=indicator.name,
        unit=indicator.unit,
        units=len(stage.units),
        pupils=str(stage.pupils),
        amount=rounding.shown(dispersion.mean * stage.pupils, 2),
        mean=rounding.shown(finding.mean, PLACES),
        variance=rounding.shown(variance, PLACES),
        deviation=rounding.shown_root(variance, PLACES),
        cv=dispersion.display(PLACES),
        cv_shown=dispersion.display(CV_PLACES),
        shares=_shares(explain.shares(stage, indicator.code), indicator, variance),
    )


def _shares(parts: tuple[UnitShare, ...], indicator: Indicator, variance: Fraction) -> Table:
    columns = (
        Column(heading="学段单位", width=60),
        Column(heading="在校生数 P", width=20),
        Column(heading="总量 X", width=24),
        Column(heading=f"每校值 x（{indicator.unit}）", width=24),
        Column(heading="P÷ΣP×(x−m)²", width=24),
        Column(heading="占差异（%）", width=18),
    )
    rows = [_share(part, indicator) for part in parts[:NAMED]]
    if rest := parts[NAMED:]:
        rows.append(_sum(f"其余 {len(rest)} 个学段单位", rest, variance))
    rows.append(_sum("合计", parts, variance))
    return tables.plain("各学段单位对差异的贡献", columns, tuple(rows))


def _share(part: UnitShare, indicator: Indicator) -> Row:
    return (
        tables.words(part.unit.name),
        tables.count(part.pupils),
        tables.fraction(part.amount, 2),
        tables.fraction(part.value, 4),
        tables.fraction(part.term, PLACES),
        _percent(part.share),
    )


def _sum(label: str, parts: tuple[UnitShare, ...], variance: Fraction) -> Row:
    term = sum((part.term for part in parts), Fraction(0))
    return (
        tables.words(label),
        tables.count(sum(part.pupils for part in parts)),
        tables.fraction(sum((part.amount for part in parts), Fraction(0)), 2),
        tables.words(""),
        tables.fraction(term, PLACES),
        _percent(term / variance if variance else None),
    )


def _percent(share: Fraction | None) -> Cell:
    return tables.words("") if share is None else tables.fraction(share * 100, 1)


def of_split(finding: CountyFinding) -> Split | None:
    """Work out the first value that a school with several stages owes to a split; None without one."""
    standard = finding.standard
    for unit in finding.units:
        for indicator in standard.indicators:
            working = explain.value(unit.unit, indicator, standard)
            if working.split and working.value is not None:
                return Split(unit=unit.unit.name, lines=tuple(_split_lines(working)))
    return None


def _split_lines(working: ValueWorking) -> Iterator[str]:
    unit, indicator = working.unit, working.indicator
    assert working.amount is not None and working.value is not None and unit.share is not None
    signs = {1: "", -1: "−"}
    figures = [
        f"{signs[term.sign]}{BY_FIELD[term.field].heading} {_exact(each)}" for term, each in working.figures
    ]
    yield f"全校：{' + '.join(figures).replace('+ −', '− ')}" + (
        f"，×{indicator.factor}" if indicator.factor > 1 else ""
    )
    weighted = [
        f"{stage.label} {pupils} 人×{rounding.text(weight)}" for stage, pupils, weight in working.split
    ]
    own = next(
        text for (stage, _, _), text in zip(working.split, weighted, strict=True) if stage is unit.stage
    )
    share = rounding.shown(unit.share, PLACES)
    yield f"{unit.stage.label}部份额 = {own} ÷（{' + '.join(weighted)}）= {share}"
    per = f"×{indicator.per}" if indicator.per > 1 else ""
    value = rounding.shown(working.value, PLACES)
    shown = rounding.shown(working.value, indicator.places)
    yield f"{unit.stage.label}部总量 = {rounding.shown(working.amount, 2)}"
    yield f"{indicator.name} = {rounding.shown(working.amount, 2)}{per} ÷ {unit.pupils} 人 = {value}"
    yield f"显示为 {shown} {indicator.unit}"


def _exact(figure: Fraction | None) -> str:
    return tables.MISSING if figure is None else rounding.text(figure)
