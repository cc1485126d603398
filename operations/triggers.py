"""Triggers by which the database itself refuses a deed, on SQLite and PostgreSQL, with a sentence."""

from collections.abc import Collection

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

SENTENCES: set[str] = set()
# Which rows a condition may speak of, by deed.
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def sentence(text: str) -> str:
    """Remember *text* as one that the database says to whoever is refused; it is for the officer."""
    SENTENCES.add(text)
    return text


def said(error: DatabaseError) -> str:
    """Return the sentence with which the database refused, empty where it was something else."""
    return next((text for text in SENTENCES if text in str(error)), "")


def refuse(
    connection: BaseDatabaseWrapper, table: str, name: str, deed: str, *, reason: str, when: str = ""
) -> None:
    """Refuse *deed* on each row of *table* for which the SQL condition *when* holds; without it, on all."""
    with connection.cursor() as cursor:
        for statement in _SET[connection.vendor]:
            cursor.execute(
                statement.format(table=table, name=name, deed=deed, reason=reason, when=when or "1 = 1")
            )


def refuse_emptying(connection: BaseDatabaseWrapper, table: str, name: str, *, reason: str) -> None:
    """Refuse TRUNCATE, which asks no row; SQLite has none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in _EMPTYING:
                cursor.execute(statement.format(table=table, name=name, reason=reason))


def drop(connection: BaseDatabaseWrapper, table: str, names: Collection[str]) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def differs(connection: BaseDatabaseWrapper, column: str) -> str:
    """Return the SQL that tells whether an update changes *column*; that nothing becomes nothing is none."""
    how = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    return f'OLD."{column}" {how} NEW."{column}"'


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of all triggers that are there and not switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


_SET = {
    "sqlite": [
        "CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {when} "
        "BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF {when} THEN RAISE EXCEPTION '{reason}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        # By row, as on SQLite: ``loaddata`` first tries to update each row that it then adds.
        "CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ],
}
_EMPTYING = [
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{reason}'; END $$",
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
]
_LOOK = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
