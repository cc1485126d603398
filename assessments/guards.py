"""Triggers that lock what a county has signed or passed on, on SQLite and PostgreSQL.

Rows of a ledger, county figures, an accepted version, its explanations, the answers and the evidence cannot
be added, changed or deleted while an assessment of their county and year is past the county: not by a form,
the administrator's rooms, a shell or an import. What holds is where the assessment stands; it has
no copy that could be forgotten. The triggers are lifted before ``migrate`` alters tables, which
SQLite makes anew, and set again after it.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from assessments.workflow import Step
from operations import triggers
from schools.locked import REASON

OPEN = (Step.DRAFT, Step.NOT_RECOMMENDED, Step.NOT_RECOGNISED)
_STEPS = ", ".join(f"'{step}'" for step in OPEN)
_LEDGER = "SELECT * FROM schools_ledger WHERE id = {row}.ledger_id"
# The limit keeps the county's few rows apart from the join: planned into one, the tables are multiplied
# where PostgreSQL believes them empty, as it does for a while after many rows came.
_PASSED_ON = (
    "EXISTS (SELECT 1 FROM (SELECT its.id FROM counties_division its WHERE its.code ="
    " (SELECT mine.code FROM counties_division mine WHERE mine.id = {of}.county_id) LIMIT 1000) county"
    " JOIN assessments_assessment passed ON passed.county_id = county.id"
    f" WHERE passed.year = {{of}}.year AND passed.step NOT IN ({_STEPS}))"
)
_OF_A_LEDGER = f"EXISTS (SELECT 1 FROM ({_LEDGER}) ledger WHERE {_PASSED_ON.replace('{of}', 'ledger')})"
_OF_AN_ACCEPTED_LEDGER = _OF_A_LEDGER.replace(
    ") ledger WHERE", ") ledger WHERE ledger.state = 'accepted' AND"
)
_OF_A_YEAR = _PASSED_ON.replace("{of}", "{row}")
_OF_EVIDENCE = (
    "EXISTS (SELECT 1 FROM (SELECT * FROM assessments_evidence WHERE id = {row}.evidence_id) evidence"
    f" WHERE {_PASSED_ON.replace('{of}', 'evidence')})"
)

# By table: when is a row of it locked?
LOCKED = {
    "schools_schoolyear": _OF_A_LEDGER,
    "schools_countyyear": _OF_A_LEDGER,
    "schools_ledgerproblem": _OF_AN_ACCEPTED_LEDGER,
    "schools_ledger": f"({{row}}.state = 'accepted' AND {_OF_A_YEAR})",
    "indicators_answer": _OF_A_YEAR,
    "assessments_evidence": _OF_A_YEAR,
    "assessments_placement": _OF_EVIDENCE,
}


def set_again(using: str, **signal: Any) -> None:
    """Set the triggers where the tables are there: what ``migrate`` ends with."""
    connection = connections[using]
    if {*LOCKED, "assessments_assessment"} <= set(connection.introspection.table_names()):
        guard(connection)


def lift_before(using: str, **signal: Any) -> None:
    connection = connections[using]
    if set(LOCKED) & set(connection.introspection.table_names()):
        lift(connection)


def guard(connection: BaseDatabaseWrapper) -> None:
    lift(connection)
    for table, locked in LOCKED.items():
        for deed, rows in triggers.ROWS.items():
            when = " OR ".join(locked.replace("{row}", row) for row in rows)
            triggers.refuse(connection, table, _name(table, deed), deed, when=when, reason=REASON)


def lift(connection: BaseDatabaseWrapper) -> None:
    for table in set(connection.introspection.table_names()) & set(LOCKED):
        triggers.drop(connection, table, [_name(table, deed) for deed in triggers.ROWS])


def is_guarded(connection: BaseDatabaseWrapper) -> bool:
    names = {_name(table, deed) for table in LOCKED for deed in triggers.ROWS}
    return names <= triggers.present(connection)


def _name(table: str, deed: str) -> str:
    return f"{table}_locked_{deed}"
