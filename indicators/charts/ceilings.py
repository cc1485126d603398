"""Coefficients of variation beside their ceilings (差异系数与上限), one bar each, on pages and in print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.findings import StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.reasons import CV_PLACES
from indicators.charts.frame import LEFT, RIGHT, ROW, WIDTH, tenth

COMPOSITE = "综合差异系数"


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """One coefficient: *cv* is its exact text, empty where it is open; *ceiling* is None where it is not
    judged by itself; *code* is that of its indicator, empty of the composite."""

    name: str
    code: str = ""
    cv: str
    outcome: str
    ceiling: Fraction | None

    @property
    def shown(self) -> str:
        """The coefficient as it is shown everywhere; empty where it is open."""
        return rounding.shown(Fraction(self.cv), CV_PLACES) if self.cv else ""

    @property
    def is_above(self) -> bool:
        return self.outcome == Outcome.FAILS

    @property
    def is_hidden(self) -> bool:
        """What is shown stands on the other side of the ceiling than what was judged."""
        if not self.cv or self.ceiling is None:
            return False
        return self.is_above != (Fraction(self.shown) > self.ceiling)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One coefficient: *length* is None where it is open."""

    label: str
    code: str
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


def of_finding(stage: StageFinding) -> Iterator[Coefficient]:
    """Yield the coefficients of a stage, the composite where it is judged."""
    for each in stage.indicators:
        yield Coefficient(
            name=each.indicator.short,
            code=each.indicator.code,
            cv=each.dispersion.text if each.dispersion else "",
            outcome=str(each.outcome or ""),
            ceiling=each.ceiling,
        )
    composite = stage.composite
    if composite.ceiling is not None:
        yield Coefficient(
            name=COMPOSITE,
            cv=composite.text or "",
            outcome=str(composite.outcome or ""),
            ceiling=composite.ceiling,
        )


def bars(title: str, coefficients: Sequence[Coefficient]) -> Bars:
    """Lay out the coefficients; where only their mean is judged it has a bar and the ceiling."""
    judged = [place for place, each in enumerate(coefficients) if each.ceiling is not None]
    ceiling = max(each.ceiling for each in coefficients if each.ceiling is not None)
    known = [Fraction(each.shown) for each in coefficients if each.shown]
    scale = (RIGHT - LEFT) / max([ceiling * Fraction(5, 4), *known])
    bottom = ROW * len(coefficients)
    return Bars(
        title=title,
        height=bottom + ROW,
        bars=tuple(_bar(each, place, scale) for place, each in enumerate(coefficients)),
        ceiling=Ceiling(
            x=tenth(LEFT + ceiling * scale),
            top=ROW * judged[0],
            bottom=bottom,
            label=f"上限 {rounding.shown(ceiling, 2)}",
            label_y=bottom + 14,
        ),
    )


def _bar(found: Coefficient, place: int, scale: Fraction) -> Bar:
    said = ("略超" if found.is_hidden else "超限") if found.is_above else ""
    return Bar(
        label=found.name,
        code=found.code,
        top=ROW * place,
        length=tenth(Fraction(found.shown) * scale) if found.shown else None,
        text=f"{found.shown} {said}".strip() or "未定",
        above=found.is_above,
    )
