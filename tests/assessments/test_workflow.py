"""The way of an assessment through four levels: who may take which step, what it asks, what it leaves."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import actions, snapshots, workflow
from assessments.models import Assessment, Round, Snapshot, StatusChange
from assessments.workflow import BY_NAME, TRANSITIONS, Step
from counties.models import Conflict, Division, Officer
from operations import append_only, audit
from operations.models import AuditEvent
from schools.actions import Refused
from tests import steps
from tests.assessments import reviewers
from tests.assessments.offices import (
    Offices,
    begun,
    endorsed,
    filled_in,
    go,
    recognised,
    recommended,
    submitted,
)
from tests.factories import client_of, division, officer
from tests.forging import forge, unguarded
from tests.ledgers.rows import county_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(county: Division) -> Offices:
    return Offices(county)


@pytest.fixture
def leader(offices: Offices) -> Officer:
    return offices.at("county", "leader")


def test_every_step_is_reached_and_left_unless_it_is_an_end() -> None:
    reached, left = {each.target for each in TRANSITIONS}, {each.source for each in TRANSITIONS}
    assert reached == set(Step)
    assert left == set(Step) - workflow.CLOSED
    assert len(BY_NAME) == len(TRANSITIONS)


def test_a_county_goes_all_the_way_and_every_step_is_on_record(
    clerk: Officer, leader: Officer, offices: Offices
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    endorsed(assessment, offices)
    recommended(assessment, offices)
    recognised(assessment, offices)
    assessment.refresh_from_db()
    assert assessment.at_step is Step.RECOGNISED
    changes = list(assessment.changes.all())
    assert [one.target for one in changes][:-1] == [two.source for two in changes][1:]
    assert {one.snapshot_id for one in changes[1:]} == {Snapshot.objects.get().pk}
    moved = AuditEvent.objects.filter(action="assessment.moved", refused=False)
    assert moved.count() == len(changes)
    assert audit.verify() == []


def test_all_that_is_missing_is_said_at_once_with_where_it_is_mended(clerk: Officer, leader: Officer) -> None:
    with pytest.raises(actions.Refused) as refused:
        go(begun(clerk), "sign", leader)
    assert len(refused.value.missing) == 3
    assert all(each.link.startswith("/") for each in refused.value.missing)
    assert AuditEvent.objects.filter(action="assessment.moved", refused=True).count() == 1


def test_who_fills_in_may_not_sign(clerk: Officer, county: Division, offices: Offices) -> None:
    filled_in(clerk)
    assessment = begun(clerk)
    forge(Officer.objects.filter(pk=clerk.pk), role=Officer.Role.LEADER)
    with pytest.raises(actions.NotYours, match="填报过"):
        go(assessment, "sign", Officer.objects.get(pk=clerk.pk))


def test_what_was_signed_is_what_is_submitted_to_the_byte(clerk: Officer, leader: Officer) -> None:
    filled_in(clerk)
    assessment = begun(clerk)
    go(assessment, "sign", leader)
    assessment.refresh_from_db()
    schools = steps.sent(clerk, steps.workbook(county_rows()[:-1]))
    with pytest.raises(Refused, match="已审签"):
        actions.accept_ledger(ledger=schools, by=clerk, at=timezone.now())
    go(assessment, "submit", clerk)
    content = Snapshot.objects.get().bytes
    assert snapshots.essence(content) == StatusChange.objects.get(transition="sign").digest
    assert hashlib.sha256(content).hexdigest() == Snapshot.objects.get().sha256


def test_a_second_move_from_the_same_page_is_refused(
    clerk: Officer, leader: Officer, offices: Offices
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    go(assessment, "accept", offices.at("city", "clerk"))
    stale = assessment.version
    with pytest.raises(actions.Refused, match="已有人办理"):
        actions.advance(
            assessment=assessment,
            transition=BY_NAME["withdraw"],
            version=stale,
            comment="撤回",
            by=leader,
            at=timezone.now(),
        )


def test_a_return_needs_a_reason_and_opens_a_new_round_beside_the_old(
    clerk: Officer, leader: Officer, offices: Offices
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    go(assessment, "accept", offices.at("city", "clerk"))
    reviewers.all_true(assessment, offices.at("city", "inspector"))
    go(assessment, "conclude_review", offices.at("city", "inspector"))
    boss = offices.at("city", "leader")
    with pytest.raises(actions.Refused, match="请写明"):
        go(assessment, "send_back", boss, comment=" ")
    go(assessment, "send_back", boss, comment="器材数与实际不符")
    assessment.refresh_from_db()
    assert (assessment.at_step, assessment.round, assessment.held_by) == (Step.DRAFT, 2, "county")
    assert Round.objects.get(number=2).reason == "器材数与实际不符"
    go(assessment, "sign", leader)
    go(assessment, "submit", clerk)
    assert Snapshot.objects.count() == 2
    page = client_of(clerk).get(f"/assessments/{assessment.pk}/rounds/1/2/")
    assert page.status_code == 200
    assert "填报内容没有不同" in page.content.decode()


def test_a_county_without_a_city_is_reviewed_by_its_province_and_the_record_says_so(db: None) -> None:
    place = division("993101", "示例直辖县")
    Division.objects.filter(code="993100").update(name="省直辖县级行政区划")
    place = Division.objects.get(pk=place.pk)
    offices = Offices(place)
    clerk = offices.at("county", "clerk")
    filled_in(clerk, prefix="993101")
    assessment = submitted(clerk, offices.at("county", "leader"))
    assert assessment.held_by == "province"
    endorsed(assessment, offices, city="province")
    proxies = {one.transition for one in assessment.changes.filter(by_proxy=True)}
    assert proxies == {"accept", "conclude_review", "endorse"}


def test_a_reviewer_does_not_come_from_the_reviewed_county(
    clerk: Officer, leader: Officer, offices: Offices, county: Division
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    reviewer = offices.at("city", "clerk")
    lately = timezone.localdate()
    former = Officer.objects.create(
        user=reviewer.user, division=county, role="clerk", began_on=lately, ended_on=lately
    )
    with pytest.raises(actions.NotYours, match="回避"):
        go(assessment, "accept", reviewer)
    with unguarded(Officer):
        former.delete()
    Conflict.objects.create(
        user=reviewer.user, division=county, reason="亲属", entered_by=reviewer, entered_at=timezone.now()
    )
    with pytest.raises(actions.NotYours, match="回避"):
        go(assessment, "accept", reviewer)


@pytest.mark.parametrize("model", [Round, Snapshot, StatusChange])
def test_what_was_written_cannot_be_changed_or_taken_away(
    model: type[Round], clerk: Officer, leader: Officer
) -> None:
    filled_in(clerk)
    submitted(clerk, leader)
    assert append_only.is_guarded(connection, model._meta.db_table)
    row = model.objects.first()
    assert row is not None
    for change in (row.save, row.delete):
        with pytest.raises(Exception, match=r"不能再修改或删除|protected foreign keys"), transaction.atomic():
            change()


def test_the_database_itself_knows_one_decision_and_one_open_assessment(
    clerk: Officer, leader: Officer, offices: Offices
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    endorsed(assessment, offices)
    change = StatusChange.objects.get(transition="endorse")
    change.pk, change.version = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save(force_insert=True)
    twin = Assessment.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_everything_later_is_worked_out_from_the_snapshot_alone(
    clerk: Officer, leader: Officer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    filled_in(clerk)
    submitted(clerk, leader)
    content = Snapshot.objects.get().bytes
    with django_assert_num_queries(0):
        once, again = snapshots.figures(content), snapshots.figures(content)
    assert once == again
    assert sum(name.endswith("/cv") for name in once) >= 14
    calculation = clerk.division.ledgers.get(kind="schools").calculations.latest("pk")
    kept = {
        f"{figure.stage.stage}/{figure.indicator}/cv": figure.cv
        for stage in calculation.stages.all()
        for figure in stage.indicators.all()
    }
    assert {name: once[name] for name in kept} == kept
    for broken in (b"", b"[]", content.replace(b'"year":"2025"', b'"year": "2025"')):
        with pytest.raises(snapshots.Broken):
            snapshots.opened(broken)


def test_pages_lead_an_officer_from_the_queue_to_the_move(
    clerk: Officer, leader: Officer, offices: Offices, client: Client
) -> None:
    filled_in(clerk)
    assessment = submitted(clerk, leader)
    reviewer = client_of(offices.at("city", "clerk"))
    queue = reviewer.get("/assessments/").content.decode()
    assert assessment.get_absolute_url() in queue
    move = f"{assessment.get_absolute_url()}do/accept/"
    assert f'value="{assessment.version}"' in reviewer.get(move).content.decode()
    assert reviewer.post(move, {"version": assessment.version}).status_code == 302
    late = reviewer.post(move, {"version": assessment.version})
    assert late.status_code == 409
    assert "已有人办理" in late.content.decode()
    assert client_of(clerk).post(move, {"version": assessment.version}).status_code == 403
    other = client_of(officer("other", division("990299", "他市县"), Officer.Role.CLERK))
    assert other.post(move, {"version": assessment.version}).status_code == 404
