"""What stands in a version (内容), kept in short when it is checked: to be compared and looked at.

It is what the stored bytes say and nothing more; for a version without it, they are read again.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from schools.figures.reading import Reading as FigureReading
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.ledger.columns import Kind, Value
from schools.ledger.rows import NO_CELLS, Reading, Row
from schools.models import Ledger, LedgerContent
from schools.transport import AnyReading

Texts = Mapping[str, str]
LEVEL = 2  # of packing: half the time of the usual 6, for a tenth more bytes
_INT, _BOOL, _YES = Kind.INT, Kind.BOOL, "是"


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
    return zlib.compress(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode(), LEVEL)


def of(ledger: Ledger, read_again: "Callable[[Ledger], AnyReading]") -> list[Line]:
    """Return the lines of *ledger*; *read_again* reads its bytes where they were not kept in short."""
    kept = LedgerContent.objects.filter(ledger=ledger).first()
    return _lines(bytes(kept.content) if kept else packed(read_again(ledger)))


def _lines(content: bytes) -> list[Line]:
    return [
        Line(key=key or name or f"{sheet} {row}", name=name, sheet=sheet, row=row, values=values)
        for key, name, sheet, row, values in json.loads(zlib.decompress(content))
    ]


def reading(ledger: Ledger) -> Reading | None:
    """Return the schools of *ledger* as its check read them, without their cells, to be stored; None
    where they were not kept in short."""
    kept = LedgerContent.objects.filter(ledger=ledger).first() if ledger.is_of_schools else None
    if kept is None:
        return None
    found = _lines(bytes(kept.content))
    return Reading(rows=_rows(found), fields=frozenset(), problems=(), notices=())


def _rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    return tuple(
        Row(
            sheet=line.sheet,
            number=line.row,
            values={field: _value(field, text) for field, text in line.values.items()},
            cells=NO_CELLS,
        )
        for line in lines
    )


def _value(field: str, text: str) -> Value:
    kind = COLUMNS[field].kind
    if kind is _INT:
        return int(text)
    if kind is _BOOL:
        return text == _YES
    return Decimal(text) if COLUMNS[field].is_number else text


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {field: _text(value) for field, value in values.items() if value is not None}


def _text(value: Value) -> str:
    if type(value) is int or isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return _YES if value else "否"
    text = f"{value:f}" if not isinstance(value, str) and value is not None else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and not isinstance(value, str) else text
