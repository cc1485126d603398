"""What a county has signed or passed on cannot be changed: not by form, shell, import or SQL."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from assessments import guards
from assessments.evidence.models import Placement
from assessments.models import Assessment
from assessments.workflow import Step
from counties.models import Officer
from indicators.models import Answer
from operations import append_only
from schools.actions import Refused, explain
from schools.locked import REASON
from schools.models import CountyYear, Ledger, LedgerProblem, School, SchoolYear
from tests import forging
from tests.assessments.offices import Offices, begun_with_everything, go
from tests.evidence.shown import shown
from tests.factories import NOW

pytestmark = pytest.mark.django_db

Deed = Callable[[], object]


@pytest.fixture
def draft(clerk: Officer) -> Assessment:
    return begun_with_everything(clerk)


def step(assessment: Assessment, to: Step) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(step=to)


def sql(statement: str) -> Deed:
    def do() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return do


def copy_of(one: SchoolYear | Answer | LedgerProblem | Placement) -> Deed:
    def do() -> None:
        twin = type(one)._default_manager.get(pk=one.pk)
        twin.pk = None
        if isinstance(twin, SchoolYear):
            place = twin.school.county
            twin.school = School.objects.create(code="9999999999", name="另一所", county=place)
        twin.save(force_insert=True)

    return do


def deeds() -> dict[str, Deed]:
    """Every way past the actions into every table of what was submitted."""
    row, county, answer = SchoolYear.objects.all()[0], CountyYear.objects.get(), Answer.objects.all()[0]
    ledger, problem = Ledger.objects.get(pk=row.ledger_id), LedgerProblem.objects.get(code="x")
    table = SchoolYear._meta.db_table

    placed = Placement.objects.get()
    evidence_of = Officer.objects.get(user=placed.by)

    return {
        "a row by update": lambda: SchoolYear.objects.filter(pk=row.pk).update(row=999),
        "a row by save": row.save,
        "a row deleted": lambda: SchoolYear.objects.filter(pk=row.pk).delete(),
        "a row put in": copy_of(row),
        "a row by SQL": sql(f"UPDATE {table} SET pupils_primary = 1"),
        "rows by SQL": sql(f"DELETE FROM {table}"),
        "county figures": lambda: CountyYear.objects.filter(pk=county.pk).update(cells={}),
        "county figures deleted": lambda: CountyYear.objects.filter(pk=county.pk).delete(),
        "the version": lambda: Ledger.objects.filter(pk=ledger.pk).update(sha256="0" * 64),
        "the version replaced": lambda: Ledger.objects.filter(pk=ledger.pk).update(state="replaced"),
        "an explanation": lambda: LedgerProblem.objects.filter(pk=problem.pk).update(explanation="改"),
        "a problem taken away": lambda: LedgerProblem.objects.filter(pk=problem.pk).delete(),
        "a problem put in": copy_of(problem),
        "an answer": lambda: Answer.objects.filter(pk=answer.pk).update(conclusion="改"),
        "an answer taken away": lambda: Answer.objects.filter(pk=answer.pk).delete(),
        "an answer put in": copy_of(answer),
        "evidence put in": lambda: shown(evidence_of, b"another"),
        "a placement put in": copy_of(placed),
    }


# What a county may do while it fills in; the rest nobody ever may.
FREE = {
    "the version replaced",
    "an explanation",
    "a problem put in",
    "an answer put in",
    "evidence put in",
    "a placement put in",
}


def outcome(deed: Deed) -> str:
    """Do it, undo it, and say how it ended."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                deed()
            return "done"
        except DatabaseError as error:
            said = str(error)
            return "locked" if REASON in said else "never" if append_only.REASON in said else said
        finally:
            transaction.set_rollback(True)


def outcomes() -> dict[str, str]:
    return {what: outcome(deed) for what, deed in deeds().items()}


def test_what_was_passed_on_is_locked_and_what_was_not_is_free(draft: Assessment) -> None:
    for open_step in (Step.DRAFT, Step.NOT_RECOMMENDED):
        step(draft, open_step)
        found = outcomes()
        assert {what for what, how in found.items() if how == "done"} == FREE
        assert {how for what, how in found.items() if what not in FREE} == {"never"}
    for locked in (Step.SIGNED, Step.SUBMITTED, Step.CITY_REVIEW, Step.NATION_SITE, Step.RECOGNISED):
        step(draft, locked)
        found = outcomes()
        assert {found[what] for what in FREE} == {"locked"}
        assert set(found.values()) <= {"locked", "never"}


def test_without_the_triggers_a_shell_would_change_everything(draft: Assessment) -> None:
    """The control."""
    step(draft, Step.SUBMITTED)
    forging.unguard()
    assert set(outcomes().values()) == {"done"}


def test_another_county_and_another_year_stay_free(draft: Assessment) -> None:
    step(draft, Step.SUBMITTED)
    forging.forge(Assessment.objects.filter(pk=draft.pk), year=draft.year - 1)
    assert {what for what, how in outcomes().items() if how == "done"} == FREE


def test_an_officer_is_told_and_the_page_is_no_error(draft: Assessment, clerk: Officer) -> None:
    go(draft, "sign", Offices(clerk.division).at("county", "leader"))
    problem = LedgerProblem.objects.get(code="x")
    with pytest.raises(Refused, match="不能再改"):
        explain(problem=problem, text="改", by=clerk, at=NOW)
    client = Client()
    client.force_login(clerk.user)
    address = reverse("explain", args=[problem.ledger_id, problem.pk])
    assert client.post(address, {"explanation": "改"}).status_code == 409
    problem.refresh_from_db()
    assert problem.explanation == "已核"


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_set_again_after_tables_are_altered() -> None:
    guards.lift(connection)
    call_command("migrate", verbosity=0)
    assert guards.is_guarded(connection)
