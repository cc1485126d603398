"""The contract of the county figures (县级数据): every figure's heading, unit, type and place.

The table itself is ``columns.csv``; template, form, reader, checks, model and pages are all made
from it, as those of the ledger are from its own.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from schools.ledger.columns import Column, Kind, Scope

_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "表Ⅰ": "表Ⅰ　基本情况",
        "表Ⅳ": "表Ⅳ　政府保障程度",
        "表Ⅴ": "表Ⅴ　教育质量",
        "表Ⅵ": "表Ⅵ　社会认可度（公众满意度）",
        "申报条件": "申报条件",
        "2012 表Ⅴ": "基本均衡　表Ⅴ　义务教育经费",
        "2012 第": "基本均衡　表Ⅳ　政府推进工作",
        "应备资料": "应备资料　入学、巩固与交流",
    }
)


@dataclass(frozen=True, kw_only=True)
class Figure(Column):
    """One figure of the county. *item* is where it stands: ``表Ⅰ L5``, ``2012 第8项``."""

    item: str

    @property
    def signed(self) -> bool:
        """Growth may be a decline."""
        return "增长" in self.heading

    @property
    def group(self) -> str:
        """The form it belongs to, as the template and the pages head it."""
        return next(name for prefix, name in _GROUPS.items() if self.item.startswith(prefix))


_TABLE = Path(__file__).parent / "columns.csv"


def _figure(line: Mapping[str, str]) -> Figure:
    kind, _, labels = line["type"].partition(" ")
    return Figure(
        field=line["field"],
        heading=line["heading"],
        unit=line["unit"],
        kind=Kind(kind),
        scope=Scope.COUNTY,
        needed="optional",
        source="",
        note=line["note"],
        choices=MappingProxyType({label: label for label in labels.split("|") if label}),
        item=line["item"],
    )


def _read_table() -> tuple[Figure, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(map(_figure, csv.DictReader(table)))


FIGURES = _read_table()
BY_FIELD: Mapping[str, Figure] = MappingProxyType({figure.field: figure for figure in FIGURES})
GROUPS: Mapping[str, tuple[Figure, ...]] = MappingProxyType(
    {name: tuple(figures) for name, figures in groupby(FIGURES, lambda figure: figure.group)}
)

TEMPLATE_VERSION = hashlib.sha256(_TABLE.read_bytes()).hexdigest()[:8]
