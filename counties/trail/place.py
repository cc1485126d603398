"""Where an event stands in its chain, and what vouches for it."""

from dataclasses import dataclass

from operations import anchors, audit, keys, verification
from operations.models import Anchor, AuditEvent

# The parts of the check that speak of the trail itself.
OF_THE_TRAIL = ("审计记录", "锚点", "链头文件")


@dataclass(frozen=True, kw_only=True)
class Place:
    """*anchor* is the first that vouches for the event; *verified* the last complete check and *reached* the
    anchor of the stream that was the newest then."""

    event: AuditEvent
    previous: AuditEvent | None
    next: AuditEvent | None
    anchor: Anchor | None
    is_signed: bool
    verified: AuditEvent | None
    reached: Anchor | None

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, looked at now."""
        found = []
        if not audit.is_its_own(self.event):
            found.append("内容与摘要不符，记录被改动")
        if self.event.previous != (self.previous.hash if self.previous else audit.NOTHING_BEFORE):
            found.append("与上一条衔接不上，上一条或本条被改动")
        if self.event.seq > 1 and self.previous is None:
            found.append("上一条缺失")
        if self.next and self.next.previous != self.event.hash:
            found.append("下一条与本条衔接不上，其中之一被改动")
        if self.anchor and not self.is_signed:
            found.append("锚点的签名不符，锚点被改动，或公钥不在密钥目录里")
        return found

    @property
    def is_verified(self) -> bool:
        """Was the event there when everything was checked, and nothing was wrong with the trail?"""
        return bool(self.verified and not self.found_then and self.event.at <= self.verified.at)

    @property
    def found_then(self) -> int:
        """How many faults of the trail the last complete check found."""
        found = self.verified.detail.get("faults", {}) if self.verified else {}
        return sum(int(found.get(part, 0)) for part in OF_THE_TRAIL)


def of(event: AuditEvent) -> Place:
    stream = AuditEvent.objects.filter(stream=event.stream)
    around = {each.seq: each for each in stream.filter(seq__in=[event.seq - 1, event.seq + 1])}
    later = Anchor.objects.filter(stream=event.stream, seq__gte=event.seq)
    anchor, verified = later.order_by("seq", "number").first(), verification.last()
    before = Anchor.objects.filter(stream=event.stream, at__lte=verified.at) if verified else None
    return Place(
        event=event,
        previous=around.get(event.seq - 1),
        next=around.get(event.seq + 1),
        anchor=anchor,
        is_signed=anchor is not None and anchors.is_signed(anchor, keys.trusted()),
        verified=verified,
        reached=before.order_by("-seq", "-number").first() if before is not None else None,
    )
