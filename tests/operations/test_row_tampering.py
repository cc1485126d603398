"""Whatever is changed in a table that is written once, in whichever column, ``audit_verify`` finds it."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from assessments import actions
from assessments.workflow import Step
from counties.models import Officer
from counties.posts import actions as posts
from operations import verification
from schools.actions import explain
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.assessments.offices import Offices, begun, endorsed, filled_in, go, recognised, recommended
from tests.assessments.recheck.slipping import rechecked
from tests.factories import NOW
from tests.forging import unguard
from tests.operations.row_tampering import LEFT_OUT, LEFT_OUT_COLUMNS, of_columns, parts_of, swept
from tests.operations.tampering import Tampering

pytestmark = pytest.mark.django_db
SEED = 20261125


def submitted(clerk: Officer) -> Offices:
    """A county's year that was submitted, with a row in most tables."""
    filled_in(clerk)
    ledger = Ledger.objects.accepted().get(kind=Ledger.Kind.SCHOOLS)
    query = LedgerProblem.objects.create(ledger=ledger, severity=Severity.QUERY, code="x", message="偏大")
    explain(problem=query, text="新校区", by=clerk, at=NOW)
    offices = Offices(clerk.division)
    assessment, leader = begun(clerk), offices.at("county", "leader")
    new: dict[str, Any] = {
        "username": "new",
        "name": "新人",
        "password": "correct horse 1949",
        "role": Officer.Role.VIEWER,
    }
    posts.appoint(**new, division=clerk.division, by=leader, at=NOW)
    posts.enter_conflict(user=clerk.user, division=clerk.division, reason="亲属", by=leader, at=NOW)
    due: dict[str, Any] = {"year": 2025, "step": Step.SUBMITTED, "due_on": NOW.date(), "reason": "规定"}
    actions.set_deadline(by=offices.at("province", "leader"), at=NOW, **due)
    go(assessment, "sign", leader)
    go(assessment, "submit", leader)
    return offices


def through(clerk: Officer) -> None:
    """The same year on its whole way to recognition."""
    offices = submitted(clerk)
    assessment = begun(clerk)
    endorsed(assessment, offices)
    recommended(assessment, offices)
    recognised(assessment, offices)
    rechecked(assessment, offices)


def faults(*parts: str) -> list[str]:
    return [str(fault) for part in verification.examine(parts) for fault in part.faults]


def undetected(model: type[models.Model], deeds: list[Tampering]) -> Iterator[str]:
    """Do each deed, undo it, and return those that raised no alarm; what a constraint refuses is none."""
    for deed in deeds:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    deed.do()
                found = any(faults(part) for part in parts_of(model))
            except DatabaseError:
                found = True
            transaction.set_rollback(True)
        if not found:
            yield deed.what


def test_a_sample_of_changed_columns_and_missing_rows_is_found(clerk: Officer) -> None:
    submitted(clerk)
    assert faults() == []
    unguard()
    chance = random.Random(SEED)
    tables = {model: list(of_columns(model, at_most=1)) for model in swept()}
    chosen = {model: chance.sample(deeds, min(1, len(deeds))) for model, deeds in tables.items()}
    assert sum(map(len, chosen.values())) >= 16
    assert [what for model, deeds in chosen.items() for what in undetected(model, deeds)] == []


@pytest.mark.proof
@pytest.mark.timeout(3000)
def test_every_changed_column_and_every_missing_row_is_found(clerk: Officer) -> None:
    through(clerk)
    assert faults() == []
    unguard()
    tables = {model: list(of_columns(model, at_most=30)) for model in swept()}
    assert sum(map(len, tables.values())) >= 2500
    assert [what for model, deeds in tables.items() for what in undetected(model, deeds)] == []
    assert faults() == []


def test_what_is_left_out_is_a_table_or_a_column_that_is_there() -> None:
    known = {model.__name__: model for model in apps.get_models()}
    assert {*LEFT_OUT, *LEFT_OUT_COLUMNS} <= known.keys()
    for name, columns in LEFT_OUT_COLUMNS.items():
        assert columns <= {field.column for field in known[name]._meta.concrete_fields}
