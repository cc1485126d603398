"""The likely code (学校标识码) of a school: the one it is registered under."""

from collections.abc import Mapping

from schools.ledger.problems import Problem
from schools.ledger.texts import folded, half_width

_SLIPS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "—": "", ".": "", " ": ""})
LENGTH = 10


def likely(problem: Problem, name: str, registered: Mapping[str, str], in_use: set[str]) -> str:
    """Return the code, or an empty text. *registered* are the county's codes by school name.

    A school known by its name has the code it had; one that is not, where what was typed is a
    registered code but for lost zeros and confused letters.
    """
    known = registered.get(folded(name), "")
    if known:
        return known if known not in in_use else ""
    written = half_width(problem.value).upper().translate(_SLIPS)
    padded = written.zfill(LENGTH)
    return padded if len(written) <= LENGTH and padded in registered.values() and padded not in in_use else ""
