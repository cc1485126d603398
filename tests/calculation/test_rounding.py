"""What is shown is rounded once, from the exact number."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators.calculation import rounding

numbers = st.fractions(min_value=0, max_value=10**6, max_denominator=10**6)


@given(numbers, st.integers(0, 6))
def test_shown_is_at_most_half_a_unit_away(value: Fraction, places: int) -> None:
    shown = Fraction(rounding.shown(value, places))
    assert abs(shown - value) <= Fraction(1, 2 * 10**places)
    assert shown >= value or shown != value - Fraction(1, 2 * 10**places)


@given(numbers, st.integers(0, 6))
def test_a_shown_root_is_the_root_shown(value: Fraction, places: int) -> None:
    assert rounding.shown_root(value**2, places) == rounding.shown(value, places)


@given(numbers)
def test_texts_are_exact_or_have_at_least_15_digits(value: Fraction) -> None:
    given_back = Fraction(rounding.text(value))
    assert given_back == value or abs(given_back - value) <= value / 10**19


@given(st.fractions(min_value="0.000001", max_value=4))
def test_a_root_has_20_significant_digits(square: Fraction) -> None:
    text = rounding.root_text(square)
    assert abs(Fraction(text) ** 2 - square) <= square / 10**18
    exact = rounding.rational_root(square)
    assert exact is not None or len(Decimal(text).as_tuple().digits) >= 15
