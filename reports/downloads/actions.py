"""Asking for a parcel, keeping what it holds, and noting who took it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from counties.models import Division, Officer
from operations import audit, jobs
from operations.models import Job
from reports.downloads import collecting, zipping
from reports.downloads.kept import Kept
from reports.downloads.models import Bundle, BundleContent
from schools.actions import Refused

JOB = "reports.bundle"
KEPT = timedelta(days=30)


@transaction.atomic
def ask(
    *, area: Division, year: int, kinds: Sequence[str], forms: Sequence[str], by: Officer, at: datetime
) -> Bundle:
    """Ask for the documents of *area*; asked for again while it is being made, it is the same parcel.

    Raise ``Refused`` where the area is not the officer's, or nothing was chosen.
    """
    if not Division.objects.visible_to(by).filter(pk=area.pk).exists():
        raise Refused("只能打包本级和下级的文书。请重新选择地区。")
    if not kinds or not forms:
        raise Refused("没有选择文书或格式。请至少各选一项。")
    wanted = {"area": area, "year": year, "kinds": sorted(kinds), "forms": sorted(forms)}
    for bundle in Bundle.objects.visible_to(by).filter(**wanted, content=None):
        if Job.objects.unfinished().filter(kind=JOB, payload__bundle=bundle.pk).exists():
            return bundle
    bundle = Bundle.objects.create(office=by.division.code, asked_by=by, asked_at=at, **wanted)
    _note(bundle, "bundle.asked", by=by, at=at, detail={**wanted, "area": area.code}, wrote=bundle)
    have_made(bundle=bundle, part=1, at=at)
    return bundle


def have_made(*, bundle: Bundle, part: int, at: datetime) -> Job:
    """Queue the making of the parcel, or its next *part* where one takes too long."""
    return jobs.enqueue(
        kind=JOB,
        subject={"bundle": bundle.pk, "part": part},
        scope=bundle.office,
        actor=bundle.asked_by.user.username,
        at=at,
    )


def jobs_of(bundle: Bundle) -> tuple[Job | None, Job | None]:
    """Return the job that makes the parcel, and where it takes several the one before that."""
    found = [*Job.objects.filter(kind=JOB, payload__bundle=bundle.pk).order_by("-pk")[:2], None, None]
    return found[0], found[1]


def keep(*, bundle: Bundle, job: Job, at: datetime) -> BundleContent:
    """Keep what there is for the parcel, and finish the job with it.

    Raise ``files.Damaged``, ``keys.Unusable``.
    """
    collected = collecting.collect(bundle)
    sha256, size = zipping.measured(collected.members)
    with transaction.atomic():
        content = BundleContent.objects.create(
            bundle=bundle,
            members=[asdict(member) for member in collected.members],
            missing=[[line.county, line.label, line.why] for line in collected.missing],
            sha256=sha256,
            size=size,
            made_at=at,
            kept_until=at + KEPT,
        )
        _note(
            bundle,
            "bundle.made",
            by=bundle.asked_by,
            at=at,
            detail={"sha256": sha256, "files": len(collected.members), "missing": len(collected.missing)},
            wrote=content,
        )
        jobs.finish(job)
    return content


def note_download(*, bundle: Bundle, content: BundleContent, by: Officer, at: datetime) -> None:
    """Write down who took the parcel."""
    detail = {"sha256": content.sha256, "size": content.size}
    _note(bundle, "bundle.downloaded", by=by, at=at, detail=detail)


def note_signature(*, kept: Kept, county: str, by: Officer, at: datetime) -> None:
    """Write down who took the signature of a document."""
    audit.append(
        stream=county,
        action="signature.downloaded",
        object=f"report:{kept.statement.number}",
        actor=by.user.username,
        at=at,
        detail={"sha256": kept.sha256},
    )


def _note(
    bundle: Bundle,
    action: str,
    *,
    by: Officer,
    at: datetime,
    detail: dict[str, object],
    wrote: Bundle | BundleContent | None = None,
) -> None:
    audit.append(
        stream=bundle.office,
        action=action,
        object=f"bundle:{bundle.pk}",
        actor=by.user.username,
        at=at,
        detail=detail,
        wrote=[wrote] if wrote else (),
    )
