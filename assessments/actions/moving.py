"""Starting an assessment, and the one action that moves it."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from assessments import holding, independence, notices, preconditions, signals, snapshots, trail, workflow
from assessments.actions import asking
from assessments.actions.refusals import NotYours, Refused
from assessments.inbox import telling
from assessments.models import Assessment, PublicNotice, Round, Snapshot, StatusChange
from assessments.workflow import Step, Transition
from counties.levels import Level
from counties.models import Division, Officer
from operations import audit

COUNTY_STAFF = {Officer.Role.CLERK, Officer.Role.LEADER}


@transaction.atomic
def start(*, county: Division, year: int, standard: str, by: Officer, at: datetime) -> Assessment:
    """Open the county's assessment of the year by *standard*; one that is open already is given back."""
    if by.division.code != county.code or by.role not in COUNTY_STAFF:
        raise NotYours("只有本县的填报员或负责人可以开始评估。")
    county = Division.objects.select_for_update().get(pk=county.pk)
    known = Assessment.objects.open().filter(county=county, year=year, standard=standard).first()
    if known is not None:
        return known
    assessment = Assessment.objects.create(
        county=county, year=year, standard=standard, opened_by=by.user, opened_at=at, moved_at=at
    )
    first = Round.objects.create(assessment=assessment, number=1, opened_by=by.user, opened_at=at)
    detail: dict[str, object] = {"year": year, "standard": standard}
    trail.note(assessment, "assessment.started", by=by, at=at, detail=detail, wrote=[assessment, first])
    return assessment


def advance(
    *, assessment: Assessment, transition: Transition, version: int, comment: str, by: Officer, at: datetime
) -> StatusChange:
    """Take *transition*, or raise ``Refused`` and change nothing; a refusal is noted in the trail.

    *version* is the assessment's as the officer saw it: whoever comes second is told so.
    """
    told = {"transition": transition.name, "version": version}
    with trail.audited(assessment, "assessment.moved", by=by, at=at, told=told):
        return _advance(assessment, transition, version, comment.strip(), by, at)


def _advance(
    assessment: Assessment, way: Transition, version: int, comment: str, by: Officer, at: datetime
) -> StatusChange:
    row = holding.locked(assessment, by)
    _check(row, way, version, comment, by)
    on = timezone.localdate(at)
    if why := independence.objection(row, way, by, on=on):
        raise NotYours(why)
    if missing := preconditions.missing(row, way, at=at):
        raise Refused("还不能办理：" + "".join(each.what for each in missing), missing)
    present = Round.objects.get(assessment=row, number=row.round)
    snapshot = _frozen(row, present, at) if way.freezes else _snapshot_of(present)
    change = StatusChange(
        assessment=row,
        round=present,
        version=version + 1,
        transition=way.name,
        source=way.source,
        target=way.target,
        by=by,
        at=at,
        comment=comment,
        snapshot=snapshot,
        by_proxy=_is_proxy(row, way),
        decision_of=way.level if way.decides else "",
        digest=snapshots.essence(snapshots.freeze(row, at=at)) if way.name == "sign" else "",
    )
    _move(row, way, version, at)
    change.save(force_insert=True)
    _note_change(change, [change, *_written_with(change, present, way)], at)
    telling.moved(change, at=at)
    row.refresh_from_db()
    signals.status_changed.send(sender=StatusChange, change=change, at=at)
    return change


def _written_with(change: StatusChange, present: Round, way: Transition) -> Iterator[Model]:
    """Write what a move brings with it: its snapshot is there already, a new round, a notice."""
    if way.freezes and change.snapshot:
        yield change.snapshot
    if way.new_round:
        later = {"number": present.number + 1, "reason": change.comment or way.label}
        yield Round.objects.create(
            assessment=change.assessment, opened_by=change.by.user, opened_at=change.at, **later
        )
    if way.target in notices.WORKING_DAYS:
        yield _give_notice(present, way.target, change.by, change.at)


def _check(row: Assessment, way: Transition, version: int, comment: str, by: Officer) -> None:
    asking.must_be_his(way, workflow.acting_level(way, has_city=row.county.has_city), by)
    if row.version != version or row.at_step is not way.source:
        raise Refused(f"这项评估现在是“{row.at_step.label}”，您打开页面以后已有人办理，请重新打开再看。")
    asking.must_say_why(way, comment)


def _move(row: Assessment, way: Transition, version: int, at: datetime) -> None:
    """Write the new place only over the old one: exactly one row, or nothing at all."""
    moved = Assessment.objects.filter(pk=row.pk, step=way.source, version=version).update(
        step=way.target,
        version=version + 1,
        round=row.round + 1 if way.new_round else row.round,
        held_by=workflow.holder(way.target, has_city=row.county.has_city),
        moved_at=at,
    )
    if moved != 1:
        raise Refused("刚才已有人办理了这项评估，请重新打开再看。")


def _is_proxy(row: Assessment, way: Transition) -> bool:
    """Does the province act for a city that is not there?"""
    return way.level is Level.CITY and not row.county.has_city


def _frozen(row: Assessment, present: Round, at: datetime) -> Snapshot:
    content = snapshots.freeze(row, at=at)
    return Snapshot.objects.create(
        round=present,
        sha256=hashlib.sha256(content).hexdigest(),
        content=zlib.compress(content, 6),
        made_at=at,
    )


def _snapshot_of(present: Round) -> Snapshot | None:
    return Snapshot.objects.filter(round=present).defer("content").first()


def _give_notice(present: Round, step: Step, by: Officer, at: datetime) -> PublicNotice:
    began = timezone.localdate(at)
    ends = notices.ends_on(began, notices.WORKING_DAYS[step])
    return PublicNotice.objects.create(round=present, step=step, began_on=began, ends_on=ends, by=by, at=at)


def _note_change(change: StatusChange, wrote: Iterable[Model], at: datetime) -> None:
    detail = {
        "transition": change.transition,
        "source": change.source,
        "target": change.target,
        "round": change.round.number,
        "version": change.version,
        "comment": change.comment,
        "by_proxy": change.by_proxy,
        "snapshot": change.snapshot.sha256 if change.snapshot else None,
    }
    trail.note(change.assessment, "assessment.moved", by=change.by, at=at, detail=detail, wrote=wrote)
    if change.way and change.way.passes_on:
        sha256 = change.snapshot.sha256 if change.snapshot else ""
        audit.anchor(stream=change.assessment.county.code, snapshot=sha256, at=at)
