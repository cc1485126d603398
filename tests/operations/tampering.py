"""What somebody who owns the database, or the folder of heads, could do to the trail."""

import base64
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import F

from operations import anchors, audit, verification
from operations.models import Anchor, AuditEvent
from tests.factories import NOW
from tests.operations.test_audit import FORGERIES

STREAMS = ("990101", "990102", "access")
PARTS = ("审计记录", "锚点", "链头文件")
Deed = Callable[[], object]


@dataclass(frozen=True)
class Tampering:
    what: str
    do: Deed


def history(
    chance: random.Random,
    *,
    events: int,
    streams: tuple[str, ...] = STREAMS,
    commit: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Append *events* to *streams*, mingled, with an anchor now and then and one at the end of each;
    *commit* ends what stands for a transaction."""
    for number in range(events):
        with commit():
            stream = streams[number] if number < len(streams) else chance.choice(streams)
            _append(chance, stream, number)
            if chance.random() < 0.15:
                anchors.anchor(stream=stream, snapshot=f"{number:064x}", at=NOW + timedelta(minutes=number))
    with commit():
        anchors.anchor_all(at=NOW + timedelta(days=1))


def _append(chance: random.Random, stream: str, number: int) -> None:
    audit.append(
        stream=stream,
        action=chance.choice(["ledger.accepted", "status.changed", "access.refused"]),
        object=f"ledger:{number}",
        actor=chance.choice(["张三", "李四", "e\u0301", "𠮷"]),
        at=NOW + timedelta(minutes=number),
        detail={"schools": number, "text": chance.choice(["甲", None, True]), "list": [number]},
        refused=chance.random() < 0.2,
        snapshot="" if chance.random() < 0.7 else f"{number:064x}",
    )


def faults() -> list[str]:
    return [str(fault) for part in verification.examine(PARTS) for fault in part.faults]


def of_fields() -> Iterator[Tampering]:
    for event in AuditEvent.objects.all():
        for field, forge in FORGERIES.items():
            yield Tampering(f"{event} {field}", _setting(AuditEvent, event.pk, field, forge(event)))


def of_rows() -> Iterator[Tampering]:
    """Taken out, put in, told twice, in another order."""
    events = list(AuditEvent.objects.order_by("stream", "seq"))
    for event in events:
        yield Tampering(f"{event} taken out", AuditEvent.objects.filter(pk=event.pk).delete)
        yield Tampering(f"{event} taken out, the rest moved up", _taken_out(event))
        yield Tampering(f"put in before {event}", _put_in(event))
    for one, other in pairwise(events):
        if one.stream == other.stream:
            yield Tampering(f"{one} and {other} swapped", _swapped(one, other))


def of_rewriting() -> Iterator[Tampering]:
    """An event changed, and all after it hashed anew by somebody who knows how."""
    for event in AuditEvent.objects.order_by("stream", "seq"):
        for field in ("actor", "at", "detail", "refused", "object"):
            yield Tampering(f"{event} {field} rewritten", _rewritten(event, field))


def of_truncation() -> Iterator[Tampering]:
    """The end cut off: of one stream, and with the anchors that speak of it."""
    for event in AuditEvent.objects.order_by("stream", "seq"):
        tail = AuditEvent.objects.filter(stream=event.stream, seq__gte=event.seq)
        yield Tampering(f"{event} and after cut off", tail.delete)
        yield Tampering(f"{event} and after cut off, with anchors", _cut_off_with_anchors(event))


def of_anchors() -> Iterator[Tampering]:
    rows = list(Anchor.objects.all())
    forgeries: dict[str, Callable[[Anchor], object]] = {
        "number": lambda row: row.number + 1000,
        "stream": lambda row: "elsewhere",
        "seq": lambda row: row.seq + 1,
        "hash": lambda row: "0" * 64,
        "snapshot": lambda row: "1" * 64,
        "at": lambda row: row.at + timedelta(microseconds=1),
        "previous": lambda row: "2" * 64,
        "key": lambda row: "3" * 16,
        "signature": lambda row: ("B" if row.signature[0] == "A" else "A") + row.signature[1:],
    }
    for row in rows:
        for field, forge in forgeries.items():
            yield Tampering(f"anchor {row} {field}", _setting(Anchor, row.pk, field, forge(row)))
        yield Tampering(f"anchor {row} taken out", Anchor.objects.filter(pk=row.pk).delete)
        yield Tampering(f"anchor {row} signed by another", _signed_by_another(row))
        later = Anchor.objects.filter(number__gte=row.number)
        yield Tampering(f"anchors from {row} cut off", later.delete)


def of_file(chance: random.Random, *, flips: int) -> Iterator[Tampering]:
    """A byte, a line, the end of the file of heads."""
    for path in sorted(Path(settings.ANCHORS).glob("*.jsonl")):
        content = path.read_bytes()
        lines = content.splitlines(keepends=True)
        for _ in range(flips):
            at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
            changed = content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
            yield Tampering(f"{path.name} byte {at}", _writing(path, changed))
        for number in range(len(lines) - 1):
            fewer = lines[:number] + lines[number + 1 :]
            yield Tampering(f"{path.name} line {number} taken out", _writing(path, b"".join(fewer)))
            swapped = [*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]]
            yield Tampering(f"{path.name} line {number} swapped", _writing(path, b"".join(swapped)))
            twice = [*lines[: number + 1], *lines[number:]]
            yield Tampering(f"{path.name} line {number} twice", _writing(path, b"".join(twice)))
        # The last lines are those of the last anchors: whatever is cut off takes at least one along.
        for number in range(len(lines)):
            yield Tampering(f"{path.name} cut at {number}", _writing(path, b"".join(lines[:number])))
        yield Tampering(f"{path.name} away", path.unlink)


def _setting(model: type[AuditEvent] | type[Anchor], pk: int, field: str, value: object) -> Deed:
    return lambda: model._default_manager.filter(pk=pk).update(**{field: value})


def _taken_out(event: AuditEvent) -> Deed:
    def do() -> None:
        AuditEvent.objects.filter(pk=event.pk).delete()
        for later in AuditEvent.objects.filter(stream=event.stream, seq__gt=event.seq).order_by("seq"):
            AuditEvent.objects.filter(pk=later.pk).update(seq=later.seq - 1)
        _hash_anew(event.stream, event.seq)

    return do


def _put_in(event: AuditEvent) -> Deed:
    def do() -> None:
        for later in AuditEvent.objects.filter(stream=event.stream, seq__gte=event.seq).order_by("-seq"):
            AuditEvent.objects.filter(pk=later.pk).update(seq=F("seq") + 1)
        forged = AuditEvent.objects.get(pk=event.pk)
        forged.pk, forged.seq, forged.actor = None, event.seq, "王五"
        forged.save(force_insert=True)
        _hash_anew(event.stream, event.seq)

    return do


def _swapped(one: AuditEvent, other: AuditEvent) -> Deed:
    def do() -> None:
        AuditEvent.objects.filter(pk=one.pk).update(seq=1_000_000)
        AuditEvent.objects.filter(pk=other.pk).update(seq=one.seq)
        AuditEvent.objects.filter(pk=one.pk).update(seq=other.seq)

    return do


def _rewritten(event: AuditEvent, field: str) -> Deed:
    def do() -> None:
        AuditEvent.objects.filter(pk=event.pk).update(**{field: FORGERIES[field](event)})
        _hash_anew(event.stream, event.seq)

    return do


def _hash_anew(stream: str, start: int) -> None:
    """What whoever knows the code does after a change: the chain alone agrees again."""
    before = AuditEvent.objects.filter(stream=stream, seq=start - 1).first()
    previous = before.hash if before else ""
    for event in AuditEvent.objects.filter(stream=stream, seq__gte=start).order_by("seq"):
        event.previous = previous
        event.hash = previous = audit.hash_of(event)
        event.save()
    assert audit.verify(stream) == []


def _cut_off_with_anchors(event: AuditEvent) -> Deed:
    def do() -> None:
        AuditEvent.objects.filter(stream=event.stream, seq__gte=event.seq).delete()
        first = Anchor.objects.filter(stream=event.stream, seq__gte=event.seq).order_by("number").first()
        if first:
            Anchor.objects.filter(number__gte=first.number).delete()

    return do


def _signed_by_another(row: Anchor) -> Deed:
    """Somebody else's key, under the name of ours."""

    def do() -> None:
        forged = Anchor.objects.get(pk=row.pk)
        forged.snapshot = "9" * 64
        signature = Ed25519PrivateKey.generate().sign(anchors.message(forged))
        forged.signature = base64.b64encode(signature).decode()
        forged.save()

    return do


def _writing(path: Path, content: bytes) -> Deed:
    return lambda: path.write_bytes(content)
