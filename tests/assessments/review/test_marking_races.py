"""Reviewers and deciders at the same moment, on PostgreSQL: nothing is lost, no doubt is passed over."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from assessments import holding
from assessments.models import Assessment, StatusChange
from assessments.review import actions, standing, subjects
from assessments.review.models import Mark
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Officer
from operations import audit
from tests.assessments.offices import Offices, begun, filled_in, go
from tests.assessments.reviewers import round_of
from tests.assessments.test_races import Deed, at_once, back_to_draft, post, to_opinion, to_signed
from tests.factories import client_of, officer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

TIMES = 20
ITEM = "guarantee-08"


@pytest.fixture
def offices(clerk: Officer) -> Offices:
    assert connection.vendor == "postgresql"
    filled_in(clerk)
    return Offices(clerk.division)


def marking(client: Client, assessment: Assessment, item: str, kind: str, told: list[str]) -> Deed:
    def deed() -> int:
        address = f"{assessment.get_absolute_url()}review/{item}/"
        response = client.post(address, {"kind": kind, "remark": "请说明"})
        if response.status_code == 409:
            told.append(response.content.decode())
        return response.status_code

    return deed


def test_two_reviewers_mark_at_once_and_each_mark_is_kept(clerk: Officer, offices: Offices) -> None:
    assessment, told = begun(clerk), list[str]()
    to_signed(assessment, offices)
    go(assessment, "submit", offices.at("county", "leader"))
    go(assessment, "accept", offices.at("city", "clerk"))
    assessment.refresh_from_db()
    first = offices.at("city", "inspector")
    clients = client_of(first), client_of(officer("second", first.division, Officer.Role.INSPECTOR))
    snap = subjects.of_round(round_of(assessment))
    assert snap is not None
    codes = [each.code for each in subjects.of(snap.standard)][:TIMES]
    for code in codes:
        deeds = [marking(client, assessment, code, "doubtful", told) for client in clients]
        assert at_once(*deeds) == [302, 302], told
        twice = [marking(clients[0], assessment, code, "true", told) for _ in clients]
        assert at_once(*twice) == [302, 302], told
    found = standing.of(round_of(assessment), Level.CITY)
    assert len(found.marks) == 2 * len(codes)
    assert len(found.doubts) == len(codes)
    assert Mark.objects.filter(kind="doubtful").count() == 2 * len(codes)
    assert audit.verify() == []


def test_of_a_doubt_and_an_endorsement_one_is_told_to_look_again(clerk: Officer, offices: Offices) -> None:
    """Whoever comes first: the doubt stands in the way, or there is nothing to mark any more."""
    assessment, told = begun(clerk), list[str]()
    reviewer = client_of(offices.at("city", "inspector"))
    leader = client_of(offices.at("city", "leader"))
    for _ in range(TIMES):
        to_opinion(assessment, offices)
        deeds = (
            marking(reviewer, assessment, ITEM, "doubtful", told),
            post(leader, assessment, "endorse", told),
        )
        assert sorted(at_once(*deeds)) == [302, 409], told
        assessment.refresh_from_db()
        marked = bool(standing.of(round_of(assessment), Level.CITY).doubts)
        assert marked is (assessment.at_step is Step.CITY_OPINION)
        if marked:
            go(assessment, "send_back", offices.at("city", "leader"))
        back_to_draft(assessment, offices)
    assert len(told) == TIMES
    assert all("存疑没有答复" in text or "请重新打开再看" in text for text in told)
    assert audit.verify() == []


def test_the_control_without_the_lock_a_doubt_slips_past_the_endorsement(
    clerk: Officer, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment, told, found = begun(clerk), list[str](), list[int]()
    to_opinion(assessment, offices)
    endorse = post(client_of(offices.at("city", "leader")), assessment, "endorse", told)
    check = actions._check_mark

    def meanwhile() -> None:
        found.append(endorse())
        connections.close_all()

    def look_and_wait(*asked: Any) -> None:
        check(*asked)
        other = Thread(target=meanwhile)
        other.start()
        other.join(timeout=60)

    def unlocked(assessment: Assessment, by: Officer) -> Assessment:
        return Assessment.objects.select_related("county__parent").get(pk=assessment.pk)

    monkeypatch.setattr(holding, "locked", unlocked)
    monkeypatch.setattr(actions, "_check_mark", look_and_wait)
    reviewer = client_of(offices.at("city", "inspector"))
    assert marking(reviewer, assessment, ITEM, "doubtful", told)() == 302
    assert found == [302], told
    assert StatusChange.objects.filter(transition="endorse").exists()
    assert standing.of(round_of(assessment), Level.CITY).unanswered
