"""A submitted round's file to carry, put together from its snapshot and what it names."""

from collections.abc import Iterator
from datetime import datetime

from assessments import snapshots
from assessments.models import Snapshot
from assessments.snapshots import Snap
from operations import canonical
from operations.models import AuditEvent
from reports import documents
from reports.carrying import parcel
from reports.carrying.parcel import Parcel
from reports.contents.judged import Judged
from reports.contents.occasion import Occasion, Query
from reports.models import Document
from reports.verification import sealing
from reports.verification.seal import Seal
from schools import files


def carry_of(snapshot: Snapshot) -> bytes:
    """Return the bytes of the file. Raise ``files.Damaged``, ``RenderingFailed``, ``keys.Unusable``."""
    content, seal = snapshot.bytes, sealing.seal_of(snapshot)
    snap = snapshots.opened(content)
    return parcel.carried(
        Parcel(
            seal=seal,
            documents=dict(_documents(snap, seal)),
            snapshot=content,
            figures=snapshots.figures(content),
            ledgers=dict(_ledgers(snap)),
            evidence=snap.evidence,
            events=_events(snapshot),
        )
    )


def occasion_of(snap: Snap, seal: Seal) -> Occasion:
    """Return what a document of the snapshot says beside its finding."""
    ledger = snap.plain["ledger"]
    said = ("school", "sheet", "cell", "message", "explanation")
    return Occasion(
        county=snap.county["full_name"],
        filename=ledger["filename"],
        sha256=ledger["sha256"],
        schools=len(snap.rows),
        demo=snap.county["demo"],
        year=snap.year,
        version=int(ledger["version"]),
        at=datetime.fromisoformat(ledger["uploaded_at"]),
        queries=tuple(Query(**{name: each[name] for name in said}) for each in snap.explanations),
        earlier=snap.earlier,
        seal=seal,
    )


def _documents(snap: Snap, seal: Seal) -> Iterator[tuple[str, bytes]]:
    found = snap.finding
    judged = Judged(facts=snap.facts(), county=found.county, whole=found)
    for kind, content in documents.made_of(judged, occasion_of(snap, seal)):
        yield kind.filename if kind == Document.Kind.DOSSIER else f"申报表/{kind.filename}", content


def _ledgers(snap: Snap) -> Iterator[tuple[str, bytes]]:
    for key, place in (("ledger", parcel.LEDGER), ("county_figures", parcel.COUNTY_LEDGER)):
        if uploaded := snap.plain[key]:
            name = place + parcel.suffix_of(uploaded["filename"])
            yield name, files.verified(uploaded["sha256"]).read_bytes()


def _events(snapshot: Snapshot) -> bytes:
    """Return the trail of the county up to the moment of the snapshot, an event a line."""
    stream = snapshot.round.assessment.county.code
    events = AuditEvent.objects.filter(stream=stream, at__lte=snapshot.made_at).order_by("seq")
    lines = (
        canonical.canonical(
            {
                "seq": each.seq,
                "at": each.at,
                "action": each.action,
                "object": each.object,
                "actor": each.actor,
                "detail": each.detail,
                "refused": each.refused,
                "previous": each.previous,
                "hash": each.hash,
            }
        )
        for each in events
    )
    return b"".join(line + b"\n" for line in lines)
