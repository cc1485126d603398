"""What an export is made of: headings and rows of texts and numbers, and which texts are dangerous."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Value = str | int | Fraction | None

FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
CONTROLS = frozenset("\t\r\n\0")
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # of Unicode's categories: spaces, and what has no shape


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list under the *title* it is saved by; every row has a value for each heading."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def like_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet might reckon with *text* instead of showing it.

    >>> [like_a_formula(text) for text in ("=A1", " ＋1", "\\ufeff@SUM(1)", "\\t1", "第1小学", "", "'=A1")]
    [True, True, True, True, False, False, False]
    """
    if text[:1] in CONTROLS:
        return True
    first = next((sign for sign in text if unicodedata.category(sign) not in UNSEEN), "")
    return first in FORMULA_SIGNS
