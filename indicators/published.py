"""The published standards by their codes."""

from functools import cache
from pathlib import Path

from indicators.calculation import standard
from indicators.calculation.standard import Standard

FOLDER = Path(__file__).parent / "standards"


def codes() -> list[str]:
    """Return the codes of all published standards."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(code: str) -> Standard:
    """Return the standard *code*; raise KeyError for one that was never published."""
    if code not in codes():
        raise KeyError(code)
    path = FOLDER / f"{code}.toml"
    return standard.parse(path.read_bytes(), path.name)
