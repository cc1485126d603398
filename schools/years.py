"""School years (学年), named after the calendar year in which they begin."""

from datetime import date

FIRST_MONTH = 9
EARLIEST = 2012  # the year of the older standard


def current(today: date) -> int:
    """Return the school year that *today* falls into.

    >>> current(date(2025, 8, 31)), current(date(2025, 9, 1))
    (2024, 2025)
    """
    return today.year if today.month >= FIRST_MONTH else today.year - 1


def choices(today: date) -> list[int]:
    """Return the years a ledger may be of, the present one first."""
    return list(range(current(today), EARLIEST - 1, -1))
