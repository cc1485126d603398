"""Snapshots are what was frozen, and each assessment stands where its moves have brought it."""

import hashlib
import zlib
from collections.abc import Iterator

from assessments.models import Assessment, Snapshot, StatusChange
from operations.models import Anchor
from operations.verification import Fault, register


@register("快照")
def frozen() -> Iterator[Fault]:
    known = set()
    for snapshot in Snapshot.objects.order_by("pk").select_related("round__assessment__county"):
        known.add(snapshot.sha256)
        where = f"快照 {snapshot.sha256[:12]}（{snapshot.round}）"
        try:
            digest = hashlib.sha256(snapshot.bytes).hexdigest()
        except zlib.error:
            yield Fault(where, "内容损坏，无法解开")
            continue
        if digest != snapshot.sha256:
            yield Fault(where, "内容与摘要不符，快照被改动")
    for anchor in Anchor.objects.exclude(snapshot="").order_by("number"):
        if anchor.snapshot not in known:
            yield Fault(f"快照 {anchor.snapshot[:12]}", f"锚点 {anchor.number} 为它作证，但快照已不存在")


@register("评估环节")
def moves() -> Iterator[Fault]:
    for row in Assessment.objects.order_by("pk").select_related("county"):
        last = StatusChange.objects.filter(assessment=row).order_by("-version").first()
        due = (last.target, last.version) if last else ("draft", 1)
        if (row.step, row.version) != due:
            yield Fault(str(row), "所在环节与办理记录不符，未经办理被改动")
