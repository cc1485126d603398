"""A kind and a record → the finished document: cut to what it may know, sealed, and stamped if a draft."""

from dataclasses import asdict, replace

from django.conf import settings

from operations import canonical
from reports.contents.dossier import DEMO, DRAFT
from reports.papers.kinds import Kind
from reports.papers.paper import Paper
from reports.papers.record import Record
from reports.verification import codes
from reports.verification.seal import Seal

OF_PROVINCE = frozenset({"province", "nation"})  # kinds that show the county among its province's
EDITION = "8"  # of contents and layout: raised when documents are to be made anew


def paper_of(kind: Kind, record: Record, subject: str = "") -> Paper:
    """Return the document; the same record gives the same."""
    known, final = cut(kind, record, subject)
    made = kind.make(known, subject)
    stamps = (*(() if final else (DRAFT,)), *((DEMO,) if record.demo else ()))
    seal = made.seal or _seal(kind, known, subject, final=final)
    digest = f"快照摘要 {record.sha256[:8]} {record.sha256[8:16]}"
    foot = " · ".join((f"{kind.label} {seal.number}", digest, *stamps))
    return replace(made, seal=seal, stamps=stamps, foot=foot, issuer=made.issuer if final else "")


def cut(kind: Kind, record: Record, subject: str) -> tuple[Record, bool]:
    """Return the record as the document knows it, and whether it is final: later moves change nothing."""
    last = kind.due(record.moves, subject)
    return (record.until(last), True) if last else (record, False)


def contents_of(kind: Kind, record: Record, subject: str) -> str:
    """Return the digest of all that the document is made from."""
    known, final = cut(kind, record, subject)
    return _digest(kind, known, subject, final=final)


def _digest(kind: Kind, known: Record, subject: str, *, final: bool) -> str:
    return canonical.digest(
        {
            "edition": EDITION,
            "kind": kind.slug,
            "subject": subject,
            "final": final,
            "snapshot": known.sha256,
            "offices": {level.value: name for level, name in known.offices.items()},
            "moves": [asdict(move) for move in known.moves],
            "draws": [asdict(draw) for draw in known.draws],
            "poll": asdict(known.poll) if known.poll else None,
            "province": [each.snapshot for each in known.province] if kind.slug in OF_PROVINCE else [],
            "notices": [asdict(each) for each in known.notices],
            "remarks": [asdict(each) for each in known.remarks],
            "anchors": [asdict(each) for each in known.anchors],
        }
    )


def _seal(kind: Kind, known: Record, subject: str, *, final: bool) -> Seal:
    """The code follows from the kind and from what the document was made from."""
    parts = (known.code, str(known.snap.year), str(known.snap.round), kind.number, subject)
    return Seal(
        number="-".join(filter(None, parts)),
        digest=known.sha256,
        code=codes.code_of(kind.slug, _digest(kind, known, subject, final=final)),
        address=settings.PUBLIC_URL,
    )
