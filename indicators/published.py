"""The published standards by their codes."""

from datetime import date
from functools import cache
from pathlib import Path

from indicators.calculation import provinces
from indicators.calculation.citations import StandardRefused
from indicators.calculation.standard import Standard
from schools.ledger.columns import BY_FIELD

FOLDER = Path(__file__).parent / "standards"


def codes() -> list[str]:
    """Return the codes of all published standards."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(code: str) -> Standard:
    """Return the standard *code*; raise KeyError for one that was never published."""
    standard = provinces.parse(_bytes(code), f"{code}.toml", _bytes)
    check_fields(standard)
    return standard


def in_force(on: date, division: str = "") -> list[Standard]:
    """Return the standards valid *on* the day for the division of this code, national ones first."""
    found = [standard for standard in map(load, codes()) if standard.in_force(on)]
    return sorted(
        (standard for standard in found if standard.covers(division)), key=lambda each: (each.area, each.code)
    )


def _bytes(code: str) -> bytes:
    if code not in codes():
        raise KeyError(code)
    return (FOLDER / f"{code}.toml").read_bytes()


def check_fields(standard: Standard) -> None:
    """Raise ``StandardRefused`` for a figure that is no column of the ledger: it would never be filled in."""
    for indicator in standard.all_indicators:
        for terms in indicator.terms.values():
            for term in terms:
                if term.field not in BY_FIELD:
                    key = f"school.items（{indicator.code}）.figures"
                    raise StandardRefused(f"{standard.code}.toml", key, f"{term.field!r} 不是台账的列")


def definition(code: str) -> dict[str, str]:
    """Return all that standard *code* is read from, by code: its own file and the one it extends."""
    extended = load(code).extends
    return {each: _bytes(each).decode("utf-8") for each in (code, extended) if each}
