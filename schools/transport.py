"""What is to be read and what was read: what passes to a process that reads, and back. Data alone, no code.

Values go by the type of their column: decimals as texts, so that no figure becomes a float.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from schools.figures import columns as figure_columns
from schools.figures.faults import Cell as FigureCell
from schools.figures.reading import Reading as FigureReading
from schools.ledger import columns as ledger_columns
from schools.ledger.alterations import Alteration
from schools.ledger.columns import Column, Kind, Value
from schools.ledger.problems import Change, LedgerRefused, Near, Problem, Remark, Severity
from schools.ledger.rows import Reading, Row, RowCells

AnyReading = Reading | FigureReading


def _decimals(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(each.field for each in columns if each.is_number and each.kind is not Kind.INT)


_FIGURE_DECIMALS = _decimals(figure_columns.FIGURES)
_FIELDS = tuple(column.field for column in ledger_columns.COLUMNS)
_DECIMAL_PLACES = tuple(map(_FIELDS.index, _decimals(ledger_columns.COLUMNS)))


def question(data: bytes, answers: Mapping[str, str]) -> bytes:
    """Return the bytes of a file, and what its county has answered about headings, for ``asked``."""
    head = json.dumps(dict(answers), ensure_ascii=False).encode()
    return len(head).to_bytes(8, "big") + head + data


def asked(said: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the bytes of the file in a ``question``, and the answers."""
    size = int.from_bytes(said[:8], "big")
    answers: dict[str, str] = json.loads(said[8 : 8 + size])
    return said[8 + size :], answers


def packed(reading: AnyReading) -> bytes:
    """Return *reading* as bytes that ``unpacked`` makes the same reading of."""
    shared: dict[str, Any] = {
        "problems": [asdict(each) for each in reading.problems],
        "notices": reading.notices,
    }
    shared |= {"remarks": reading.remarks, "alterations": reading.alterations, "altered": reading.altered}
    shared |= {"near": reading.near}
    if isinstance(reading, Reading):
        tables = _Tables()
        rows = [_packed(row, tables) for row in reading.rows]
        return _bytes({"rows": rows, "tables": tables.found, "fields": sorted(reading.fields), **shared})
    return _bytes({"values": dict(reading.values), "cells": dict(reading.cells), **shared})


def refusal(refused: LedgerRefused) -> bytes:
    """Return the refusal as bytes, which ``unpacked`` raises again."""
    return _bytes({"refused": asdict(refused.problem), "near": refused.near})


def unpacked(data: bytes) -> AnyReading:
    """Return the reading in *data*, or raise the ``LedgerRefused`` in it."""
    said = json.loads(data)
    if "refused" in said:
        raise LedgerRefused(_problem(said["refused"]), _near(said["near"]))
    shared: dict[str, Any] = {
        "problems": tuple(map(_problem, said["problems"])),
        "notices": tuple(said["notices"]),
        "remarks": tuple(Remark(*each) for each in said["remarks"]),
        "alterations": tuple(Alteration(*each) for each in said["alterations"]),
        "altered": said["altered"],
        "near": _near(said["near"]),
    }
    if "rows" in said:
        tables = said["tables"]
        rows = tuple(
            _row(sheet, number, tables[table], *rest) for sheet, number, table, *rest in said["rows"]
        )
        return Reading(rows=rows, fields=frozenset(said["fields"]), **shared)
    cells = {field: FigureCell(*cell) for field, cell in said["cells"].items()}
    return FigureReading(values=_values(said["values"], _FIGURE_DECIMALS), cells=cells, **shared)


def _bytes(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_decimal).encode()


def _decimal(value: object) -> str:
    assert isinstance(value, Decimal), value
    return str(value)


def _near(said: Sequence[Sequence[Any]]) -> tuple[Near, ...]:
    return tuple(Near(sheet, cell, text, tuple(fields)) for sheet, cell, text, fields in said)


def _problem(said: dict[str, Any]) -> Problem:
    changes = tuple(Change(*each) for each in said["changes"])
    return Problem(**{**said, "severity": Severity(said["severity"]), "changes": changes})


class _Tables:
    """The letters of each table's columns by field, which its rows name by a number."""

    def __init__(self) -> None:
        self.found: list[Mapping[str, str]] = []
        self._numbers: dict[int, int] = {}

    def number(self, columns: Mapping[str, str]) -> int:
        if id(columns) not in self._numbers:  # none is let go while it is in *found*
            self._numbers[id(columns)] = len(self.found)
            self.found.append(columns)
        return self._numbers[id(columns)]


def _packed(row: Row, tables: _Tables) -> list[object]:
    values: list[object] = list(map(row.values.get, _FIELDS))
    for place in _DECIMAL_PLACES:
        if values[place] is not None:
            values[place] = str(values[place])
    cells = row.cells
    texts = [cells.texts.get(field, "") for field in cells.columns]
    return [row.sheet, row.number, tables.number(cells.columns), values, texts]


def _row(sheet: str, number: int, columns: Mapping[str, str], values: list[Any], texts: list[str]) -> Row:
    for place in _DECIMAL_PLACES:
        if values[place] is not None:
            values[place] = Decimal(values[place])
    return Row(
        sheet=sheet,
        number=number,
        values=dict(zip(_FIELDS, values, strict=True)),
        cells=RowCells(columns, number, dict(zip(columns, texts, strict=True))),
    )


def _values(said: dict[str, Any], decimals: Sequence[str]) -> dict[str, Value]:
    values: dict[str, Value] = said
    return values | {field: Decimal(said[field]) for field in decimals if said.get(field) is not None}
