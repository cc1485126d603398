"""The rows of an accepted ledger → their table, past the ORM: its objects take longer than the writing.

The values are those the reader typed by the columns' kinds. Constraints and triggers hold as for any other
insert: ``executemany`` on SQLite, ``COPY`` on PostgreSQL.
"""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection

from schools.ledger.columns import COLUMNS
from schools.ledger.rows import Row
from schools.models import Ledger, SchoolYear

Stored = str | int | Decimal | None  # truth values among the numbers
Line = tuple[Stored, ...]

_FIELDS = tuple(column.field for column in COLUMNS)
_NAMES = ("ledger", "school", "sheet", "row", *_FIELDS)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def store(ledger: Ledger, rows: Sequence[Row], schools: Mapping[str, int]) -> None:
    """Add *rows* to those of *ledger*; *schools* has the keys of their schools by code."""
    lines: list[Line] = [
        (ledger.pk, schools[row.code], row.sheet, row.number, *map(row.values.get, _FIELDS)) for row in rows
    ]
    if connection.vendor == "postgresql":
        _copy(lines)
    else:
        _insert(lines)


def _insert(lines: Sequence[Line]) -> None:
    table, columns = _table()
    places = ", ".join(["%s"] * len(_NAMES))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", lines)


def _copy(lines: Sequence[Line]) -> None:
    table, columns = _table()
    text = "".join("\t".join(map(_copied, line)) + "\n" for line in lines)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(text))


def _copied(value: Stored) -> str:
    """Return *value* as COPY's text format has it."""
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


def _table() -> tuple[str, str]:
    columns = {field.name: field.column for field in SchoolYear._meta.concrete_fields}
    quoted = ", ".join(connection.ops.quote_name(str(columns[name])) for name in _NAMES)
    return connection.ops.quote_name(SchoolYear._meta.db_table), quoted
