"""The contract of the ledger (台账): every column's field, heading, unit, type and source.

The table itself is ``columns.csv``; template, reader, checks, model, help and dossier tables are
all made from it (一数一源).
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

Value = str | int | bool | Decimal | None


class Kind(StrEnum):
    """How a cell is typed; the figure behind ``decimal`` says with how many decimals it is written."""

    CODE = "text10"
    TEXT = "text"
    CHOICE = "choice"
    BOOL = "bool"
    INT = "int"
    DECIMAL1 = "decimal1"
    DECIMAL2 = "decimal2"
    DECIMAL3 = "decimal3"


PLACES: Mapping[Kind, int] = MappingProxyType(
    {Kind.INT: 0, Kind.DECIMAL1: 1, Kind.DECIMAL2: 2, Kind.DECIMAL3: 3}
)


class Scope(StrEnum):
    """To what in a school, or beside the schools, a figure belongs."""

    SCHOOL = "school"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SHARED = "shared"  # of the whole school, split between its stages (拆分)
    COUNTY = "county"  # of the county itself


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. *needed* is ``required``, ``optional``, ``when: <school types>`` or
    ``required by <standard>``; *choices* maps the stored value to what a reader sees."""

    field: str
    heading: str
    unit: str
    kind: Kind
    scope: Scope
    needed: str
    source: str
    note: str
    choices: Mapping[str, str]

    @property
    def title(self) -> str:
        """The heading as it stands in the workbook, with its unit."""
        return f"{self.heading}（{self.unit}）" if self.unit else self.heading

    def required_by(self, standard: str) -> bool:
        """Tell whether every school the column concerns must fill it under *standard*."""
        family = self.needed.removeprefix("required by ")  # a province's code begins with the national one
        return self.needed == "required" or standard == family or standard.startswith(f"{family}-")

    @property
    def is_number(self) -> bool:
        return self.kind in PLACES

    @cached_property
    def places(self) -> int:
        """With how many decimals the figure is asked for."""
        return PLACES.get(self.kind, 0)

    @property
    def signed(self) -> bool:
        """May the figure lie below zero? None of a school may."""
        return False


def _choices(kind: Kind, note: str) -> Mapping[str, str]:
    if kind is not Kind.CHOICE:
        return MappingProxyType({})
    labels = note.split("；", maxsplit=1)[0].split("|")
    if labels[0][0].isdigit():  # founders are numbered: "7 县级教育部门"
        return MappingProxyType(dict(label.split(" ", maxsplit=1) for label in labels))
    return MappingProxyType({label: label for label in labels})


_TABLE = Path(__file__).parent / "columns.csv"


def _read_table() -> tuple[Column, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(
            Column(
                field=line["field"],
                heading=line["heading"],
                unit=line["unit"],
                kind=Kind(line["type"]),
                scope=Scope(line["stage"]),
                needed=line["needed"],
                source=line["source"],
                note=line["note"],
                choices=_choices(Kind(line["type"]), line["note"]),
            )
            for line in csv.DictReader(table)
        )


COLUMNS = _read_table()
BY_FIELD: Mapping[str, Column] = MappingProxyType({column.field: column for column in COLUMNS})

TEMPLATE_VERSION = hashlib.sha256(_TABLE.read_bytes()).hexdigest()[:8]
