"""What a method finds out about an item, and how it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from indicators.calculation import rounding
from indicators.calculation.items.reading import ratio
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


def percent(value: Fraction | None) -> str:
    """Return a ratio as the forms show it: one decimal (表Ⅳ 注).

    >>> percent(Fraction("0.9996")), percent(None)
    ('100.0%', '——')
    """
    return UNKNOWN if value is None else f"{rounding.shown(value * 100, 1)}%"


def whole(value: Fraction | None, places: int = 0) -> str:
    """Return a figure as the forms show it, with a dash where it is not filled in."""
    return UNKNOWN if value is None else rounding.shown(value, places)


def at_least(value: Fraction | None, limit: Fraction | None) -> Outcome:
    """Tell whether *value* reaches *limit*; undetermined where one of them is not known."""
    return Outcome.UNDETERMINED if value is None or limit is None else Outcome.when(value >= limit)


def reason(outcome: Outcome, text: str) -> list[str]:
    """Return *text* where *outcome* is a failure, to be told."""
    return [text] if outcome is Outcome.FAILS else []


def rate(
    part: Fraction | None,
    base: Fraction | None,
    limit: Fraction,
    *,
    what: str,
    blanks: Mapping[str, str] | None = None,
    shown_as: str = "rate",
    nobody: str = "",
) -> Measured:
    """Return part ÷ base, which must reach *limit*; *what* names it in the reason.

    Where the base is 0 there is nothing to work out: 未定, unless *nobody* says that the clause then
    asks nothing. *shown_as* is the blank of the form that takes the ratio.
    """
    nothing = base is not None and base <= 0
    found = None if nothing else ratio(part, base)
    outcome = Outcome.PASSES if nothing and nobody else at_least(found, limit)
    reasons = reason(outcome, f"{what} {exact_percent(found, limit)}，低于 {percent(limit)}")
    if nothing and not nobody:
        reasons = [f"{what}的基数为 0，不可算"]
    return Measured(
        outcome=outcome,
        value=nobody if nothing and nobody else percent(found),
        threshold=f"≥{percent(limit)}",
        blanks={**(blanks or {}), shown_as: percent(found)},
        reasons=reasons,
    )


def exact_percent(value: Fraction | None, limit: Fraction) -> str:
    """Return a ratio with so many decimals that it is seen to be below *limit*, if it is.

    >>> exact_percent(Fraction("0.9996"), Fraction(1)), exact_percent(Fraction(1), Fraction(1))
    ('99.96%', '100.0%')
    """
    if value is None or value >= limit:
        return percent(value)
    places = next(
        places for places in count(1) if Fraction(rounding.shown(value * 100, places)) < limit * 100
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
