"""What stands in a version (内容), kept in short when it is checked: to be compared and looked at.

It is what the stored bytes say and nothing more; for a version without it, they are read again.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schools.figures.reading import Reading as FigureReading
from schools.ledger.columns import Value
from schools.models import Ledger, LedgerContent
from schools.transport import AnyReading

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A school, or the county itself, with what stands in its line as text, by field."""

    key: str
    name: str
    sheet: str
    row: int
    values: Texts


def packed(reading: AnyReading) -> bytes:
    """Return the lines of *reading* as bytes for ``of``."""
    if isinstance(reading, FigureReading):
        lines = [["", "", "", 0, _texts(reading.values)]]
    else:
        lines = [[row.code, row.name, row.sheet, row.number, _texts(row.values)] for row in reading.rows]
    return zlib.compress(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def of(ledger: Ledger, read_again: "Callable[[Ledger], AnyReading]") -> list[Line]:
    """Return the lines of *ledger*; *read_again* reads its bytes where they were not kept in short."""
    kept = LedgerContent.objects.filter(ledger=ledger).first()
    content = bytes(kept.content) if kept else packed(read_again(ledger))
    return [
        Line(key=key or name or f"{sheet} {row}", name=name, sheet=sheet, row=row, values=values)
        for key, name, sheet, row, values in json.loads(zlib.decompress(content))
    ]


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {field: _text(value) for field, value in values.items() if value is not None}


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = f"{value:f}" if not isinstance(value, str) and value is not None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and not isinstance(value, str) else text
