"""Rows changed past every guard, by somebody who owns the database and drops the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from assessments import guards
from operations import append_only


def unguard(database: BaseDatabaseWrapper = connection) -> None:
    """Drop all triggers, until the transaction is undone or they are set again."""
    for table in append_only.tables():
        append_only.lift(database, table)
    guards.lift(database)


def guard(database: BaseDatabaseWrapper = connection) -> None:
    append_only.guard_all(database.alias)
    guards.guard(database)


@contextmanager
def unguarded(*tables: type[models.Model]) -> Iterator[None]:
    """Let *tables* be written to at will, and guard them again."""
    for model in tables:
        append_only.lift(connection, model._meta.db_table)
    yield
    for model in tables:
        append_only.guard(connection, model._meta.db_table)


def forge(rows: "models.QuerySet[Any]", **changes: object) -> None:
    """Update *rows* at will."""
    with unguarded(rows.model):
        rows.update(**changes)
