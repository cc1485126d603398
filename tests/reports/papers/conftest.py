"""A county recognised, with every office's word on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment, Snapshot
from counties.models import Officer
from reports.papers import actions, reading
from reports.papers.record import Record
from tests.assessments import offices, reviewers
from tests.assessments.offices import Offices, go
from tests.factories import officer

SAID = {
    "endorse": "复核属实，<b>同意</b>报省。",
    "give_notice": "各项达标，拟推荐。",
    "recommend": "公示期满无异议，同意推荐。",
    "pass_qualification": "符合申报条件。",
    "recognise": "予以认定。",
}


@pytest.fixture
def above(clerk: Officer) -> Offices:
    return Offices(clerk.division)


@pytest.fixture
def leader(clerk: Officer) -> Officer:
    return officer("leader", clerk.division, Officer.Role.LEADER)


@pytest.fixture
def submitted(setting: list[str], clerk: Officer, leader: Officer) -> Assessment:
    offices.filled_in(clerk)
    return offices.submitted(clerk, leader)


@pytest.fixture
def recognised(submitted: Assessment, above: Offices) -> Assessment:
    """Every move with its own words, at days that do not depend on the clock of the test."""
    at = timezone.now()

    def move(name: str, level: str, role: str, days: int = 0) -> None:
        said = SAID.get(name, "属实")
        go(submitted, name, above.at(level, role), at=at + timedelta(days=days), comment=said)

    for name, role in offices.TO_PROVINCE.items():
        if name == "conclude_review":
            reviewers.all_true(submitted, above.at("city", "inspector"))
        move(name, "city", role)
    move("accept_evaluation", "province", "clerk")
    reviewers.all_true(submitted, above.at("province", "inspector"))
    move("pass_documents", "province", "inspector")
    offices.inspected(submitted, above.at("province", "inspector"))
    move("conclude_site", "province", "inspector")
    move("give_notice", "province", "leader")
    move("recommend", "province", "leader", 30)
    offices.recognised(submitted, above)
    submitted.refresh_from_db()
    return submitted


def snapshot_of(assessment: Assessment) -> Snapshot:
    found = Snapshot.objects.select_related(actions.COUNTY).filter(round__assessment=assessment)
    return found.order_by("round__number").last() or pytest.fail("nothing was submitted")


def record_of(assessment: Assessment) -> Record:
    return reading.record_of(snapshot_of(assessment))
