"""From exact numbers to what is shown (修约). Nothing that is decided passes through here."""

from decimal import Context, Decimal
from fractions import Fraction
from math import isqrt

SIGNIFICANT = 20


def shown(value: Fraction, places: int) -> str:
    """Return *value* with *places* decimals, a half rounded away from zero (四舍五入).

    >>> shown(Fraction("4.195"), 2), shown(Fraction("4.505"), 2), shown(Fraction(-1, 8), 2)
    ('4.20', '4.51', '-0.13')
    """
    return shown_ratio(value.numerator, value.denominator, places)


def shown_ratio(numerator: int, denominator: int, places: int) -> str:
    """Return *numerator* ÷ *denominator* as ``shown`` does, without making a fraction of them.

    >>> shown_ratio(839, 200, 2), shown_ratio(-1, 8, 2)
    ('4.20', '-0.13')
    """
    scaled = (abs(numerator) * 10**places * 2 + denominator) // (2 * denominator)
    return _placed(scaled, places, negative=numerator < 0)


def shown_root(square: Fraction, places: int) -> str:
    """Return √*square* with *places* decimals, rounded once from the exact root.

    >>> shown_root(Fraction("0.2505003"), 3), shown_root(Fraction(1, 4), 3)
    ('0.501', '0.500')
    """
    doubled = isqrt(4 * 10 ** (2 * places) * square.numerator // square.denominator)
    return _placed((doubled + 1) // 2, places, negative=False)


def _placed(scaled: int, places: int, *, negative: bool) -> str:
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if negative and scaled else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def text(value: Fraction) -> str:
    """Return *value* exactly where its decimals end, else with 20 significant digits.

    >>> text(Fraction("4.195")), text(Fraction(2, 3))
    ('4.195', '0.66666666666666666667')
    """
    odd = value.denominator
    for prime in (2, 5):
        while odd % prime == 0:
            odd //= prime
    precision = SIGNIFICANT if odd > 1 else 200
    quotient = Context(prec=precision).divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{quotient.normalize(Context(prec=200)):f}"


def root_text(square: Fraction) -> str:
    """Return √*square* exactly where it is rational, else with 20 significant digits.

    >>> root_text(Fraction(1, 4)), root_text(Fraction(2))
    ('0.5', '1.4142135623730950488')
    """
    exact = rational_root(square)
    return text(exact) if exact is not None else f"{root(square, SIGNIFICANT):f}"


def rational_root(square: Fraction) -> Fraction | None:
    """Return √*square* if it is rational.

    >>> rational_root(Fraction(9, 16)), rational_root(Fraction(2))
    (Fraction(3, 4), None)
    """
    found = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return found if found * found == square else None


def root(square: Fraction, digits: int) -> Decimal:
    """Return √*square* to *digits* significant digits.

    >>> root(Fraction(2), 5)
    Decimal('1.4142')
    """
    working = Context(prec=digits + 15)
    exact = working.sqrt(working.divide(Decimal(square.numerator), Decimal(square.denominator)))
    return Context(prec=digits).plus(exact)


def hides(value: Fraction, limit: Fraction, places: int) -> bool:
    """Tell whether the shown value stands on the other side of *limit* than the exact one.

    >>> hides(Fraction("4.195"), Fraction("4.2"), 2), hides(Fraction("4.19"), Fraction("4.2"), 2)
    (True, False)
    """
    return (value >= limit) != (Fraction(shown(value, places)) >= limit)
