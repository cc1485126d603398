"""Formulas (公式) are never calculated here; those that reach outside the workbook are refused."""

import re

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HARMFUL = re.compile(
    r"(?<![A-Za-z0-9_])"
    r"(WEBSERVICE|FILTERXML|RTD|DDE|CALL|EXEC|IMAGE|REGISTER|REGISTER\.ID|SQL\.REQUEST)\s*\("
    r"|\|",  # DDE: program|'topic'!item; no other formula has the sign outside quotes
    re.IGNORECASE,
)


def is_harmful(formula: str) -> bool:
    """Tell whether *formula* fetches from the network or starts another program."""
    return bool(_HARMFUL.search(_QUOTED.sub("", formula)))
