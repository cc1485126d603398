"""Coefficients of variation beside their ceilings (差异系数与上限), one bar each."""

from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.findings import CompositeFinding, IndicatorFinding, StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.reasons import CV_PLACES
from indicators.charts.frame import LEFT, RIGHT, ROW, WIDTH, tenth


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One coefficient: *length* is None where it is open."""

    label: str
    top: int
    length: str | None
    text: str
    above: bool


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """Where the ceiling stands, from *top* to *bottom*, and its label."""

    x: str
    top: int
    bottom: int
    label: str
    label_y: int


@dataclass(frozen=True, kw_only=True)
class Bars:
    """The coefficients of a stage."""

    title: str
    height: int
    bars: tuple[Bar, ...]
    ceiling: Ceiling

    width = WIDTH
    left, right = LEFT, RIGHT


def bars(stage: StageFinding) -> Bars:
    """Lay out the coefficients; where only their mean is judged it has a bar and the ceiling."""
    judged: list[IndicatorFinding | CompositeFinding] = list(stage.indicators)
    if stage.composite.ceiling is not None:
        judged.append(stage.composite)
    ceiling = max(each.ceiling for each in judged if each.ceiling is not None)
    known = [Fraction(text) for each in judged if (text := _shown(each))]
    scale = (RIGHT - LEFT) / max([ceiling * Fraction(5, 4), *known])
    top = 0 if stage.indicators[0].ceiling is not None else ROW * len(stage.indicators)
    bottom = ROW * len(judged)
    return Bars(
        title=f"{stage.stage.label}校际差异系数与上限",
        height=bottom + ROW,
        bars=tuple(_bar(each, place, scale) for place, each in enumerate(judged)),
        ceiling=Ceiling(
            x=tenth(LEFT + ceiling * scale),
            top=top,
            bottom=bottom,
            label=f"上限 {rounding.shown(ceiling, 2)}",
            label_y=bottom + 14,
        ),
    )


def _shown(finding: IndicatorFinding | CompositeFinding) -> str:
    """Return the coefficient as it is shown everywhere; empty where it is open."""
    if isinstance(finding, CompositeFinding):
        return finding.display(CV_PLACES) if finding.squares is not None else ""
    return finding.dispersion.display(CV_PLACES) if finding.dispersion else ""


def _bar(finding: IndicatorFinding | CompositeFinding, place: int, scale: Fraction) -> Bar:
    shown = _shown(finding)
    above = finding.outcome is Outcome.FAILS
    return Bar(
        label="综合" if isinstance(finding, CompositeFinding) else finding.indicator.short,
        top=ROW * place,
        length=tenth(Fraction(shown) * scale) if shown else None,
        text=f"{shown} 超限" if above else shown or "未定",
        above=above,
    )
