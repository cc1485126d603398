"""The coefficients of a stage beside their ceilings, as a chart's lines; only ever shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.citations import Confidence
from indicators.calculation.facts import Stage
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.models import Calculation, CountyFigure, StageFigure

PLACES = 3
WIDTH = 100  # of a bar's drawing, in its own units
ROOM = Fraction(7, 5)  # the ceiling stands at 1/1.4 of the width unless a bar needs more


@dataclass(frozen=True, kw_only=True)
class Line:
    """One coefficient: *bar* and *mark* are lengths of the drawing, *rounded* says that the shown
    figure stands on the other side of the ceiling than the exact one."""

    code: str
    name: str
    shown: str
    ceiling: str
    bar: str
    mark: str
    outcome: str
    remark: str
    rounded: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A stage of the county and its coefficients; *composite* is the 综合差异系数."""

    stage: StageFigure
    lines: tuple[Line, ...]
    composite: Line
    ceiling: str
    confidence: Confidence

    @property
    def over(self) -> int:
        judged = (*self.lines, self.composite)
        return sum(line.outcome == Outcome.FAILS for line in judged)

    @property
    def open(self) -> int:
        judged = (*self.lines, self.composite)
        return sum(line.outcome == Outcome.UNDETERMINED for line in judged)


def charts(calculation: Calculation) -> tuple[Chart, ...]:
    """Draw every stage of *calculation* that has units, in two queries."""
    stages = calculation.stages.prefetch_related("indicators")
    return tuple(
        chart(stage, stage.indicators.all(), calculation.standard) for stage in stages if stage.units
    )


def chart(stage: StageFigure, figures: Iterable[CountyFigure], standard: Standard) -> Chart:
    """Return the lines of a stage's *figures*, all to one scale."""
    figures = list(figures)
    texts = [stage.composite_cv, stage.composite_ceiling]
    texts += [text for figure in figures for text in (figure.cv, figure.cv_ceiling)]
    scale = _scale([Fraction(text) for text in texts if text])
    composite = _line(
        stage.composite_cv, stage.composite_ceiling, stage.composite_outcome, scale, name="综合差异系数"
    )
    ceilings = {figure.cv_ceiling for figure in figures if figure.cv_ceiling} or {stage.composite_ceiling}
    return Chart(
        stage=stage,
        lines=tuple(_indicator(figure, standard, scale) for figure in figures),
        composite=composite,
        ceiling=rounding.shown(Fraction(ceilings.pop() or 0), 2),
        confidence=standard.cv_ceiling[Stage(stage.stage)].confidence,
    )


def _scale(values: list[Fraction]) -> Fraction:
    return max([*values, Fraction(1, 2)]) * ROOM if values else Fraction(1)


def _indicator(figure: CountyFigure, standard: Standard, scale: Fraction) -> Line:
    indicator = standard.indicator(figure.indicator)
    return _line(
        figure.cv,
        figure.cv_ceiling,
        figure.outcome,
        scale,
        name=indicator.short,
        code=indicator.code,
        note=figure.note,
    )


def _line(
    cv: str, ceiling: str, outcome: str, scale: Fraction, *, name: str, code: str = "", note: str = ""
) -> Line:
    shown = rounding.shown(Fraction(cv), PLACES) if cv else ""
    rounded = bool(cv and ceiling) and (outcome == Outcome.FAILS) != (Decimal(shown) > Decimal(ceiling))
    return Line(
        code=code,
        name=name,
        shown=shown,
        ceiling=rounding.shown(Fraction(ceiling), 2) if ceiling else "",
        bar=_length(cv, scale),
        mark=_length(ceiling, scale),
        outcome=outcome,
        remark=_remark(cv, ceiling, outcome),
        rounded=rounded,
        note=note,
    )


def _length(value: str, scale: Fraction) -> str:
    return rounding.shown(Fraction(value) / scale * WIDTH, 1) if value else ""


def _remark(cv: str, ceiling: str, outcome: str) -> str:
    if outcome == Outcome.UNDETERMINED:
        return "未定"
    if not ceiling:
        return ""
    if outcome != Outcome.FAILS:
        return "不超"
    excess = rounding.shown(Fraction(cv) - Fraction(ceiling), PLACES)
    return f"超 {excess}" if Decimal(excess) else "略超"
