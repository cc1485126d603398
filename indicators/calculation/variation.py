"""What a province may vary (变通): for each key of a national standard, nothing, stricter only, or freely."""

from collections.abc import Mapping
from enum import StrEnum

from indicators.calculation.citations import Table, one_of


class Stricter(StrEnum):
    """In which direction a figure of the law grows stricter; wording cannot be compared by a machine."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"
    WORDING = "wording"


class Variation(StrEnum):
    """Whether a province may change what stands under a key; what is not listed is fixed."""

    FIXED = "fixed"
    TIGHTEN = "tighten"
    RELAX = "relax"

    @property
    def label(self) -> str:
        return {"fixed": "不得改动", "tighten": "只可从严", "relax": "可从严也可放宽"}[self.value]


def parse(table: Table) -> Mapping[str, Variation]:
    """Read ``[variation]``: dotted keys of the standard, quoted, and what provinces may do there."""
    stated = {key: Variation(table.take(key, one_of("tighten", "relax"))) for key in table.names()}
    table.end()
    return stated


def of(key: str, stated: Mapping[str, Variation]) -> Variation:
    """Return what is said of *key*, or of the longest part of it that something is said of.

    >>> rules = {"items": Variation.TIGHTEN, "items.guarantee-03.rule.combined": Variation.RELAX}
    >>> of("items.guarantee-03.rule.combined", rules).value, of("items.guarantee-04.rule.single", rules).value
    ('relax', 'tighten')
    >>> of("split.weights", rules).value
    'fixed'
    """
    words = key.split(".")
    for length in range(len(words), 0, -1):
        if (found := stated.get(".".join(words[:length]))) is not None:
            return found
    return Variation.FIXED
