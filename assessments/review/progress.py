"""How far reviews have come, for lists: counts only, of whoever's marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment
from assessments.review import standing, subjects

Line = tuple[Assessment, date | None, bool]


@dataclass(frozen=True)
class Progress:
    """Items marked of all there are, doubts, and how many of them wait for a reply."""

    marked: int
    total: int
    doubts: int
    waiting: int


def beside(lines: Iterable[Line]) -> list[tuple[Assessment, date | None, bool, Progress | None]]:
    """Add to each assessment of a list how far its review is, in one query; to one not under review, None."""
    rows = list(lines)
    found = standing.of_many(row for row, _, _ in rows)
    return [(row, due, overdue, _of(row, found.get(row.pk))) for row, due, overdue in rows]


def _of(row: Assessment, found: standing.Standing | None) -> Progress | None:
    if found is None:
        return None
    return Progress(len(found.marked), subjects.count(row), len(found.doubts), len(found.unanswered))
