"""Snapshots, moves, reviews and evidence: what was frozen, where moves have brought it, each byte."""

import hashlib
import zlib
from collections.abc import Iterator

from django.utils import timezone

from assessments import snapshots, workflow
from assessments.evidence.models import Evidence
from assessments.models import Assessment, Round, Snapshot, StatusChange
from assessments.recheck import table
from assessments.recheck.models import Recheck, RecheckChange
from assessments.snapshots import against_rows
from assessments.workflow import Step
from operations.models import Anchor
from operations.verification import Fault, over, register
from schools import files


@register("快照")
def frozen() -> Iterator[Fault]:
    known = set()
    for snapshot in over(Snapshot.objects.order_by("pk").select_related("round__assessment__county")):
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
    for row in over(Assessment.objects.order_by("pk").select_related("county")):
        last = StatusChange.objects.filter(assessment=row).order_by("-version").first()
        due = (last.target, last.version) if last else ("draft", 1)
        rounds = Round.objects.filter(assessment=row).count()
        holder = workflow.holder(Step(due[0]), has_city=row.county.has_city)
        if (row.step, row.version, row.round, row.held_by) != (*due, rounds, holder):
            yield Fault(str(row), "所在环节与办理记录不符，未经办理被改动")


@register("复查")
def rechecks() -> Iterator[Fault]:
    for row in over(Recheck.objects.order_by("pk").select_related("assessment__county")):
        last = RecheckChange.objects.filter(recheck=row).order_by("-version").first()
        due = (last.target, last.version, table.Step(last.target).place.holder) if last else None
        if (row.step, row.version, row.held_by) != due:
            yield Fault(str(row), "所在环节与办理记录不符，未经办理被改动")


@register("快照测算")
def figures() -> Iterator[Fault]:
    """What a snapshot comes to is what was calculated of its ledger before it was frozen."""
    for snapshot in over(Snapshot.objects.order_by("pk").select_related("round__assessment__county")):
        where = f"快照 {snapshot.sha256[:12]}（{snapshot.round}）"
        try:
            yield from (Fault(where, what) for what in against_rows.differences(snapshot))
            yield from (Fault(where, what) for what in against_rows.moved(snapshot, at=timezone.now()))
        except (snapshots.Broken, zlib.error, LookupError, ValueError, TypeError, ArithmeticError) as fault:
            yield Fault(where, f"由它算不出结果（{fault}），快照被改动")


@register("佐证材料")
def evidence() -> Iterator[Fault]:
    """Every file that was received, and every one that a snapshot names, is there to the byte."""
    for sha256, where in sorted(_evidence_named().items()):
        try:
            files.verified(sha256)
        except files.Damaged:
            yield Fault(where, f"原文件 {sha256[:12]} 缺失或有改动")


def _evidence_named() -> dict[str, str]:
    """Return where each digest is named first: a round that was submitted, else the county's list."""
    named: dict[str, str] = {}
    for snapshot in over(Snapshot.objects.order_by("pk").select_related("round__assessment__county")):
        try:
            listed = snapshots.opened(snapshot.bytes).evidence
        except (snapshots.Broken, zlib.error):
            continue  # the snapshots' own verifier says so
        for each in listed:
            named.setdefault(each["sha256"], f"{snapshot.round}佐证材料“{each['title']}”")
    for row in over(Evidence.objects.order_by("pk").select_related("county")):
        named.setdefault(row.sha256, str(row))
    return named
