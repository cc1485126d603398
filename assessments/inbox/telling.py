"""Telling offices that something passes to them, comes back or is asked of them: a row in the transaction
that brought it about, and where mail is configured, a job that sends one after the commit."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from assessments import workflow
from assessments.inbox.models import Message
from assessments.models import StatusChange
from assessments.recheck import table
from assessments.recheck.models import RecheckChange
from assessments.review.models import Mark, below
from counties.levels import Level
from counties.models import Division, Officer
from operations import jobs, kinds

Kind = Message.Kind


def moved(change: StatusChange, *, at: datetime) -> None:
    """Tell of a move whoever has to do something now, or must know that it came to an end."""
    row = change.assessment
    _tell(
        [
            Message(assessment=row, level=level, kind=kind, change=change, at=at)
            for level, kind in _addressed(change, row.county)
        ]
    )


def asked(mark: Mark, *, at: datetime) -> None:
    """Tell the offices below of a doubt (存疑): each of them may answer it."""
    if mark.kind == Mark.Kind.DOUBTFUL:
        row = mark.round.assessment
        levels = existing(below(mark.by.level), row.county)
        _tell([Message(assessment=row, level=level, kind=Kind.ASKED, mark=mark, at=at) for level in levels])


def rechecked(change: RecheckChange, *, at: datetime) -> None:
    """Tell of a move of a review whoever has to do something now, or must know of it."""
    row = change.recheck.assessment
    levels = change.taken.tells if change.taken else table.TOLD_OF_BEGINNING
    _tell(
        [
            Message(assessment=row, level=level, kind=Kind.RECHECK, recheck_change=change, at=at)
            for level in existing(levels, row.county)
            if level is not change.by.level
        ]
    )


def existing(levels: Iterable[Level], county: Division) -> tuple[Level, ...]:
    """Leave out the city of a county that has none."""
    return tuple(level for level in levels if level is not Level.CITY or county.has_city)


def _addressed(change: StatusChange, county: Division) -> list[tuple[Level, Message.Kind]]:
    way = change.way
    assert way is not None, change.transition
    here = workflow.acting_level(way, has_city=county.has_city)
    before, after = (workflow.holder(step, has_city=county.has_city) for step in (way.source, way.target))
    if way.target.is_closed or (way.new_round and here is not Level.COUNTY):
        kind = Kind.DECIDED if way.target.is_closed else Kind.RETURNED
        return [(level, kind) for level in existing(below(here), county)]
    if before is after:
        return []
    return [(before, Kind.WITHDRAWN)] if way.new_round else [(after, Kind.PASSED)]


def _tell(messages: list[Message]) -> None:
    for message in messages:
        message.save(force_insert=True)
        if settings.EMAIL_HOST:
            _mail_later(message)


def _mail_later(message: Message) -> None:
    """One mail a move, and of doubts one a day: a reviewer may have forty."""
    row = message.assessment
    subject: dict[str, object] = {"level": message.level, "message": message.pk}
    if message.mark_id:
        day = timezone.localdate(message.at).isoformat()
        subject = {"level": message.level, "assessment": row.pk, "doubts_of": day}
    jobs.enqueue(
        kind=kinds.MAIL,
        subject=subject | {"office": office_code(row.county, Level(message.level)), "told": message.kind},
        scope=row.county.code,
        actor="",
        at=message.at,
    )


def office_code(county: Division, level: Level) -> str:
    """Return the code of the division whose office of *level* answers for the county."""
    digits = {Level.NATION: 0, Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6}[level]
    return county.code[:digits].ljust(6, "0")


def recipients(office: str) -> list[str]:
    """Return the addresses of those who work on assessments in the office, as far as they gave one."""
    working = (Officer.Role.CLERK, Officer.Role.LEADER, Officer.Role.INSPECTOR)
    serving = Officer.objects.serving().filter(division__code=office, role__in=working, user__is_active=True)
    found = serving.exclude(user__email="").order_by("pk").values_list("user__email", flat=True)
    return list(dict.fromkeys(found))
