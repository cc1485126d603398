"""School years are named after the calendar year in which they begin."""

from datetime import date

from schools import years


def test_a_school_year_begins_in_september() -> None:
    assert years.current(date(2025, 8, 31)) == 2024
    assert years.current(date(2025, 9, 1)) == 2025
    assert years.current(date(2026, 1, 1)) == 2025


def test_years_go_back_to_the_older_standard() -> None:
    assert years.choices(date(2025, 9, 1))[0] == 2025
    assert years.choices(date(2025, 9, 1))[-1] == 2012
