"""Marking, replying to doubts, being through with a review: each in one transaction with its trail."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from assessments import holding, independence, trail, workflow
from assessments.actions.refusals import NotYours, Refused
from assessments.inbox import telling
from assessments.models import Assessment, Round
from assessments.review import standing, subjects
from assessments.review.models import Mark, Milestone, Reply, below
from assessments.review.standing import REVIEWED_AT
from counties.levels import Level
from counties.models import Officer

LONGEST_REMARK = 1000
REPLIERS = (Officer.Role.CLERK, Officer.Role.INSPECTOR, Officer.Role.LEADER)
Told = Mapping[str, object]
T = TypeVar("T")


def mark(
    *,
    assessment: Assessment,
    item: str,
    place: tuple[str, str] = ("", ""),
    kind: str,
    remark: str,
    by: Officer,
    at: datetime,
) -> Mark:
    """Mark *item*, or one *place* in it (school's code, field); the same mark again is the one that is there.

    Raise ``Refused``; what a reviewer marked before stays as it was, and no longer holds.
    """
    told = {"item": item, "school": place[0], "field": place[1], "mark": kind, "remark": remark.strip()}

    def write() -> Mark:
        present, level = _under_review(assessment, by, at)
        _check_mark(present, item, place, kind, remark.strip())
        fixed = {"round": present, "level": level, "item": item, "school": place[0], "field": place[1]}
        known = Mark.objects.filter(**fixed, by__user=by.user).last()
        if known is not None and (known.kind, known.remark) == (kind, remark.strip()):
            return known
        made = Mark.objects.create(**fixed, kind=kind, remark=remark.strip(), by=by, at=at)
        trail.note(
            assessment,
            "review.marked",
            by=by,
            at=at,
            detail={**told, "level": level, "round": present.number},
            wrote=[made],
        )
        telling.asked(made, at=at)
        return made

    return _audited(write, assessment, "review.marked", by, at, told)


def finish(*, assessment: Assessment, by: Officer, at: datetime) -> Milestone:
    """Say that *by* is through with his marks (本人核完)."""

    def write() -> Milestone:
        present, level = _under_review(assessment, by, at)
        if not Mark.objects.filter(round=present, level=level, by__user=by.user).exists():
            raise Refused("您在本轮还没有核过一项，不用办理本人核完。")
        return _milestone(present, level, Milestone.Kind.FINISHED, by, at)

    return _audited(write, assessment, "review.finished", by, at, {})


def open_comparison(*, assessment: Assessment, by: Officer, at: datetime) -> Milestone:
    """Let the office see all marks (打开比对) although somebody is not through: the leader's to do."""

    def write() -> Milestone:
        present, level = _under_review(assessment, by, at)
        if by.role != Officer.Role.LEADER:
            raise NotYours("提前打开比对由负责人办理。")
        return _milestone(present, level, Milestone.Kind.OPENED, by, at)

    return _audited(write, assessment, "review.opened", by, at, {})


def reply(*, mark: Mark, text: str, by: Officer, at: datetime) -> Reply:
    """Answer a doubt from below; what was submitted stays as it was."""
    assessment = mark.round.assessment
    told: dict[str, object] = {"mark": mark.pk, "item": mark.item, "text": text.strip()}

    def write() -> Reply:
        row = holding.locked(assessment, by)
        if by.level not in below(mark.by.level) or by.role not in REPLIERS:
            raise NotYours("存疑由提出的一级以下的填报员、督学或负责人答复。")
        if mark.round.number != row.round or row.at_step not in REVIEWED_AT:
            raise Refused(f"这项评估现在是“{row.at_step.label}”，这处存疑不用再答复。")
        held = {each.pk for each in standing.of(mark.round, Level(mark.level)).doubts}
        if mark.level != standing.level_of(row.at_step) or mark.pk not in held:
            raise Refused("提出的人已经改定这处存疑，不用再答复。")
        if not text.strip():
            raise Refused("请写明答复。")
        _not_too_long(text)
        made = Reply.objects.create(mark=mark, text=text.strip(), by=by, at=at)
        trail.note(assessment, "review.replied", by=by, at=at, detail=told, wrote=[made])
        return made

    return _audited(write, assessment, "review.replied", by, at, told)


def _audited(
    write: Callable[[], T], assessment: Assessment, action: str, by: Officer, at: datetime, told: Told
) -> T:
    with trail.audited(assessment, action, by=by, at=at, told=told):
        return write()


def _under_review(assessment: Assessment, by: Officer, at: datetime) -> tuple[Round, Level]:
    """Lock the assessment, which the reviewer's own office must have under review."""
    row = holding.locked(assessment, by)
    if by.role not in workflow.REVIEWERS or by.level is Level.COUNTY:
        raise NotYours("由办理这项评估的上级的督学或负责人核查。")
    if row.at_step not in REVIEWED_AT or by.level != row.held_by:
        raise Refused(f"这项评估现在是“{row.at_step.label}”，不在您这一级核查，请重新打开再看。")
    way = workflow.ways_from(row.at_step)[0]
    if why := independence.objection(row, way, by, on=timezone.localdate(at)):
        raise NotYours(why)
    return Round.objects.get(assessment=row, number=row.round), standing.level_of(row.at_step)


def _check_mark(present: Round, item: str, place: tuple[str, str], kind: str, remark: str) -> None:
    snap = subjects.of_round(present)
    if snap is None or item not in {each.code for each in subjects.of(snap.standard)}:
        raise Refused("本轮报送的标准里没有这一项。")
    if subjects.place(snap, *place) is None:
        raise Refused("本轮报送的内容里没有这所学校或这一格。")
    if kind not in Mark.Kind.values:
        raise Refused("请选择属实、存疑或不属实。")
    if kind != Mark.Kind.TRUE and not remark:
        raise Refused(f"标为“{Mark.Kind(kind).label}”请写明意见：哪里不对，要县里说明什么。")
    _not_too_long(remark)


def _not_too_long(text: str) -> None:
    if len(text) > LONGEST_REMARK:
        raise Refused(f"最多写 {LONGEST_REMARK} 字，现在有 {len(text)} 字，请缩短。")


def _milestone(present: Round, level: Level, kind: Milestone.Kind, by: Officer, at: datetime) -> Milestone:
    fixed = {"round": present, "level": level, "kind": kind, "by": by}
    known = Milestone.objects.filter(**fixed).first()
    if known is not None:
        return known
    made = Milestone.objects.create(**fixed, at=at)
    detail = {"round": present.number, "level": level}
    trail.note(present.assessment, f"review.{kind}", by=by, at=at, detail=detail, wrote=[made])
    return made
