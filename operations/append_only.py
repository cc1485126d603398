"""Tables to which rows can be added and nothing else, by triggers on SQLite and PostgreSQL.

They stop a slip, a shell and ``manage.py flush``, not the owner of the database, who can drop
them: on PostgreSQL the application should log in as a role that owns nothing. On SQLite Django
alters a table by making it anew, without its triggers: whatever ``migrate`` did, it ends by
guarding every model that says ``append_only = True``, and ``manage.py health`` tells if one is not.
"""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

REASON = "rows are only ever added to this table"


def tables() -> list[str]:
    """Return the tables of all models that are to be append-only."""
    return [model._meta.db_table for model in installed.get_models() if getattr(model, "append_only", False)]


def guard_all(using: str, **signal: Any) -> None:
    """Guard every such table that is there and is not guarded; what ``migrate`` ends with."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    for table in tables():
        if table in present and not is_guarded(connection, table):
            guard(connection, table)


def operation(table: str) -> RunPython:
    """Return the migration's operation that guards *table*."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        guard(editor.connection, table)

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        lift(editor.connection, table)

    return RunPython(forwards, backwards)


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse UPDATE, DELETE and, where it exists, TRUNCATE on *table*; safe to repeat."""
    lift(connection, table)
    with connection.cursor() as cursor:
        for statement in _GUARD[connection.vendor]:
            cursor.execute(statement.format(table=table, reason=REASON))


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        for name in _names(connection, table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def is_guarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor], [f"{table}\\_no\\_%"])
        found = {row[0] for row in cursor.fetchall()}
    return found == set(_names(connection, table))


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    deeds = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    return [f"{table}_no_{deed}" for deed in deeds]


_GUARD = {
    "sqlite": [
        f"CREATE TRIGGER {{table}}_no_{deed} BEFORE {deed} ON {{table}} "
        "BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        for deed in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{reason}: %', TG_TABLE_NAME; END $$",
        *(
            f"CREATE TRIGGER {{table}}_no_{deed} BEFORE {deed} ON {{table}} "
            f"FOR EACH {each} EXECUTE FUNCTION append_only()"
            # By row, as on SQLite: ``loaddata`` first tries to update each row that it then adds.
            for deed, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
        ),
    ],
}
_LOOK = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '\\'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgname LIKE %s",
}
