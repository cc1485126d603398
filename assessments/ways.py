"""Ways (办理) from one step to the next, as a table: a line for each in a file of comma-separated values.

An assessment moves by one such table (``workflow``), the review of a recognised county by another
(``recheck.table``); what both ask of whoever moves something is asked here.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from counties.levels import Level

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Way(Generic[S]):
    """One way from *source* to *target*, for officers of *level* in one of *roles*.

    *needs_reason*: a comment must be given; *decides*: the office commits itself by it. *consequence* says
    to the officer what comes of it.
    """

    name: str
    source: S
    target: S
    level: Level
    roles: tuple[str, ...]
    label: str
    consequence: str
    needs_reason: bool = False
    decides: bool = False


def lines(table: Path) -> Iterator[Mapping[str, str]]:
    with table.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def told(line: Mapping[str, str], steps: type[StrEnum]) -> dict[str, Any]:
    """Return what a line says that every way has."""
    return {
        "name": line["name"],
        "source": steps(line["source"]),
        "target": steps(line["target"]),
        "level": Level(line["level"]),
        "roles": tuple(line["roles"].split()),
        "label": line["label"],
        "consequence": line["consequence"],
        "needs_reason": line["needs_reason"] == "yes",
        "decides": line["decides"] == "yes",
    }
