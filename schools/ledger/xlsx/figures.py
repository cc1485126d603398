"""What a workbook stores for a number, as the text of an exact decimal."""

import re
from datetime import date, timedelta
from decimal import Decimal

_STORED = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DIGITS_KEPT = 15
_LARGEST_PLAIN = 30


def plain(stored: str) -> str:
    """Return the number a spreadsheet shows for *stored*, written out.

    A workbook keeps binary floats, written with up to 17 digits; Excel and WPS compute with 15, so
    the decimal of 15 digits is the number that was typed. Raise ``ValueError`` where *stored* is no
    number, or an endless one.

    >>> plain("4.1950000000000003"), plain("0.30000000000000004"), plain("1E+3"), plain("45")
    ('4.195', '0.3', '1000', '45')
    """
    if len(stored) <= _DIGITS_KEPT and stored.isascii() and stored.isdigit():
        return stored
    if not _STORED.fullmatch(stored):
        raise ValueError(stored)
    if len(stored) <= _DIGITS_KEPT and "e" not in stored and "E" not in stored:
        return stored.removeprefix("+")
    shown = Decimal(format(float(stored), f".{_DIGITS_KEPT}g"))
    if not shown.is_finite():
        raise ValueError(stored)
    return format(shown, "f") if abs(shown.adjusted()) < _LARGEST_PLAIN else str(shown)


def calendar_date(serial: str, *, from_1904: bool) -> str:
    """Return the date a spreadsheet shows for the day number *serial*, as ``2005-09-01``; the
    number itself where it is no day.

    >>> calendar_date("38596", from_1904=False), calendar_date("37134", from_1904=True)
    ('2005-09-01', '2005-09-01')
    """
    days = int(Decimal(serial))
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if not 61 <= days < 2_900_000:  # the first sixty days count a 29 February 1900 that never was
        return serial
    return (first + timedelta(days=days)).isoformat()
