"""Marks, remarks and replies: who may set them, what they must say, who sees them when, what is kept."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.actions import NotYours, Refused
from assessments.models import Assessment
from assessments.review import actions, record, standing
from assessments.review.models import Mark, Milestone, Reply
from assessments.workflow import Step
from counties.models import Officer
from operations import append_only, audit
from operations.models import AuditEvent
from tests.assessments.offices import Offices, filled_in, go, submitted
from tests.assessments.reviewers import finish, mark, reply, round_of
from tests.factories import officer
from tests.ledgers.rows import county_rows

pytestmark = pytest.mark.django_db


def seen(by: Officer) -> set[int]:
    return set(Mark.objects.visible_to(by).values_list("pk", flat=True))


def test_a_mark_is_kept_with_its_trail_and_the_last_of_a_reviewer_holds(
    taken_in: Assessment, reviewer: Officer
) -> None:
    mark(taken_in, reviewer)
    mark(taken_in, reviewer, kind="true")
    again = mark(taken_in, reviewer, kind="true")
    assert Mark.objects.count() == 2
    [told] = record.of(round_of(taken_in))
    assert (told.key, told.mark, told.remark, told.level) == (again.pk, "true", "", "city")
    assert AuditEvent.objects.filter(action="review.marked", refused=False).count() == 2
    assert audit.verify() == []


def test_a_mark_is_pinned_to_a_school_or_a_cell_of_the_snapshot(
    taken_in: Assessment, reviewer: Officer
) -> None:
    code, name = (str(county_rows()[0][field]) for field in ("code", "name"))
    mark(taken_in, reviewer, "sports_area", place=(code, ""))
    mark(taken_in, reviewer, "sports_area", place=(code, "sports_ground_area"))
    mark(taken_in, reviewer, "guarantee-08", place=("", "teacher_pay"))
    school, cell, figure = record.of(round_of(taken_in))
    assert (school.school, cell.school, figure.school) == (name, name, "")
    assert "第 " in school.cell
    assert cell.cell.startswith(school.cell)
    assert cell.cell != school.cell
    assert "工资" in figure.cell
    for place in (("9999999999", ""), (code, "no_such_column"), ("", "sports_ground_area")):
        with pytest.raises(Refused, match="没有这所学校或这一格"):
            mark(taken_in, reviewer, "sports_area", place=place)


@pytest.mark.parametrize("kind", ["doubtful", "false"])
def test_a_doubtful_or_false_mark_says_why(kind: str, taken_in: Assessment, reviewer: Officer) -> None:
    with pytest.raises(Refused, match="请写明意见"):
        mark(taken_in, reviewer, kind=kind, remark="  ")
    refused = AuditEvent.objects.get(action="review.marked", refused=True)
    assert "请写明意见" in refused.reason
    silent = Mark(round=round_of(taken_in), level="city", item="x", kind=kind, by=reviewer, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        silent.save()
    mark(taken_in, reviewer, kind="true")


def test_what_cannot_be_marked_is_refused_with_a_sentence(taken_in: Assessment, reviewer: Officer) -> None:
    for item, kind, why in (("nothing", "true", "没有这一项"), ("guarantee-08", "maybe", "请选择")):
        with pytest.raises(Refused, match=why):
            mark(taken_in, reviewer, item, kind)
    with pytest.raises(Refused, match="请缩短"):
        mark(taken_in, reviewer, remark="长" * 1001)
    assert not Mark.objects.exists()


def test_only_reviewers_of_the_office_that_holds_it_mark(
    taken_in: Assessment, clerk: Officer, offices: Offices, reviewer: Officer
) -> None:
    for by in (clerk, offices.at("county", "leader"), offices.at("city", "clerk")):
        with pytest.raises(NotYours):
            mark(taken_in, by)
    with pytest.raises(Refused, match="市级复核"):
        mark(taken_in, offices.at("province", "inspector"))
    Officer.objects.create(user=reviewer.user, division=clerk.division, role="clerk", began_on="2025-01-01",
                           ended_on=timezone.localdate())  # fmt: skip
    with pytest.raises(NotYours, match="回避"):
        mark(taken_in, reviewer)
    assert not Mark.objects.exists()


def test_before_it_is_taken_in_nothing_is_marked(clerk: Officer, offices: Offices) -> None:
    filled_in(clerk)
    waiting = submitted(clerk, offices.at("county", "leader"))
    with pytest.raises(Refused, match="待市级受理"):
        mark(waiting, offices.at("city", "inspector"))


def test_a_doubt_is_answered_from_below_and_changes_no_figure(
    taken_in: Assessment, reviewer: Officer, clerk: Officer, neighbours_clerk: Officer, offices: Offices
) -> None:
    doubt = mark(taken_in, reviewer)
    frozen = round_of(taken_in).snapshot.sha256
    for by in (reviewer, neighbours_clerk, offices.at("province", "inspector")):
        with pytest.raises(NotYours):
            reply(doubt, by)
    with pytest.raises(Refused, match="请写明答复"):
        reply(doubt, clerk, " ")
    reply(doubt, clerk)
    [told] = record.of(round_of(taken_in))
    assert (told.answer, told.waits) == ("已核对，名册附后", False)
    assert "clerk" in told.answered_by
    assert told.answered_at is not None
    assert round_of(taken_in).snapshot.sha256 == frozen
    assert Reply.objects.visible_to(neighbours_clerk).count() == 0


def test_a_doubt_that_was_settled_is_not_answered_and_a_new_one_asks_again(
    taken_in: Assessment, reviewer: Officer, clerk: Officer
) -> None:
    doubt = mark(taken_in, reviewer)
    mark(taken_in, reviewer, kind="true")
    with pytest.raises(Refused, match="已经改定"):
        reply(doubt, clerk)
    asked = mark(taken_in, reviewer, remark="名册缺 3 月")
    reply(asked, clerk)
    mark(taken_in, reviewer, remark="名册缺 4 月")
    found = standing.of(round_of(taken_in), standing.level_of(Step.CITY_REVIEW))
    assert (len(found.doubts), len(found.unanswered)) == (1, 1)


def test_the_county_sees_doubts_at_once_and_the_rest_when_the_office_has_decided(
    taken_in: Assessment, reviewer: Officer, clerk: Officer, neighbours_clerk: Officer, offices: Offices
) -> None:
    doubt, fine = mark(taken_in, reviewer), mark(taken_in, reviewer, "quality-01", "true")
    assert seen(clerk) == {doubt.pk}
    assert seen(offices.at("province", "inspector")) == {doubt.pk, fine.pk}
    go(taken_in, "reopen_city_review", offices.at("city", "leader"), comment="重新填报")
    assert seen(clerk) == {doubt.pk, fine.pk}
    assert seen(neighbours_clerk) == set()


def test_two_reviewers_see_each_other_only_when_both_are_through(
    taken_in: Assessment, reviewer: Officer, second: Officer, offices: Offices
) -> None:
    leader = offices.at("city", "leader")
    mine, his = mark(taken_in, reviewer), mark(taken_in, second, kind="true")
    assert (seen(reviewer), seen(second), seen(leader)) == ({mine.pk}, {his.pk}, set())
    finish(taken_in, reviewer)
    assert seen(reviewer) == {mine.pk}
    finish(taken_in, second)
    assert seen(reviewer) == seen(second) == seen(leader) == {mine.pk, his.pk}
    newcomer = officer("third", reviewer.division, Officer.Role.INSPECTOR)
    assert seen(newcomer) == set()


def test_the_leader_opens_the_comparison_and_nobody_else(
    taken_in: Assessment, reviewer: Officer, second: Officer, offices: Offices
) -> None:
    mine, his = mark(taken_in, reviewer), mark(taken_in, second, kind="true")
    with pytest.raises(NotYours, match="负责人"):
        actions.open_comparison(assessment=taken_in, by=reviewer, at=timezone.now())
    with pytest.raises(Refused, match="没有核过"):
        finish(taken_in, offices.at("city", "leader"))
    actions.open_comparison(assessment=taken_in, by=offices.at("city", "leader"), at=timezone.now())
    assert seen(reviewer) == seen(second) == {mine.pk, his.pk}


@pytest.mark.parametrize("model", [Mark, Milestone, Reply])
def test_what_was_marked_and_said_is_only_added_to(
    model: type[Mark], taken_in: Assessment, reviewer: Officer, clerk: Officer
) -> None:
    reply(mark(taken_in, reviewer), clerk)
    finish(taken_in, reviewer)
    assert append_only.is_guarded(connection, model._meta.db_table)
    row = model.objects.get()
    for change in (row.save, row.delete):
        with pytest.raises(Exception, match=r"不能再修改或删除|protected foreign keys"), transaction.atomic():
            change()
