"""What a method finds out about an item, and how it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.outcomes import Outcome, all_of

UNKNOWN = "——"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """*value* beside *threshold* for a reader; *blanks* are the figures the national form asks for,
    rounded as the form says; *reasons* say what stands in the way."""

    outcome: Outcome
    value: str
    threshold: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    reasons: Sequence[str] = ()


def judged(value: Fraction | None, *, at_least: Fraction) -> Outcome:
    """Decide *value* ≥ *at_least*, exactly; what is missing is 未定."""
    return Outcome.UNDETERMINED if value is None else Outcome.when(value >= at_least)


def percent(value: Fraction | None) -> str:
    """Return a ratio as the forms show it: one decimal (表Ⅳ 注).

    >>> percent(Fraction("0.9996")), percent(None)
    ('100.0%', '——')
    """
    return UNKNOWN if value is None else f"{rounding.shown(value * 100, 1)}%"


def whole(value: Fraction | None, places: int = 0) -> str:
    """Return a count as the forms show it, rounded once; ``——`` where it is missing."""
    return UNKNOWN if value is None else rounding.shown(value, places)


def rate(value: Fraction | None, limit: Fraction, blanks: Mapping[str, str], *, what: str) -> Measured:
    """Return a ratio that must reach *limit*; *what* names it in the reason."""
    outcome = judged(value, at_least=limit)
    reasons = (
        [f"{what} {exact_percent(value, limit)}，低于 {percent(limit)}"] if outcome is Outcome.FAILS else []
    )
    return Measured(
        outcome=outcome, value=percent(value), threshold=f"≥{percent(limit)}", blanks=blanks, reasons=reasons
    )


def exact_percent(value: Fraction | None, limit: Fraction) -> str:
    """Return a ratio with so many decimals that it is seen to be below *limit*.

    >>> exact_percent(Fraction("0.9996"), Fraction(1))
    '99.96%'
    """
    if value is None:
        return UNKNOWN
    places = next(
        places for places in range(1, 30) if Fraction(rounding.shown(value * 100, places)) < limit * 100
    )
    return f"{rounding.shown(value * 100, places)}%"


def together(parts: Sequence[Measured]) -> Measured:
    """Return several conditions of one item as one: all must hold."""
    return Measured(
        outcome=all_of(part.outcome for part in parts),
        value="；".join(part.value for part in parts),
        threshold="；".join(part.threshold for part in parts),
        blanks={name: text for part in parts for name, text in part.blanks.items()},
        reasons=[reason for part in parts for reason in part.reasons],
    )
