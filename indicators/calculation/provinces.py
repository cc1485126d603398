"""省级标准: a file that extends a national standard and states only what differs.

What the province states is laid over the national file table by table; clauses with a ``code`` are
laid over the clause of that code. ``[variation]`` of the national file says for each key whether the
province may set it stricter only, or freely; what it does not name, no province may change.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from indicators.calculation import clauses, standard, variation
from indicators.calculation.citations import StandardRefused
from indicators.calculation.clauses import ALLOWANCES, Clause, Difference
from indicators.calculation.standard import Standard
from indicators.calculation.variation import Variation

# What a file says of itself, never of the file it extends.
OF_THE_FILE = frozenset(
    {"code", "title", "reference", "source", "confidence", "valid_from", "valid_to", "area", "remarks"}
)
NATIONAL_ONLY = ("family", "variation")


def parse(data: bytes, file: str, national: Callable[[str], bytes]) -> Standard:
    """Read a national or a provincial standard; *national* gives the bytes of a national file by code.

    Raise ``StandardRefused`` with file, key and reason, also where the province changes what it may
    not, or relaxes what it may only tighten.
    """
    own = standard.load(data, file)
    if "extends" not in own:
        return standard.parse(data, file)
    code = own["extends"]
    try:
        below = national(code)
    except KeyError as error:
        raise StandardRefused(file, "extends", f"{code!r} 不是已发布的国家标准") from error
    raw = standard.load(below, f"{code}.toml")
    if "extends" in raw:
        raise StandardRefused(file, "extends", f"{code!r} 不是国家标准，只能以国家标准为底本")
    for key in NATIONAL_ONLY:
        if key in own:
            raise StandardRefused(file, key, "只能由国家标准规定")
    digest = hashlib.sha256(below + data).hexdigest()
    found = standard.build(laid_over(raw, own), file, digest, extends=code)
    if not found.code.startswith(f"{code}-"):
        raise StandardRefused(file, "code", f"应以 {code}- 开头")
    for difference in clauses.differences(standard.parse(below, f"{code}.toml"), found):
        _check(difference, found, file)
    return found


def laid_over(national: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the national file with the province's statements in place of its own."""
    raw = {key: value for key, value in national.items() if key not in OF_THE_FILE}
    for key, value in own.items():
        if key != "extends":
            raw[key] = _over(raw.get(key), value)
    return raw


def _over(below: Any, own: Any) -> Any:
    if _is_table(below) and _is_table(own):
        return {**below, **{key: _over(below.get(key), value) for key, value in own.items()}}
    if _is_coded(below) and _is_coded(own):
        stated = {each["code"]: each for each in own}
        kept = {each["code"]: _over(each, stated.get(each["code"], {})) for each in below}
        return list({**stated, **kept}[code] for code in {**kept, **stated})
    return own


def _is_table(value: Any) -> bool:
    """A table of keys, not a figure with its citation, which is replaced whole."""
    return isinstance(value, dict) and "clause" not in value


def _is_coded(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) and "code" in each for each in value)


def _check(difference: Difference, found: Standard, file: str) -> None:
    """Refuse a difference that the national standard does not leave to provinces."""
    before, after = difference.before, difference.after
    may = variation.of(difference.key, found.variation)
    if before is not None and after is not None and not after.differs(before):
        return  # the same on other grounds: a province may cite its own document
    if may is Variation.RELAX or difference.key.startswith("remarks."):
        return
    if may is Variation.TIGHTEN and _tightens(before, after):
        return
    was, now = (clause.shown if clause else "没有规定" for clause in (before, after))
    raise StandardRefused(file, difference.key, f"由“{was}”改为“{now}”：国家标准规定此项{may.label}")


def _tightens(before: Clause | None, after: Clause | None) -> bool:
    """One more clause asks more, unless it is an allowance; one less asks less."""
    if before is None:
        return after is not None and after.part != ALLOWANCES
    return after is not None and after.is_stricter_than(before)
