"""The one action that moves a review, in one transaction with its event and its messages."""

from datetime import date, datetime

from django.utils import timezone

from assessments import independence, trail
from assessments.actions import asking
from assessments.actions.refusals import NotYours, Refused
from assessments.inbox import telling
from assessments.recheck import holding, preconditions, standing
from assessments.recheck.models import Measure, Recheck, RecheckChange
from assessments.recheck.preconditions import Known
from assessments.recheck.table import RecheckWay
from counties.levels import Level
from counties.models import Officer
from operations import audit


def advance(
    *,
    recheck: Recheck,
    way: RecheckWay,
    version: int,
    comment: str,
    due_on: date | None,
    by: Officer,
    at: datetime,
) -> RecheckChange:
    """Take *way*, or raise ``Refused`` and change nothing; a refusal is noted in the trail.

    *version* is the review's as the officer saw it: whoever comes second is told so.
    """
    told: dict[str, object] = {"recheck": recheck.pk, "way": way.name, "version": version}
    with trail.audited(recheck.assessment, "recheck.moved", by=by, at=at, told=told):
        row, on = holding.locked(recheck, by), timezone.localdate(at)
        _check(row, way, version, comment.strip(), due_on, by, on)
        year, calculation = holding.figures(row.assessment, on)
        change = RecheckChange(
            recheck=row,
            version=version + 1,
            way=way.name,
            source=way.source,
            target=way.target,
            comment=comment.strip(),
            due_on=due_on if way.sets_deadline else None,
            year=max(year, row.year),
            calculation_id=calculation,
            by=by,
            at=at,
        )
        change.save(force_insert=True)  # before the step, which may close it to every row
        _move(row, way, version, at)
        _note(change)
        telling.rechecked(change, at=at)
    return change


def _check(
    row: Recheck, way: RecheckWay, version: int, comment: str, due_on: date | None, by: Officer, on: date
) -> None:
    asking.must_be_his(way, way.level, by)
    if row.version != version or row.at_step is not way.source:
        raise Refused(f"这次复查现在是“{row.at_step.label}”，您打开页面以后已有人办理，请重新打开再看。")
    if not preconditions.is_open_to(way, row):
        began = row.opened_by.level.label
        raise Refused(f"这次复查是{began}发起的，“{way.label}”由{began}办理。")
    asking.must_say_why(way, comment)
    if way.sets_deadline and (due_on is None or due_on <= on):
        raise Refused("整改期限请填今天以后的日期。")
    if why := _objection(row, by, on):
        raise NotYours(why)
    changes = list(row.changes.all())
    known = Known(recheck=row, points=standing.answered(row), reported=standing.reported_at(changes), on=on)
    if missing := preconditions.missing(known, way):
        raise Refused("还不能办理：" + "".join(missing))


def _objection(row: Recheck, by: Officer, on: date) -> str:
    """回避: who wrote the measures does not report them, and who judges does not come from the county."""
    if by.level is not Level.COUNTY:
        return independence.is_not_apart(row.assessment, by, on=on)
    wrote = Measure.objects.filter(point__recheck=row, by__user=by.user).exists()
    return "您填写过这次复查的整改措施，不能再由您报送；请本县另一位负责人报送。" if wrote else ""


def _move(row: Recheck, way: RecheckWay, version: int, at: datetime) -> None:
    """Write the new place only over the old one: exactly one row, or nothing at all."""
    moved = Recheck.objects.filter(pk=row.pk, step=way.source, version=version).update(
        step=way.target, version=version + 1, held_by=way.target.place.holder, moved_at=at
    )
    if moved != 1:
        raise Refused("刚才已有人办理了这次复查，请重新打开再看。")


def _note(change: RecheckChange) -> None:
    told = {
        "recheck": change.recheck_id,
        "way": change.way,
        "source": change.source,
        "target": change.target,
        "version": change.version,
        "comment": change.comment,
        "due_on": change.due_on,
        "year": change.year,
    }
    row = change.recheck
    trail.note(row.assessment, "recheck.moved", by=change.by, at=change.at, detail=told, wrote=[change])
    if change.taken and change.taken.decides:
        audit.anchor(stream=row.county.code, snapshot="", at=change.at)
