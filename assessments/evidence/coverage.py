"""Which files stand behind which item: of a snapshot as it was submitted, or of the year as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from assessments.evidence.kinds import KINDS
from assessments.evidence.models import Placement
from assessments.models import Assessment, Snapshot
from assessments.snapshots import Snap, opened
from counties.models import Division

Covered = Mapping[str, tuple["File", ...]]


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of evidence. *schools* are codes, none where it is of the whole county; *address* is where
    it is downloaded; *key* is its row's, None where it is read from a snapshot."""

    items: tuple[str, ...]
    schools: tuple[str, ...]
    title: str
    note: str
    filename: str
    sha256: str
    size: int
    type: str
    by: str
    at: datetime
    address: str
    key: int | None

    @property
    def label(self) -> str:
        return KINDS[self.type].label


def of(assessment: Assessment) -> Covered:
    """Return the files by item code: of the present round's snapshot, or as they are where none is frozen."""
    return by_item(files(assessment))


def files(assessment: Assessment) -> tuple[File, ...]:
    """Return every file of the present round."""
    rows = Snapshot.objects.filter(round__assessment=assessment, round__number=assessment.round)
    snapshot = rows.first()
    if snapshot is None:
        return live(assessment.county, assessment.year)
    return frozen(opened(snapshot.bytes), assessment=assessment, number=assessment.round)


def by_item(found: Iterable[File]) -> Covered:
    """Sort files by the codes of the items they serve; an item without any is not in it."""
    sorted_: dict[str, tuple[File, ...]] = {}
    for file in found:
        for item in file.items:
            sorted_[item] = (*sorted_.get(item, ()), file)
    return sorted_


def frozen(snap: Snap, *, assessment: Assessment, number: int) -> tuple[File, ...]:
    """Return the files that round *number* of *assessment* was submitted with, from its snapshot."""
    return tuple(
        File(
            items=tuple(each["items"]),
            schools=tuple(each["schools"]),
            title=each["title"],
            note=each["note"],
            filename=each["filename"],
            sha256=each["sha256"],
            size=int(each["size"]),
            type=each["type"],
            by=each["by"],
            at=datetime.fromisoformat(each["at"]),
            address=reverse("round-evidence-file", args=[assessment.pk, number, each["sha256"]]),
            key=None,
        )
        for each in snap.evidence
    )


def live(county: Division, year: int) -> tuple[File, ...]:
    """Return the files of the county's year that are not removed, in the order they came in; one query."""
    return tuple(
        File(
            items=tuple(each.items),
            schools=tuple(each.schools),
            title=each.title,
            note=each.note,
            filename=each.evidence.filename,
            sha256=each.evidence.sha256,
            size=each.evidence.size,
            type=each.evidence.type,
            by=str(each.evidence.uploaded_by),
            at=each.evidence.uploaded_at,
            address=reverse("evidence-file", args=[each.evidence.pk]),
            key=each.evidence.pk,
        )
        for each in in_force(county, year)
    )


def in_force(county: Division, year: int) -> list[Placement]:
    """Return the newest placement of every file of the county's year that is not removed."""
    return _not_removed(Placement.objects.filter(evidence__county__code=county.code, evidence__year=year))


def since(county: Division, year: int) -> list[Placement]:
    """Return those of *year* and of every year after it."""
    return _not_removed(
        Placement.objects.filter(evidence__county__code=county.code, evidence__year__gte=year)
    )


def _not_removed(rows: QuerySet[Placement]) -> list[Placement]:
    newest = {row.evidence_id: row for row in rows.select_related("evidence__uploaded_by").order_by("pk")}
    kept = [row for row in newest.values() if not row.removed]
    return sorted(kept, key=lambda row: (row.evidence.uploaded_at, row.evidence.sha256))
