"""The trail of what was done and refused: appended in the caller's transaction, and verified.

Each event carries the hash of the one before, so that none can be changed, taken out or put in
between without the next one showing it. What a chain alone cannot show: events cut off at its
end, and a whole chain written anew by somebody who knows how. Anchors outside the database will.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from operations.canonical import compact, plain, text
from operations.models import AuditEvent

FORMAT = b"county-audit-v1\0"
NOTHING_BEFORE = ""
LOCKS = 0x61756474  # "audt": advisory locks of this module are told from others by it


@dataclass(frozen=True)
class Fault:
    """The first event of a stream that is not as it was written."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} 第 {self.seq} 条：{self.what}"


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
) -> AuditEvent:
    """Write the next event of *stream*, in the caller's transaction: no deed without its event.

    Whoever appends to a stream has it to himself until his transaction ends. Numbers in *detail*
    are kept as decimal texts; a float raises ``TypeError``.
    """
    _serialise(stream)
    last = AuditEvent.objects.filter(stream=stream).order_by("-seq").first()
    event = AuditEvent(
        stream=stream,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor=text(actor),
        action=action,
        object=text(object),
        detail=plain(detail or {}),
        refused=refused,
        previous=last.hash if last else NOTHING_BEFORE,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: AuditEvent) -> str:
    """Return SHA-256 over the format, the hash of the event before, and the event's own body.

    The body is taken as it stands in the row, so that 1 for "1" is a change like any other.
    """
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
    return hashlib.sha256(FORMAT + event.previous.encode() + compact(body)).hexdigest()


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
    if event.hash != hash_of(event):
        yield "内容与摘要不符，记录被改动"


def _serialise(stream: str) -> None:
    """Make others who append to *stream* wait. SQLite has one writer at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, stream])
