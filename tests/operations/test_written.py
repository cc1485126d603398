"""What may become of a row is declared with its model, and what is declared the database keeps."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from assessments.models import Assessment
from counties.models import Officer
from operations import append_only, triggers
from operations.written import ALWAYS, REASON, Written
from schools import version_rows
from schools.models import LedgerContent, SchoolYear
from tests import forging
from tests.assessments.offices import Offices, begun, endorsed, filled_in, go, recognised, recommended
from tests.assessments.recheck.slipping import rechecked
from tests.evidence.shown import shown
from tests.steps import accepted

OURS = [model for model in apps.get_models() if not model.__module__.startswith("django.")]
KEPT = [model for model in OURS if model._meta.db_table in append_only.tables()]


def of(model: type[models.Model]) -> Written:
    said: Written = vars(model).get("written", Written())  # append-only where nothing is said
    return said


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_says_what_may_become_of_its_rows(model: type[models.Model]) -> None:
    said = [name for name in ("append_only", "written", "changeable") if name in vars(model)]
    assert len(said) == 1, f"{model.__name__}: append_only = True, written = Written(…) or changeable = “why”"
    if said == ["changeable"]:
        assert len(vars(model)["changeable"]) > 30
    if said == ["written"]:
        columns = {field.column for field in model._meta.concrete_fields}
        assert of(model).changes.keys() <= columns


def test_few_models_are_changeable() -> None:
    assert {each.__name__ for each in OURS if "changeable" in vars(each)} == {"Division", "Job", "User"}


def submitted(clerk: Officer) -> tuple[Assessment, Offices]:
    filled_in(clerk)
    shown(clerk)
    assessment, offices = begun(clerk), Offices(clerk.division)
    go(assessment, "sign", offices.at("county", "leader"))
    go(assessment, "submit", clerk)
    return assessment, offices


def through(clerk: Officer) -> None:
    """A county whose year went all the way."""
    assessment, offices = submitted(clerk)
    endorsed(assessment, offices)
    recommended(assessment, offices)
    recognised(assessment, offices)
    rechecked(assessment, offices)


def ways_to_change(model: type[models.Model]) -> Iterator[str]:
    """SQL that changes each column that does not change, and takes rows away."""
    table, allowed = model._meta.db_table, of(model).changes
    for field in model._meta.concrete_fields:
        changes = not field.primary_key and not field.generated
        if allowed.get(str(field.column)) != ALWAYS and changes:
            null = f'"{field.column}" IS NOT NULL'
            yield f'UPDATE {table} SET "{field.column}" = NULL WHERE {null}'
    yield f"DELETE FROM {table}"
    if connection.vendor == "postgresql":
        yield f"TRUNCATE {table} CASCADE"


def refused(statement: str) -> bool:
    """Was it refused by a trigger, not by a constraint only? True also where it finds no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            changed = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return bool(triggers.said(error))
    return changed == 0 and statement.startswith("UPDATE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("story", "least"), [(submitted, 18), pytest.param(through, 33, marks=pytest.mark.proof)]
)
def test_the_database_refuses_every_change_that_is_not_declared(
    story: Callable[[Officer], object], least: int, clerk: Officer
) -> None:
    assert append_only.unguarded(connection) == []
    story(clerk)
    connection.check_constraints()  # PostgreSQL empties no table while some are still to be checked
    filled = [model for model in KEPT if model._base_manager.exists()]
    assert len(filled) >= least
    tried = [way for model in filled for way in ways_to_change(model)]
    assert [way for way in tried if not refused(way)] == []
    forging.unguard()
    assert not all(refused(way) for way in tried)  # the control


@pytest.mark.django_db
def test_no_row_is_added_to_a_ledger_that_was_accepted(clerk: Officer) -> None:
    ledger = accepted(clerk)
    row = SchoolYear.objects.filter(ledger=ledger)[0]
    row.pk = None
    for deed in (row.save, lambda: LedgerContent.objects.filter(ledger=ledger).delete()):
        with pytest.raises(DatabaseError, match=REASON), transaction.atomic():
            deed()


@pytest.mark.django_db
def test_an_import_past_the_pages_is_refused_with_the_sentence(clerk: Officer, tmp_path: Path) -> None:
    row = SchoolYear.objects.filter(ledger=accepted(clerk))[0]
    row.row = 999
    file = tmp_path / "rows.json"
    file.write_text(serializers.serialize("json", [row]), encoding="utf-8")
    with pytest.raises(DatabaseError, match=REASON), transaction.atomic():
        call_command("loaddata", str(file), verbosity=0)


@pytest.mark.django_db
def test_what_the_database_refuses_is_a_page_with_the_sentence(
    clerk: Officer, clerk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = accepted(clerk)

    def slip(*given: object) -> None:
        with transaction.atomic():
            SchoolYear.objects.update(row=999)

    monkeypatch.setattr(version_rows, "of", slip)
    response = clerk_client.get(
        f"/ledgers/{ledger.pk}/rows/", headers={"referer": "http://testserver/ledgers/"}
    )
    assert response.status_code == 409
    text = response.content.decode()
    assert REASON in text
    assert 'href="/ledgers/"' in text


@pytest.mark.django_db
def test_a_fault_that_is_no_refusal_stays_one(
    clerk: Officer, clerk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*given: object) -> None:
        raise DatabaseError("the disk is on fire")

    monkeypatch.setattr(version_rows, "of", fault)
    clerk_client.raise_request_exception = False
    assert clerk_client.get(f"/ledgers/{accepted(clerk).pk}/rows/").status_code == 500
