"""Tables whose rows stay as they were written, by triggers on SQLite and PostgreSQL.

A model says what may become of its rows, in one of three ways: ``append_only = True``, nothing ever;
``written = Written(…)``, only what is named there; ``changeable = "why"``, anything. The triggers
stop a slip, a shell, an import and ``manage.py flush``, not the owner of the database, who can drop
them: on PostgreSQL the application should log in as a role that owns nothing. On SQLite Django alters
a table by making it anew, without its triggers: whatever ``migrate`` did, it ends by guarding every
such model, and ``manage.py health`` tells if one is not.
"""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

from operations import triggers
from operations.written import REASON, Written

__all__ = ["REASON", "guard", "guard_all", "is_guarded", "lift", "lift_before", "operation", "tables"]

DEEDS = ("insert", "update", "delete", "truncate")


def tables() -> list[str]:
    """Return the tables of all models whose rows are to stay as they were written."""
    return list(_rules())


def guard_all(using: str, **signal: Any) -> None:
    """Guard every such table that is there and is not guarded; what ``migrate`` ends with."""
    connection = connections[using]
    there, triggers_there = set(connection.introspection.table_names()), triggers.present(connection)
    for table, written in _rules().items():
        if table in there and not _names(connection, table, written) <= triggers_there:
            guard(connection, table, written)


def lift_before(using: str, **signal: Any) -> None:
    """Take away, before ``migrate`` alters tables, what speaks of columns and of other tables."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    for table, written in _rules().items():
        if table in there and written != Written():
            lift(connection, table)


def operation(table: str) -> RunPython:
    """Return the migration's operation that guards *table* against every change."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        guard(editor.connection, table, Written())

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        lift(editor.connection, table)

    return RunPython(forwards, backwards)


def guard(connection: BaseDatabaseWrapper, table: str, written: Written | None = None) -> None:
    """Refuse on *table* what *written*, or else its model, does not allow; safe to repeat."""
    written = _rules()[table] if written is None else written
    lift(connection, table)
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    columns = [column.name for column in described]
    for deed, when in written.refused(connection, columns).items():
        triggers.refuse(connection, table, _name(table, deed), deed, when=when, reason=REASON)
    triggers.refuse_emptying(connection, table, _name(table, "truncate"), reason=REASON)


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    triggers.drop(connection, table, [_name(table, deed) for deed in DEEDS])


def is_guarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    return _names(connection, table, _rules()[table]) <= triggers.present(connection)


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that should be guarded and are not."""
    there = triggers.present(connection)
    return [table for table, written in _rules().items() if not _names(connection, table, written) <= there]


def _rules() -> dict[str, Written]:
    return {
        model._meta.db_table: written
        for model in installed.get_models()
        if (written := _written(model)) is not None
    }


def _written(model: type[models.Model]) -> Written | None:
    if getattr(model, "append_only", False):
        return Written()
    found: Written | None = getattr(model, "written", None)
    return found


def _names(connection: BaseDatabaseWrapper, table: str, written: Written) -> set[str]:
    deeds = {"update", "delete"} | ({"insert"} if written.added_while else set())
    deeds |= {"truncate"} if connection.vendor == "postgresql" else set()
    return {_name(table, deed) for deed in deeds}


def _name(table: str, deed: str) -> str:
    return f"{table}_no_{deed}"
