"""Eight people act at once on the same county: what is committed has one event, no more and no less, a
refusal has one as well, and the chain verifies."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import Client

from assessments.models import Assessment, StatusChange
from counties.models import Officer
from indicators.models import Answer, Calculation
from operations import audit
from operations.models import AuditEvent
from schools.ledger.problems import Severity
from schools.models import LedgerProblem
from tests.assessments.offices import Offices, begun, filled_in
from tests.factories import client_of, officer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

EACH = 40
DONE, REFUSED = {200, 302}, {403, 404, 409, 422}
Deed = Callable[[int], int]


def move(client: Client, pk: int, name: str) -> Deed:
    """Move the assessment as it is at that moment; a colleague may be quicker."""

    def deed(number: int) -> int:
        version = Assessment.objects.get(pk=pk).version
        form = {"version": version, "comment": f"意见{number}"}
        return client.post(f"/assessments/{pk}/do/{name}/", form).status_code

    return deed


def deeds_of(clerk: Officer, offices: Offices, neighbour: Officer) -> list[tuple[str, Deed]]:
    """Eight people's work, each with what its event is called."""
    filled_in(clerk)
    calculation = Calculation.objects.get()
    problem = LedgerProblem.objects.create(
        ledger=calculation.ledger, severity=Severity.QUERY, code="x", message="偏大", explanation="属实"
    )
    assessment = begun(clerk)
    explain = f"/ledgers/{calculation.ledger.pk}/problems/{problem.pk}/"
    answer = f"/results/{calculation.pk}/items/guarantee-01/"
    county = clerk.division
    colleague = client_of(officer("colleague", county, Officer.Role.CLERK))
    mine, leader = client_of(clerk), client_of(offices.at("county", "leader"))
    city, stranger = client_of(offices.at("city", "leader")), client_of(neighbour)

    def explaining(client: Client) -> Deed:
        return lambda number: client.post(explain, {"text": f"说明{number}"}).status_code

    def answering(client: Client) -> Deed:
        return lambda number: client.post(answer, {"met": "yes", "conclusion": f"已查{number}"}).status_code

    def appointing(number: int) -> int:
        form = {"division": county.code, "role": "viewer", "username": f"new{number % 30}"}
        return city.post("/posts/", {**form, "name": "新人", "password": "correct horse 1949"}).status_code

    return [
        ("problem.explained", explaining(mine)),
        ("problem.explained", explaining(colleague)),
        ("problem.explained", explaining(leader)),
        ("item.answered", answering(client_of(clerk))),
        ("assessment.moved", move(client_of(offices.at("county", "leader")), assessment.pk, "sign")),
        ("assessment.moved", move(client_of(clerk), assessment.pk, "unsign")),
        ("ledger.seen", lambda number: stranger.get(f"/ledgers/{calculation.ledger.pk}/").status_code),
        ("post.begun", appointing),
    ]


@pytest.fixture
def offices(clerk: Officer) -> Offices:
    assert connection.vendor == "postgresql"
    return Offices(clerk.division)


def test_every_deed_has_one_event_and_every_refusal_one(
    clerk: Officer, offices: Offices, neighbours_clerk: Officer
) -> None:
    deeds = deeds_of(clerk, offices, neighbours_clerk)
    before, explained = AuditEvent.objects.count(), Counter[str]()
    moves, answers = StatusChange.objects.count(), Answer.objects.count()
    told = all_at_once(deeds)
    assert len(told) == len(deeds) * EACH
    assert {status for _, status in told} <= DONE | REFUSED
    explained.update(action for action, status in told if status in DONE)
    refused = sum(status in REFUSED for _, status in told)
    # An account that is opened for a post is a deed of its own.
    explained["account.opened"] = explained["post.begun"]
    assert explained["assessment.moved"] == StatusChange.objects.count() - moves > 1
    assert explained["item.answered"] == Answer.objects.count() - answers > 1
    assert refused > EACH
    new = AuditEvent.objects.order_by("pk")[before:]
    assert Counter(event.action for event in new if not event.refused) == explained
    assert sum(event.refused for event in new) == refused
    assert audit.verify() == []


def all_at_once(deeds: list[tuple[str, Deed]]) -> list[tuple[str, int]]:
    """Do each of *deeds* many times, all beginning at the same moment; return what each answer was."""
    start, told = Barrier(len(deeds)), list[tuple[str, int]]()

    def work(action: str, deed: Deed) -> None:
        try:
            start.wait(timeout=20)
            for number in range(EACH):
                told.append((action, deed(number)))
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=each) for each in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    return told
