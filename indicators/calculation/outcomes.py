"""The three outcomes (三种结论)."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    PASSES = "passes"
    FAILS = "fails"
    UNDETERMINED = "undetermined"

    @classmethod
    def when(cls, passes: bool) -> "Outcome":
        return cls.PASSES if passes else cls.FAILS

    @property
    def label(self) -> str:
        return {"passes": "达标", "fails": "不达标", "undetermined": "未定"}[self.value]


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return what holds of the whole: one failure fails it, else one open question leaves it open.

    >>> all_of([Outcome.PASSES, Outcome.UNDETERMINED]).label
    '未定'
    >>> all_of([Outcome.FAILS, Outcome.UNDETERMINED]).label
    '不达标'
    """
    found = set(outcomes)
    if Outcome.FAILS in found:
        return Outcome.FAILS
    return Outcome.UNDETERMINED if Outcome.UNDETERMINED in found else Outcome.PASSES
