"""What a county does with its evidence (佐证材料): take in, place, remove; only while it fills in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Sum

from assessments import locking
from assessments.evidence import apart, asked, coverage, noting
from assessments.evidence.gate.refusals import EvidenceRefused, refused
from assessments.evidence.kinds import LARGEST_FILE, MEGABYTE, Kind
from assessments.evidence.models import Evidence, Placement
from counties.levels import Level
from counties.models import Division, Officer
from schools import files, uploads
from schools.actions import Refused
from schools.ledger.texts import visible
from schools.models import School

STAFF = frozenset({Officer.Role.CLERK, Officer.Role.LEADER})
LONGEST_TITLE, LONGEST_NOTE = 100, 500
MOST_FILES = 2_000
REMOVED = "这份佐证材料已经移除；要用请重新上传。"
EVER = 3  # times the quota that may come in within a year, what was removed counted as well


def may_place(officer: Officer, county: Division) -> bool:
    """A county's own clerk and leader keep its evidence."""
    own = officer.level is Level.COUNTY and officer.division.code == county.code
    return own and officer.role in STAFF


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a file is for: the *items* and *schools* by their codes; no school means the whole county."""

    title: str = ""
    note: str = ""
    items: Collection[str] = ()
    schools: Collection[str] = ()


def receive(
    *, county: Division, year: int, file: "Upload[bytes]", purpose: Purpose, by: Officer, at: datetime
) -> Evidence:
    """Keep an upload as evidence; the same bytes are kept once, and then serve what they served before
    as well; should they have been lost, they are there again. Without a title it is called by its name.

    Raise ``EvidenceRefused`` for what cannot be evidence, ``Refused`` where it may not be placed.
    """
    with transaction.atomic():
        _must_be_filled_in(county, year, by)
    name = uploads.label(file.name or "")
    data: bytes = file.read(LARGEST_FILE + 1)
    kind = _judged(data, name, county, by, at)
    with transaction.atomic():
        _must_be_filled_in(county, year, by)
        county = Division.objects.select_for_update().get(pk=county.pk)  # one upload after the other
        evidence = Evidence.objects.of(county, year).filter(sha256=files.digest(data)).first()
        if evidence is None:
            _must_fit(county, year, len(data))
            evidence = _kept(county, year, data, name, kind, by, at)
        _keep(data)
        _note("received", _place(evidence, _joined(evidence, purpose), by, at), by, at)
    return evidence


def _joined(evidence: Evidence, purpose: Purpose) -> Purpose:
    """Add what the file served before, if it is in the list."""
    last = evidence.placements.order_by("pk").last()
    before = last if last and not last.removed else Placement()
    stem = evidence.filename.rpartition(".")[0] or evidence.filename
    return Purpose(
        title=purpose.title.strip() or before.title or stem[:LONGEST_TITLE],
        note=purpose.note.strip() or before.note,
        items={*before.items, *purpose.items},
        schools={*before.schools, *purpose.schools},
    )


def place(*, evidence: Evidence, purpose: Purpose, by: Officer, at: datetime) -> Placement:
    """Say anew what a file is for; raise ``Refused``, also for one that was removed."""
    with transaction.atomic():
        _must_be_filled_in(evidence.county, evidence.year, by)
        if evidence.placements.latest("pk").removed:
            raise Refused(REMOVED)
        placed = _place(evidence, purpose, by, at)
        _note("placed", placed, by, at)
    return placed


def remove(*, evidence: Evidence, by: Officer, at: datetime) -> None:
    """Take a file out of the list; rounds that were submitted with it keep it. Raise ``Refused``."""
    with transaction.atomic():
        _must_be_filled_in(evidence.county, evidence.year, by)
        last = Evidence.objects.select_for_update().get(pk=evidence.pk).placements.latest("pk")
        if last.removed:
            return
        if evidence.measures.exists():
            raise Refused("这份材料已经列入复查的整改措施，不能移除。")
        gone = Placement.objects.create(
            evidence=evidence, title=last.title, note=last.note, removed=True, by=by.user, at=at
        )
        _note("removed", gone, by, at)


def _must_be_filled_in(county: Division, year: int, by: Officer) -> None:
    if not may_place(by, county):
        raise Refused("只有本县的填报员和负责人可以办理佐证材料。")
    locking.must_be_draft(county=county, year=year)


def _judged(data: bytes, name: str, county: Division, by: Officer, at: datetime) -> Kind:
    try:
        return apart.kind_of(data, name)
    except EvidenceRefused as refusal:
        detail = {"code": refusal.code, "sha256": files.digest(data)}
        about = f"file:{name}"
        noting.note("refused", stream=county.code, about=about, by=by, at=at, detail=detail, refused=True)
        raise


def _must_fit(county: Division, year: int, size: int) -> None:
    """Raise M18 where the county's list of the year, or all that ever came in, would grow too large."""
    listed = coverage.in_force(county, year)
    used = sum(row.evidence.size for row in listed)
    ever = Evidence.objects.of(county, year).aggregate(all=Sum("size"))["all"] or 0
    quota = settings.EVIDENCE_QUOTA
    if len(listed) >= MOST_FILES:
        raise refused("M18", f"最多 {MOST_FILES} 份。")
    if used + size > quota:
        raise refused("M18", f"一共最多 {quota // MEGABYTE} MB，已用 {used // MEGABYTE} MB。")
    if ever + size > EVER * quota:
        most = EVER * quota // MEGABYTE
        raise refused("M18", f"连同移除过的，本学年先后最多收 {most} MB。确有需要请联系系统管理员。")


def _keep(data: bytes) -> None:
    """Write the bytes, or raise M21 and leave nothing behind."""
    try:
        files.keep(data)
    except OSError as fault:
        raise refused("M21") from fault


def _kept(
    county: Division, year: int, data: bytes, name: str, kind: Kind, by: Officer, at: datetime
) -> Evidence:
    return Evidence.objects.create(
        county=county,
        year=year,
        sha256=files.digest(data),
        size=len(data),
        type=kind.code,
        filename=name,
        uploaded_by=by.user,
        uploaded_at=at,
    )


def _place(evidence: Evidence, purpose: Purpose, by: Officer, at: datetime) -> Placement:
    title, note = visible(purpose.title), visible(purpose.note)
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"名称请写 1 至 {LONGEST_TITLE} 字。")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"说明最多 {LONGEST_NOTE} 字，现在有 {len(note)} 字，请缩短。")
    items, schools = set(purpose.items), set(purpose.schools)
    if not items and not schools:
        raise Refused("请至少选一个条目或者一所学校，评审的人才知道它证明什么。")
    if items - {item.code for item in asked.standard(evidence.county, evidence.year, at=at).items}:
        raise Refused("选的条目不在本县现在用的标准里，请重新打开页面再选。")
    ours = School.objects.filter(county__code=evidence.county.code, code__in=schools)
    if ours.count() != len(schools):
        raise Refused("选的学校不在本县登记的学校里，请重新打开页面再选。")
    return Placement.objects.create(
        evidence=evidence,
        title=title,
        note=note,
        items=sorted(items),
        schools=sorted(schools),
        by=by.user,
        at=at,
    )


def _note(action: str, placed: Placement, by: Officer, at: datetime) -> None:
    evidence = placed.evidence
    detail = {
        "file": evidence.filename,
        "sha256": evidence.sha256,
        "title": placed.title,
        "items": placed.items,
        "schools": placed.schools,
    }
    about = f"evidence:{evidence.pk}"
    wrote = [evidence, placed] if action == "received" else [placed]
    noting.note(action, stream=evidence.county.code, about=about, by=by, at=at, detail=detail, wrote=wrote)
