"""公示: how many working days each lasts, as data, and on which day it is over."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from assessments.workflow import Step

SATURDAY = 5


def _read_table() -> dict[Step, int]:
    with (Path(__file__).parent / "public_notice.csv").open(encoding="utf-8", newline="") as table:
        return {Step(line["step"]): int(line["working_days"]) for line in csv.DictReader(table)}


WORKING_DAYS: Mapping[Step, int] = _read_table()


def ends_on(began: date, working_days: int) -> date:
    """Return the last of so many working days from *began* on; weekends do not count, and of public
    holidays nothing is known here: whoever decides waits for them himself.

    >>> ends_on(date(2026, 11, 25), 5)
    datetime.date(2026, 12, 1)
    """
    day, counted = began - timedelta(days=1), 0
    while counted < working_days:
        day += timedelta(days=1)
        counted += day.weekday() < SATURDAY
    return day
