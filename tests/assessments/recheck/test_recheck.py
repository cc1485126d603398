"""The review of a recognised county: who may take which step, what it asks, what it leaves, who is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.actions import NotYours, Refused
from assessments.evidence import actions as evidence
from assessments.inbox import waiting
from assessments.inbox.models import Message
from assessments.recheck import actions, table
from assessments.recheck.models import Check, Measure, Point, Recheck, RecheckChange
from assessments.recheck.table import BY_NAME, WAYS, Step
from counties.models import Conflict, Division, Officer
from operations import audit, verification
from operations.models import AuditEvent
from operations.written import REASON
from schools.actions import Refused as NotDone
from tests.assessments.offices import Offices
from tests.assessments.recheck.slipping import (
    MONTH,
    answered,
    begun,
    go,
    opined,
    reported,
)
from tests.evidence.shown import shown
from tests.factories import officer
from tests.forging import forge

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return set(Message.objects.values_list("recheck_change__way", "level"))


def test_every_step_is_reached_and_left_unless_it_is_an_end() -> None:
    assert {each.target for each in WAYS} == set(Step)
    assert {each.source for each in WAYS} == set(Step) - table.CLOSED
    assert len(BY_NAME) == len(WAYS)
    assert [each.name for each in WAYS if not each.needs_reason] == ["report"]
    assert all(each.tells and each.level not in each.tells for each in WAYS)


def test_a_review_goes_all_the_way_with_one_event_for_each_deed(recheck: Recheck, offices: Offices) -> None:
    opined(recheck, offices, done=True)
    go(recheck, "keep", offices.at("nation", "leader"))
    recheck.refresh_from_db()
    assert (recheck.at_step, recheck.version) == (Step.KEPT, 4)
    assert [each.way for each in recheck.changes.all()] == ["begin", "report", "opine_done", "keep"]
    assert {each.year for each in recheck.changes.all()} == {2024}
    events = AuditEvent.objects.filter(action__startswith="recheck.")
    assert [each.action.removeprefix("recheck.") for each in events.order_by("pk")] == [
        "begun",
        *["measured"] * 2,
        "moved",
        *["checked"] * 2,
        *["moved"] * 2,
    ]
    assert not events.filter(refused=True).exists()
    assert audit.verify() == []
    assert told() == {
        *(("begin", level) for level in ("county", "city")),
        ("report", "province"),
        *(("opine_done", level) for level in ("county", "city", "nation")),
        *(("keep", level) for level in ("county", "city", "province")),
    }


def test_what_waits_moves_with_the_review(recheck: Recheck, offices: Offices) -> None:
    people = [
        offices.at(*each) for each in (("county", "clerk"), ("province", "leader"), ("nation", "leader"))
    ]

    def held() -> list[int]:
        return [waiting.counts(by).held for by in people]

    assert held() == [1, 0, 0]
    reported(recheck, offices)
    assert held() == [0, 1, 0]
    [task] = waiting.rechecks(people[1], on=timezone.localdate())
    assert (task.recheck, task.mine, task.due_on) == (recheck, True, None)
    go(recheck, "return", people[1], comment="请补充")
    assert held() == [1, 0, 0]
    [task] = waiting.rechecks(people[0], on=timezone.localdate() + 2 * MONTH)
    assert (task.mine, task.overdue) == (True, True)


def test_who_writes_the_measures_does_not_report_them(
    recheck: Recheck, clerk: Officer, offices: Offices
) -> None:
    leader = offices.at("county", "leader")
    with pytest.raises(NotYours, match="填报员"):
        answered(recheck, leader)
    with pytest.raises(Refused, match="问题 1、2 还没有写明整改措施"):
        go(recheck, "report", leader)
    answered(recheck, clerk)
    Measure.objects.create(point=recheck.points.all()[0], text="代填", by=leader, at=timezone.now())
    with pytest.raises(NotYours, match="另一位负责人"):
        go(recheck, "report", leader)
    with pytest.raises(NotYours, match="您的岗位不能办理"):
        go(recheck, "report", clerk)
    go(recheck, "report", officer("other", clerk.division, Officer.Role.LEADER))
    with pytest.raises(Refused, match="省级核查"):
        answered(recheck, clerk)


def test_what_is_sent_twice_is_kept_once(recheck: Recheck, clerk: Officer, offices: Offices) -> None:
    file = shown(clerk)
    for text in ("已增配", "已增配", "又补"):
        for point in recheck.points.all():
            actions.measure(point=point, text=text, shown=[file.pk], by=clerk, at=timezone.now())
    assert Measure.objects.count() == 4
    go(recheck, "report", offices.at("county", "leader"))
    point, inspector = recheck.points.all()[0], offices.at("province", "inspector")
    for found in ("到位", "到位", "仍到位"):
        actions.check(point=point, done=True, found=found, by=inspector, at=timezone.now())
    assert Check.objects.count() == 2
    go(recheck, "return", offices.at("province", "leader"), comment="请补")
    actions.measure(point=point, text="又补", shown=[file.pk], by=clerk, at=timezone.now())
    assert Measure.objects.count() == 5


def test_a_file_that_shows_a_measure_is_the_countys_and_stays(
    recheck: Recheck, clerk: Officer, neighbours_clerk: Officer
) -> None:
    point = recheck.points.all()[0]
    mine, others = shown(clerk), shown(neighbours_clerk)
    with pytest.raises(Refused, match="佐证材料"):
        actions.measure(point=point, text="已增配", shown=[others.pk], by=clerk, at=timezone.now())
    made = actions.measure(point=point, text="已增配", shown=[mine.pk], by=clerk, at=timezone.now())
    assert [each.evidence for each in made.shown.all()] == [mine]
    with pytest.raises(NotDone, match="整改措施"):
        evidence.remove(evidence=mine, by=clerk, at=timezone.now())


def test_the_opinion_rests_on_a_look_at_every_problem(recheck: Recheck, offices: Offices) -> None:
    leader, inspector = offices.at("province", "leader"), offices.at("province", "inspector")
    reported(recheck, offices)
    first, second = recheck.points.all()
    for by in (offices.at("city", "inspector"), offices.at("nation", "inspector")):
        with pytest.raises(NotYours):
            actions.check(point=first, done=True, found="到位", by=by, at=timezone.now())
    actions.check(point=first, done=True, found="到位", by=inspector, at=timezone.now())
    with pytest.raises(Refused, match="问题 2 还没有核查记录"):
        go(recheck, "opine_not_done", leader)
    actions.check(point=second, done=False, found="只到了一半", by=inspector, at=timezone.now())
    with pytest.raises(Refused, match="问题 2 核查为未到位"):
        go(recheck, "opine_done", leader)
    go(recheck, "return", leader, comment="请补齐")
    with pytest.raises(Refused, match="问题 2 还没有写明"):
        go(recheck, "report", offices.at("county", "leader"))
    answered(recheck, offices.at("county", "clerk"), text="又补了一半")
    go(recheck, "report", offices.at("county", "leader"))
    with pytest.raises(Refused, match="问题 1、2 还没有核查记录"):
        go(recheck, "opine_done", leader)
    for point in (first, second):
        actions.check(point=point, done=True, found="到位", by=inspector, at=timezone.now())
    with pytest.raises(Refused, match="各个问题都核查为到位"):
        go(recheck, "opine_not_done", leader)
    go(recheck, "opine_done", leader)


def test_a_county_that_lets_its_time_pass_is_judged_without_an_answer(
    recheck: Recheck, offices: Offices
) -> None:
    leader, late = offices.at("province", "leader"), timezone.now() + 2 * MONTH
    with pytest.raises(Refused, match="还没有过"):
        go(recheck, "opine_overdue", leader)
    go(recheck, "extend", leader, at=timezone.now() + MONTH, comment="校舍在建")
    with pytest.raises(Refused, match="还没有过"):
        go(recheck, "opine_overdue", leader, at=timezone.now() + MONTH + timedelta(days=2))
    go(recheck, "opine_overdue", leader, at=late + timedelta(days=2))
    go(recheck, "withdraw", offices.at("nation", "leader"), at=late + timedelta(days=3))


def test_a_deadline_lies_ahead_and_is_its_beginners_to_change(recheck: Recheck, offices: Offices) -> None:
    province, nation = offices.at("province", "leader"), offices.at("nation", "leader")
    for name, by in (("extend_by_nation", nation), ("call_off_by_nation", nation)):
        with pytest.raises(Refused, match="由省级办理"):
            go(recheck, name, by)
    with pytest.raises(Refused, match="今天以后"):
        actions.advance(
            recheck=recheck,
            way=BY_NAME["extend"],
            version=1,
            comment="在建",
            due_on=timezone.localdate(),
            by=province,
            at=timezone.now(),
        )
    go(recheck, "call_off", province, comment="数据有误，已更正")
    recheck.refresh_from_db()
    assert recheck.at_step is Step.CALLED_OFF
    assert begun(recheck.assessment, nation).pk != recheck.pk


def test_a_stale_page_and_a_missing_reason_are_told(recheck: Recheck, offices: Offices) -> None:
    leader, at = offices.at("province", "leader"), timezone.now()

    def call_off(comment: str) -> None:
        way = BY_NAME["call_off"]
        actions.advance(recheck=recheck, way=way, version=1, comment=comment, due_on=None, by=leader, at=at)

    with pytest.raises(Refused, match="写明意见或理由"):
        call_off(" ")
    go(recheck, "extend", leader, comment="在建")
    with pytest.raises(Refused, match="请重新打开再看"):
        call_off("有误")
    assert AuditEvent.objects.filter(action="recheck.moved", refused=True).count() == 2


def test_who_comes_from_the_county_or_judged_at_another_level_stands_aside(
    recheck: Recheck, county: Division, offices: Offices
) -> None:
    reported(recheck, offices)
    inspector, nation = offices.at("province", "inspector"), offices.at("nation", "leader")
    entered = {"division": county, "reason": "亲属", "entered_by": nation, "entered_at": timezone.now()}
    Conflict.objects.create(user=inspector.user, **entered)
    with pytest.raises(NotYours, match="回避"):
        actions.check(point=recheck.points.all()[0], done=True, found="到位", by=inspector, at=timezone.now())
    opined_by = offices.at("province", "leader")
    go(recheck, "return", opined_by, comment="请补充")
    reported(recheck, offices)
    other = officer("other", opined_by.division, Officer.Role.INSPECTOR)
    for point in recheck.points.all():
        actions.check(point=point, done=False, found="未到位", by=other, at=timezone.now())
    go(recheck, "opine_not_done", opined_by)
    forge(Officer.objects.filter(pk=opined_by.pk), ended_on=timezone.localdate())
    post = {"division": nation.division, "role": Officer.Role.LEADER, "began_on": timezone.localdate()}
    with pytest.raises(NotYours, match="另一级"):
        go(recheck, "withdraw", Officer.objects.create(user=opined_by.user, **post))


def test_once_decided_nothing_is_changed_or_added(recheck: Recheck, clerk: Officer, offices: Offices) -> None:
    opined(recheck, offices, done=False)
    go(recheck, "withdraw", offices.at("nation", "leader"))
    point, by = recheck.points.all()[0], {"by": clerk, "at": timezone.now()}
    deeds = (
        lambda: Recheck.objects.filter(pk=recheck.pk).update(step="kept"),
        lambda: RecheckChange.objects.filter(recheck=recheck).update(comment="改"),
        lambda: RecheckChange.objects.create(
            recheck=recheck, version=9, way="keep", target="kept", year=2024, **by
        ),
        lambda: Point.objects.create(recheck=recheck, number=9, what="又一个"),
        lambda: Measure.objects.create(point=point, text="补记", **by),
        lambda: Check.objects.create(point=point, done=True, found="补记", **by),
        lambda: Measure.objects.all().delete(),
    )
    for deed in deeds:
        with pytest.raises(DatabaseError, match=REASON), transaction.atomic():
            deed()
    assert [fault for part in verification.examine(["复查"]) for fault in part.faults] == []
