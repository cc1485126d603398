"""Anchors: what ties the trail to something outside the database.

A chain proves that its events belong together, not that they are those that were written: who can
write to the database can cut off its end, or write it anew. Not so past an anchor, which is signed
with a key that the database does not have, is chained to the anchor before, and stands in the file
of heads and on the receipt (回执) that both sides of a passing-on keep.
"""

import hashlib
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from operations import heads, keys
from operations.canonical import Plain, compact, plain
from operations.models import Anchor, AuditEvent

MARK = b"balance-anchor-1\n"
LOCK = 0x616E6368  # "anch"
DAILY = timedelta(hours=24)
logger = logging.getLogger(__name__)


def anchor(*, stream: str, snapshot: str = "", at: datetime) -> Anchor:
    """Sign the present head of *stream*, in the caller's transaction, and return the anchor.

    *snapshot* is the digest of what was passed on. The line in the file of heads follows the commit.
    Raise ``keys.Unusable`` where the installation cannot sign, and ``AuditEvent.DoesNotExist`` for a
    stream without events.
    """
    with transaction.atomic():
        _serialise()
        head = AuditEvent.objects.filter(stream=stream).order_by("-seq")[:1].get()
        last = Anchor.objects.order_by("-number").first()
        made = Anchor(
            number=last.number + 1 if last else 1,
            stream=stream,
            seq=head.seq,
            hash=head.hash,
            snapshot=snapshot,
            at=at,
            previous=digest(last) if last else "",
        )
        signature = keys.sign(message(made))
        made.key, made.signature = signature.key, signature.value
        made.save(force_insert=True)
        transaction.on_commit(lambda: write_out(at=at), robust=True)
    return made


def message(row: Anchor) -> bytes:
    """Return the bytes that are signed."""
    return MARK + compact(_body(row))


def digest(row: Anchor) -> str:
    """Return the digest by which the next anchor, and a receipt, refers to this one."""
    body = _body(row) | {"key": row.key, "signature": row.signature}
    return hashlib.sha256(MARK + compact(body)).hexdigest()


def is_signed(row: Anchor, public: Mapping[str, bytes]) -> bool:
    """Is *row* signed by one of the *public* keys, ``keys.trusted()``?"""
    return row.key in public and keys.verifies_with(public[row.key], row.signature, message(row))


def head(event: AuditEvent) -> dict[str, str]:
    """Return what the line of an event says."""
    return {"stream": event.stream, "seq": str(event.seq), "hash": event.hash}


def line(row: Anchor) -> dict[str, str]:
    """Return what the line of an anchor says: enough to check its signature without the database."""
    said = {name: str(value) for name, value in _body(row).items()}
    said["anchor"] = said.pop("number")
    return said | {"key": row.key, "signature": row.signature}


def write_out(*, at: datetime) -> int:
    """Add the lines of anchors that have none yet, of which a crash may have left some; return how many."""
    rows = list(Anchor.objects.filter(number__gt=heads.last_anchor()).order_by("number"))
    if rows:
        heads.add([line(row) for row in rows], at=at, lasting=True)
    return len(rows)


def anchor_all(*, at: datetime, older: timedelta = timedelta(0)) -> int:
    """Anchor every stream that has grown since its last anchor, and return how many those were.

    With *older* only if the newest anchor of all is older than that.
    """
    newest = Anchor.objects.order_by("-number").first()
    if newest and newest.at > at - older:
        return 0
    anchored = dict(Anchor.objects.order_by("number").values_list("stream", "seq"))
    ends = AuditEvent.objects.values_list("stream").annotate(last=Max("seq")).order_by("stream")
    grown = [stream for stream, last in ends if last > anchored.get(stream, 0)]
    for stream in grown:
        anchor(stream=stream, at=at)
    return len(grown)


def keep_up(*, at: datetime) -> None:
    """Once a day anchor what has grown, and bring lines that are missing. Never raises."""
    try:
        anchor_all(at=at, older=DAILY)
        write_out(at=at)
    except (keys.Unusable, OSError, DatabaseError):
        logger.exception("The trail could not be anchored")


def _body(row: Anchor) -> dict[str, Plain]:
    body = plain(
        {
            "number": row.number,
            "stream": row.stream,
            "seq": row.seq,
            "hash": row.hash,
            "snapshot": row.snapshot,
            "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": row.previous,
        }
    )
    assert isinstance(body, dict)
    return body


def _serialise() -> None:
    """Make others who anchor wait, so that numbers have no gaps. SQLite has one writer as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
