"""The trail of what was done and refused: appended in the caller's transaction, and verified.

Each event carries the hash of the one before, so that none can be changed, taken out or put in
between without the next one showing it. What a chain alone cannot show, events cut off at its end
and a whole chain written anew by somebody who knows how, ``operations.anchors`` does.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from operations import anchors, heads, origin, rows
from operations.anchors import anchor
from operations.canonical import compact, plain, text
from operations.models import AuditEvent

__all__ = ["Fault", "More", "anchor", "append", "hash_of", "is_its_own", "verify"]

FORMAT = 2
MARKS = {1: b"county-audit-v1\0", 2: b"county-audit-v2\0"}
ALGORITHMS = {"sha256", "sm3"}
NOTHING_BEFORE = ""
LOCKS = 0x61756474  # "audt": advisory locks of this module are told from others by it
SINCE_2 = ("office", "role", "reason", "request", "ip", "before", "after", "snapshot")


@dataclass(frozen=True)
class Fault:
    """The first event of a stream that is not as it was written."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} 第 {self.seq} 条：{self.what}"


class More(TypedDict, total=False):
    """What an event may say beside what every event says.

    *office* and *role* of who acted are taken from the request where they are not given; *before*,
    *after* and *snapshot* are digests; *reason* is why, in words. Of the rows that the deed *wrote*, and that
    stay as they are, the digests are noted with it.
    """

    office: str
    role: str
    reason: str
    before: str
    after: str
    snapshot: str
    wrote: Iterable[Model]


@transaction.atomic
def append(
    *,
    stream: str,
    action: str,
    object: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    refused: bool = False,
    **more: Unpack[More],
) -> AuditEvent:
    """Write the next event of *stream*, in the caller's transaction: no deed without its event.

    Whoever appends to a stream has it to himself until his transaction ends. Numbers in *detail*
    are kept as decimal texts; a float raises ``TypeError``.
    """
    said = dict(detail or {}) | ({rows.KEY: noted} if (noted := rows.noted(more.pop("wrote", ()))) else {})
    _serialise(stream)
    last = AuditEvent.objects.filter(stream=stream).order_by("-seq").first()
    event = AuditEvent(
        stream=stream,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor=text(actor)[:150],
        action=action,
        object=text(object),
        detail=plain(said),
        refused=refused,
        format=FORMAT,
        algorithm=settings.AUDIT_HASH,
        previous=last.hash if last else NOTHING_BEFORE,
    )
    _say_whence(event, more)
    event.hash = hash_of(event)
    event.save(force_insert=True)
    # Robust: what is committed stays done; a folder that takes no lines is told by manage.py health.
    transaction.on_commit(lambda: heads.add([anchors.head(event)], at=event.at), robust=True)
    return event


def _say_whence(event: AuditEvent, more: More) -> None:
    source = origin.current()
    event.request, event.ip = source.request, text(source.ip)
    if event.actor == source.actor:
        event.office, event.role = source.office, source.role
    for name, value in more.items():
        setattr(event, name, text(str(value)))
    event.office = event.office[:100]
    source.refusal_noted = source.refusal_noted or event.refused


def hash_of(event: AuditEvent) -> str:
    """Return the hash over the format, the hash of the event before, and the event's own body.

    The body is taken as it stands in the row, so that 1 for "1" is a change like any other. Raise
    ``ValueError`` for a format or an algorithm that no event was ever written in.
    """
    if event.format not in MARKS or event.algorithm not in ALGORITHMS:
        raise ValueError(f"format {event.format}, {event.algorithm}")
    body = {
        "stream": event.stream,
        "seq": str(event.seq),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "action": event.action,
        "object": event.object,
        "detail": event.detail,
        "refused": event.refused,
    }
    if event.format >= 2:
        body |= {name: getattr(event, name) for name in SINCE_2} | {"algorithm": event.algorithm}
    mark = MARKS[event.format]
    return hashlib.new(event.algorithm, mark + event.previous.encode() + compact(body)).hexdigest()


def verify(stream: str | None = None) -> list[Fault]:
    """Return the first fault of each stream, or of *stream* alone; of an honest trail, none."""
    events = AuditEvent.objects.order_by("stream", "seq", "pk")
    if stream is not None:
        events = events.filter(stream=stream)
    faults: dict[str, Fault] = {}
    before: AuditEvent | None = None
    for event in events.iterator(chunk_size=2000):
        if before is not None and before.stream != event.stream:
            before = None
        for what in _wrong_with(event, before):
            faults.setdefault(event.stream, Fault(event.stream, event.seq, what))
        before = event
    return list(faults.values())


def _wrong_with(event: AuditEvent, before: AuditEvent | None) -> Iterator[str]:
    due = before.seq + 1 if before else 1
    if event.seq != due:
        yield f"编号不连续，应为第 {due} 条，中间的记录缺失或重复"
    if event.previous != (before.hash if before else NOTHING_BEFORE):
        yield "与上一条衔接不上，上一条或本条被改动"
    if event.format == 1 and (event.algorithm != "sha256" or any(getattr(event, each) for each in SINCE_2)):
        yield "写入了这条记录原本没有的内容"
    if before and event.format < before.format:
        yield "记录格式比上一条旧，本条被改动"
    if not is_its_own(event):
        yield "内容与摘要不符，记录被改动"


def is_its_own(event: AuditEvent) -> bool:
    """Is what the event says what its hash is over?"""
    try:
        return event.hash == hash_of(event)
    except ValueError:
        return False


def _serialise(stream: str) -> None:
    """Make others who append to *stream* wait. SQLite has one writer at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, stream])
