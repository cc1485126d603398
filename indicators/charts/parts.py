"""Which schools make a coefficient: each unit's part in the variance (占差异), the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.explain import UnitShare
from indicators.calculation.findings import StageFinding
from indicators.calculation.indicators import Indicator
from indicators.charts.frame import ROW, WIDTH, cut, tenth

NAMED = 8  # units that have a bar of their own; the rest are one together
LEFT, RIGHT = 152, 306
LETTERS = 14  # of a name before the bars


@dataclass(frozen=True, kw_only=True)
class Part:
    """A unit's bar; *css* says on which side of the mean its value lies: ``above``, ``under``, ``rest``."""

    label: str
    top: int
    length: str
    text: str
    css: str


@dataclass(frozen=True, kw_only=True)
class Parts:
    title: str
    height: int
    parts: tuple[Part, ...]

    width, left = WIDTH, LEFT

    @property
    def key(self) -> int:
        """Where the words stand that explain the bars."""
        return self.height - 6


def parts(stage: StageFinding, indicator: Indicator, shares: Sequence[UnitShare]) -> Parts | None:
    """Lay out *shares*, the largest first, as ``explain.shares`` gives them; None where all are alike."""
    known = [(each, each.share) for each in shares if each.share]
    if not known:
        return None
    named, rest = known[:NAMED], known[NAMED:]
    if len(rest) == 1:
        named, rest = known, []
    mean = next(each.mean for each in stage.indicators if each.indicator.code == indicator.code)
    together = sum((share for _, share in rest), Fraction(0))
    scale = (RIGHT - LEFT) / max(named[0][1], together)
    bars = [
        _part(each.unit.school.name, share, place, scale, "above" if mean and each.value > mean else "under")
        for place, (each, share) in enumerate(named)
    ]
    if rest:
        bars.append(_part(f"其余 {len(rest)} 个学段单位", together, len(bars), scale, "rest"))
    return Parts(
        title=f"{stage.stage.label}{indicator.short}：差异由哪些学校造成",
        height=ROW * (len(bars) + 1),
        parts=tuple(bars),
    )


def _part(name: str, share: Fraction, place: int, scale: Fraction, css: str) -> Part:
    return Part(
        label=cut(name, LETTERS),
        top=ROW * place,
        length=tenth(share * scale),
        text=f"{rounding.shown(share * 100, 1)}%",
        css=css,
    )
