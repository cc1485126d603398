"""A stage's coefficients on a page: the chart that print has as well, and what is told beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators import charts
from indicators.calculation import rounding
from indicators.calculation.citations import Confidence
from indicators.calculation.facts import Stage
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.charts.ceilings import COMPOSITE, Coefficient
from indicators.models import Calculation, CountyFigure, StageFigure

ROUNDED = "显示值为四舍五入，判定按未舍入的原值。"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A stage and the picture of its coefficients; *over* and *open* count those above their ceilings and
    those not known, *beside* is the composite where it is shown and not judged."""

    stage: StageFigure
    picture: str
    over: int
    open: int
    ceiling: str
    confidence: Confidence
    beside: str
    notes: tuple[str, ...]


def panels(calculation: Calculation) -> tuple[Panel, ...]:
    """Draw every stage of *calculation* that has units, in two queries."""
    stages = calculation.stages.prefetch_related("indicators")
    return tuple(
        panel(stage, stage.indicators.all(), calculation.standard) for stage in stages if stage.units
    )


def panel(stage: StageFigure, figures: Iterable[CountyFigure], standard: Standard) -> Panel:
    """Draw a stage from the *figures* that were kept of it."""
    figures = list(figures)
    found = [_coefficient(each, standard) for each in figures]
    composite = Coefficient(
        name=COMPOSITE,
        cv=stage.composite_cv,
        outcome=stage.composite_outcome,
        ceiling=_limit(stage.composite_ceiling),
    )
    drawn = found if composite.ceiling is None else [*found, composite]
    outcomes = [each.outcome for each in drawn]
    cited = standard.cv_ceiling[Stage(stage.stage)]
    return Panel(
        stage=stage,
        picture=charts.of_coefficients(
            f"{stage.get_stage_display()}校际差异系数与上限",
            drawn,
            calculation=stage.calculation_id,
            stage=stage.stage,
        ),
        over=outcomes.count(Outcome.FAILS),
        open=outcomes.count(Outcome.UNDETERMINED),
        ceiling=rounding.shown(cited.value, 2),
        confidence=cited.confidence,
        beside="" if composite.ceiling is not None else composite.shown,
        notes=tuple(_notes(figures, drawn)),
    )


def _coefficient(figure: CountyFigure, standard: Standard) -> Coefficient:
    return Coefficient(
        name=standard.indicator(figure.indicator).short,
        code=figure.indicator,
        cv=figure.cv,
        outcome=figure.outcome,
        ceiling=_limit(figure.cv_ceiling),
    )


def _limit(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _notes(figures: Iterable[CountyFigure], drawn: Iterable[Coefficient]) -> Iterator[str]:
    said = {figure.indicator: figure.note for figure in figures}
    for each in drawn:
        if note := said.get(each.code):
            yield f"{each.name}：{note}"
        if each.is_hidden:
            yield f"{each.name}：{ROUNDED}"
