"""Where the county's assessment stands: one walk from draft to recognition, with looks aside on the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from assessments import workflow
from assessments.models import Assessment
from counties.models import Officer
from tests.assessments import reviewers
from tests.assessments.offices import LONG, Offices, begun, go, inspected, recognised, submitted

STATES = (
    "draft",
    "signed",
    "submitted",
    "city_review",
    "returned",
    "endorsed",
    "province_documents",
    "not_recommended",
    "recommended",
    "recognised",
)
# Of what no assessment changes the answers, asked once.
ANY = "any"


def begin(clerk: Officer, offices: Offices) -> Assessment:
    """An assessment in its third round, two having been submitted and withdrawn."""
    leader = offices.at("county", "leader")
    assessment = begun(clerk)
    for _ in range(2):
        submitted(clerk, leader)
        go(assessment, "withdraw", leader, comment="补充材料")
    return assessment


def walk(assessment: Assessment, offices: Offices) -> Iterator[str]:
    """Go through all states in the order of ``STATES``, stopping in each."""
    yield "draft"
    yield from _to_the_city(assessment, offices)
    yield from _through_the_city(assessment, offices)
    yield from _through_the_province(assessment, offices)


def _to_the_city(assessment: Assessment, offices: Offices) -> Iterator[str]:
    go(assessment, "sign", offices.at("county", "leader"))
    yield "signed"
    go(assessment, "submit", offices.at("county", "clerk"))
    yield "submitted"


def _through_the_city(assessment: Assessment, offices: Offices) -> Iterator[str]:
    inspector, leader = offices.at("city", "inspector"), offices.at("city", "leader")
    go(assessment, "accept", offices.at("city", "clerk"))
    yield "city_review"
    reviewers.all_true(assessment, inspector)
    go(assessment, "conclude_review", inspector)
    with aside():
        go(assessment, "send_back", leader, comment="器材数与实际不符")
        yield "returned"
    go(assessment, "endorse", leader)
    yield "endorsed"


def _through_the_province(assessment: Assessment, offices: Offices) -> Iterator[str]:
    inspector, leader = offices.at("province", "inspector"), offices.at("province", "leader")
    go(assessment, "accept_evaluation", offices.at("province", "clerk"))
    yield "province_documents"
    reviewers.all_true(assessment, inspector)
    go(assessment, "pass_documents", inspector)
    inspected(assessment, inspector)
    go(assessment, "conclude_site", inspector)
    with aside():
        go(assessment, "not_recommend", leader, comment="抽查发现弄虚作假")
        yield "not_recommended"
    go(assessment, "give_notice", leader)
    go(assessment, "recommend", leader, at=timezone.now() + LONG)
    yield "recommended"
    recognised(assessment, offices)
    yield "recognised"


@contextmanager
def aside() -> Iterator[None]:
    """What is done within is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def onward(assessment: Assessment) -> str:
    """Return the way that leads on from where *assessment* stands; from an end, the first of all."""
    assessment.refresh_from_db()
    ways = workflow.ways_from(assessment.at_step) or workflow.TRANSITIONS
    return ways[0].name
