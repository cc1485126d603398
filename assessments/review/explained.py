"""Which of the county's explanations (疑点说明) belong to an item: by the headings that a question names.

A snapshot keeps a question as it was put, and a question names each figure by its heading. Where one heading
is part of another (运动场地面积 of 校内其他专用运动场地面积), the longer one is meant.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from assessments.review import figures
from assessments.review.subjects import Subject
from assessments.snapshots import Snap
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS

Explanation = Mapping[str, Any]
# What decides whether an area counts, beside the areas that are added up (规程对体育运动场馆面积的说明).
BEARING: Mapping[str, tuple[str, ...]] = {
    "sports_area": ("other_sports_area", "leased_sports_area", "leased_sports_walk_minutes", "dense_urban")
}


def belonging(snap: Snap, code: str, used: Iterable[str]) -> tuple[Explanation, ...]:
    """Return the explanations that name a figure on which the item *code* rests; *used* are its fields."""
    names = {_name(field) for field in (*used, *BEARING.get(code, ()))}
    return tuple(each for each in snap.explanations if named(each["message"]) & names)


def left_over(snap: Snap, subjects: Iterable[Subject]) -> tuple[Explanation, ...]:
    """Return the explanations that belong to none of the *subjects*, so that they are read all the same."""
    names = {
        _name(field)
        for each in subjects
        for field in (*(used.field for used in figures.of(snap, each).used), *BEARING.get(each.code, ()))
    }
    return tuple(each for each in snap.explanations if not named(each["message"]) & names)


def named(message: str) -> frozenset[str]:
    """Return the headings that *message* names, without what stands in brackets after them.

    >>> sorted(named("校内其他专用运动场地面积 960（BE6），只有……才能计入。"))
    ['校内其他专用运动场地面积']
    """
    found = []
    for name in _names():
        if name in message:
            found.append(name)
            message = message.replace(name, " ")
    return frozenset(found)


@cache
def _names() -> tuple[str, ...]:
    """Every heading of the contracts, the longest first."""
    return tuple(sorted({_name(field) for field in (*COLUMNS, *FIGURES)}, key=len, reverse=True))


def _name(field: str) -> str:
    column = FIGURES.get(field) or COLUMNS[field]
    return column.title.partition("（")[0]
