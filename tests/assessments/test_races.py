"""Two at once on PostgreSQL: one wins, the other is told so with a sentence, and nothing is done twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from assessments import actions, holding
from assessments.actions import moving
from assessments.models import Assessment, StatusChange
from assessments.workflow import Step, Transition
from counties.models import Officer
from operations import audit, jobs
from schools.actions import Refused
from schools.ledger.columns import Value
from schools.models import Ledger
from tests import steps
from tests.assessments import reviewers
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.factories import client_of, officer
from tests.ledgers.rows import county_rows

pytestmark = [
    pytest.mark.broker,
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

ROUNDS = 50
Deed = Callable[[], int]


def at_once(*deeds: Deed) -> list[int]:
    """Do all *deeds* at the same moment, each with a connection of its own; return what came of each."""
    start, found = Barrier(len(deeds)), [0] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        try:
            start.wait(timeout=20)
            found[place] = deed()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def post(client: Client, assessment: Assessment, name: str, told: list[str]) -> Deed:
    address = f"{assessment.get_absolute_url()}do/{name}/"
    version = assessment.version

    def deed() -> int:
        response = client.post(address, {"version": version, "comment": "意见"})
        if response.status_code == 409:
            told.append(response.content.decode())
        return response.status_code

    return deed


@pytest.fixture
def offices(clerk: Officer) -> Offices:
    assert connection.vendor == "postgresql"
    filled_in(clerk)
    return Offices(clerk.division)


def to_signed(assessment: Assessment, offices: Offices) -> None:
    go(assessment, "sign", offices.at("county", "leader"))
    assessment.refresh_from_db()


def to_opinion(assessment: Assessment, offices: Offices) -> None:
    to_signed(assessment, offices)
    go(assessment, "submit", offices.at("county", "leader"))
    go(assessment, "accept", offices.at("city", "clerk"))
    reviewers.all_true(assessment, offices.at("city", "inspector"))
    go(assessment, "conclude_review", offices.at("city", "inspector"))
    assessment.refresh_from_db()


def back_to_draft(assessment: Assessment, offices: Offices) -> None:
    assessment.refresh_from_db()
    if assessment.at_step is Step.SUBMITTED:
        go(assessment, "withdraw", offices.at("county", "leader"))
    elif assessment.at_step is Step.ENDORSED:
        go(assessment, "accept_evaluation", offices.at("province", "clerk"))
        go(assessment, "reopen_province_documents", offices.at("province", "leader"))
    assert Assessment.objects.get(pk=assessment.pk).at_step is Step.DRAFT


def all_is_in_order(told: list[str]) -> None:
    assert len(told) == ROUNDS
    assert all("已有人办理" in text or "重新打开" in text for text in told)
    versions = list(StatusChange.objects.values_list("version", flat=True))
    assert len(versions) == len(set(versions))
    assert audit.verify() == []


def test_of_two_submissions_one_is_made(clerk: Officer, offices: Offices) -> None:
    assessment, told = begun(clerk), list[str]()
    clients = client_of(clerk), client_of(offices.at("county", "leader"))
    for _ in range(ROUNDS):
        to_signed(assessment, offices)
        assert sorted(at_once(*(post(each, assessment, "submit", told) for each in clients))) == [302, 409]
        back_to_draft(assessment, offices)
    all_is_in_order(told)


@pytest.mark.parametrize(
    "names", [("endorse", "endorse"), ("send_back", "endorse")], ids=["deciders", "return"]
)
def test_of_two_decisions_one_is_taken(names: tuple[str, str], clerk: Officer, offices: Offices) -> None:
    assessment, told = begun(clerk), list[str]()
    first = offices.at("city", "leader")
    clients = client_of(first), client_of(officer("second", first.division, Officer.Role.LEADER))
    for _ in range(ROUNDS):
        to_opinion(assessment, offices)
        deeds = [post(client, assessment, name, told) for client, name in zip(clients, names, strict=True)]
        assert sorted(at_once(*deeds)) == [302, 409]
        back_to_draft(assessment, offices)
    all_is_in_order(told)


def other_rows(number: int) -> list[dict[str, Value]]:
    rows = [dict(row) for row in county_rows()]
    rows[0]["name"] = f"{rows[0]['name']}{number}"
    return rows


def test_an_upload_is_taken_into_use_before_the_signature_or_not_at_all(
    clerk: Officer, offices: Offices
) -> None:
    """What is signed is submitted: whichever comes first, the other is refused."""
    assessment = begun(clerk)
    leader = client_of(offices.at("county", "leader"))
    ledgers = [steps.checked(clerk, steps.workbook(other_rows(number))) for number in range(ROUNDS)]
    signed = 0
    for ledger in ledgers:
        assessment.refresh_from_db()
        told: list[str] = []
        outcome = at_once(post(leader, assessment, "sign", told), accepting(ledger, clerk, told))
        assert sorted(outcome) == [302, 409], (outcome, told)
        assert all(told)
        jobs.run_pending()
        signed += outcome[0] == 302
        if outcome[0] == 302:
            go(assessment, "unsign", clerk)
    assert audit.verify() == []


def accepting(ledger: Ledger, clerk: Officer, told: list[str]) -> Deed:
    def deed() -> int:
        try:
            actions.accept_ledger(ledger=ledger, by=clerk, at=timezone.now())
        except Refused as refusal:
            told.append(str(refusal))
            return 409
        return 302

    return deed


def test_the_control_without_the_lock_both_win(
    clerk: Officer, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment, told, seen = begun(clerk), list[str](), Barrier(2)
    first = offices.at("city", "leader")
    second = officer("second", first.division, Officer.Role.LEADER)
    to_opinion(assessment, offices)
    check = moving._check

    def look_together(row: Assessment, *rest: Any) -> None:
        check(row, *rest)
        seen.wait(timeout=20)

    def unlocked(assessment: Assessment, by: Officer) -> Assessment:
        return Assessment.objects.select_related("county__parent").get(pk=assessment.pk)

    def anyhow(row: Assessment, way: Transition, version: int, at: object) -> None:
        Assessment.objects.filter(pk=row.pk).update(step=way.target, version=version + 1)

    monkeypatch.setattr(moving, "_check", look_together)
    monkeypatch.setattr(holding, "locked", unlocked)
    monkeypatch.setattr(moving, "_move", anyhow)
    clients = client_of(first), client_of(second)
    with unconstrained():
        found = at_once(*(post(each, assessment, "endorse", told) for each in clients))
        twice = StatusChange.objects.filter(transition="endorse").count()
    assert (found, twice) == ([302, 302], 2)


@contextmanager
def unconstrained() -> Iterator[None]:
    """The table without what the database itself would refuse; what came of it is taken away again."""
    constraints = [
        each
        for each in StatusChange._meta.constraints
        if each.name in {"one_status_change_per_version", "one_decision_per_round"}
    ]
    with connection.schema_editor() as editor:
        for each in constraints:
            editor.remove_constraint(StatusChange, each)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            # As one who owns the database: past the guards, and with what others were told of it.
            cursor.execute("SET session_replication_role = replica")
            twice = "SELECT id FROM assessments_statuschange WHERE transition = 'endorse'"
            cursor.execute(f"DELETE FROM assessments_message WHERE change_id IN ({twice})")
            cursor.execute("DELETE FROM assessments_statuschange WHERE transition = 'endorse'")
            cursor.execute("SET session_replication_role = origin")
        with connection.schema_editor() as editor:
            for each in constraints:
                editor.add_constraint(StatusChange, each)
