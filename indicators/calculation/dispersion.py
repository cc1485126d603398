"""校际差异: how far schools lie apart, pupil-weighted and exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.calculation import rounding


class Undetermined(Exception):
    """The coefficient cannot be worked out (不可算); the message says why, for the reader."""


@dataclass(frozen=True)
class Dispersion:
    """Mean and variance between schools; the coefficient is √variance ÷ mean."""

    mean: Fraction
    variance: Fraction

    @property
    def squared(self) -> Fraction:
        """CV², which is rational where CV is not."""
        return self.variance / self.mean**2

    def at_most(self, ceiling: Fraction) -> bool:
        """Decide CV ≤ *ceiling* as variance ≤ ceiling²·mean², without a root and without rounding."""
        return self.variance <= ceiling**2 * self.mean**2

    def display(self, places: int) -> str:
        """Return the coefficient as it is shown: rounded once."""
        return rounding.shown_root(self.squared, places)

    @property
    def text(self) -> str:
        return rounding.root_text(self.squared)


def coefficient_of_variation(amounts: Sequence[Fraction | int], pupils: Sequence[int]) -> Dispersion:
    """Return the pupil-weighted dispersion (差异系数) of *amounts* between schools.

    mean = Σ amounts ÷ Σ pupils;  variance = Σ Pᵢ(xᵢ − mean)² ÷ Σ Pᵢ with xᵢ = amountᵢ ÷ Pᵢ;
    CV = √variance ÷ mean.  Nothing is rounded. Source: 《县域义务教育校际均衡指标计算方法》.

    >>> pupils, books = [45, 37, 89, 76, 55], [279, 137, 935, 160, 402]
    >>> coefficient_of_variation(books, pupils).display(3)
    '0.515'

    Raise ``Undetermined`` if there is no unit, or nobody has any of it.
    """
    if not pupils:
        raise Undetermined("没有纳入计算的学校")
    everybody = sum(pupils)
    mean = Fraction(sum(amounts), everybody)
    if mean <= 0:
        raise Undetermined("全部学校均为 0，平均值为 0，差异系数不可算")
    squares = [Fraction(amount) ** 2 / number for amount, number in zip(amounts, pupils, strict=True)]
    # Σ P(x−m)²/ΣP = Σ(X²/P)/ΣP − m², the same number in exact arithmetic
    return Dispersion(mean=mean, variance=_sum(squares) / everybody - mean**2)


def _sum(terms: Sequence[Fraction]) -> Fraction:
    """Add by halves: the denominators stay small for most additions."""
    if len(terms) <= 4:
        return sum(terms, Fraction(0))
    half = len(terms) // 2
    return _sum(terms[:half]) + _sum(terms[half:])


def composite_at_most(squares: Sequence[Fraction], ceiling: Fraction) -> bool:
    """Decide whether the mean of √squares (综合差异系数) is at most *ceiling*, exactly.

    Positive roots of which one is irrational never add up to a rational number (square roots of
    distinct square-free integers are linearly independent over ℚ), so a tie can only happen where
    all are rational; otherwise more digits must separate the two in the end.

    >>> composite_at_most([Fraction("0.36"), Fraction("0.49")], Fraction("0.65"))
    True
    >>> composite_at_most([Fraction("0.36"), Fraction("0.4900000000000000000001")], Fraction("0.65"))
    False
    """
    limit = ceiling * len(squares)
    if _all_rational(squares):
        return _sum_of_roots(squares, digits=0) <= limit
    digits = 30
    while True:
        total = _sum_of_roots(squares, digits)
        if abs(total - limit) > (total + 1) / 10 ** (digits - 1):  # beyond the error of the roots
            return total < limit
        digits *= 2


def composite_text(squares: Sequence[Fraction]) -> str:
    """Return the mean of √squares, averaged before any rounding; 20 significant digits if irrational."""
    mean = _sum_of_roots(squares, rounding.SIGNIFICANT + 20) / len(squares)
    return (
        rounding.text(mean) if _all_rational(squares) else f"{rounding.root(mean**2, rounding.SIGNIFICANT):f}"
    )


def composite_display(squares: Sequence[Fraction], places: int) -> str:
    """Return the mean of √squares as it is shown."""
    return rounding.shown(_sum_of_roots(squares, rounding.SIGNIFICANT + 20) / len(squares), places)


def _all_rational(squares: Sequence[Fraction]) -> bool:
    return all(rounding.rational_root(square) is not None for square in squares)


def _sum_of_roots(squares: Sequence[Fraction], digits: int) -> Fraction:
    """Add the roots: the rational ones exactly, the others to *digits* significant digits."""
    exact = ((rounding.rational_root(square), square) for square in squares)
    return sum(
        (Fraction(rounding.root(square, digits)) if root is None else root for root, square in exact),
        Fraction(0),
    )
