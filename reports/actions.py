"""Asking for a calculation's documents, keeping them, and noting who took them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from counties.models import Officer
from indicators import timeline
from indicators.models import Calculation
from operations import audit, canonical, jobs
from operations.models import Job
from reports.contents.occasion import Occasion, Query
from reports.models import Document
from schools import files
from schools.ledger.problems import Severity

EDITION = "8"  # of contents and layout: raised when documents are to be made anew

Made = Iterable[tuple[Document.Kind, bytes]]


def occasion_of(calculation: Calculation) -> Occasion:
    """Return what the documents of *calculation* say beside its finding, as things stand now."""
    ledger = calculation.ledger
    return Occasion(
        county=ledger.county.full_name,
        filename=ledger.filename,
        sha256=ledger.sha256,
        schools=ledger.schools,
        demo=ledger.county.is_demo,
        year=ledger.year,
        version=ledger.version,
        at=ledger.uploaded_at,
        queries=tuple(
            Query(
                school=each.school,
                sheet=each.sheet,
                cell=each.cell,
                message=each.message,
                explanation=each.explanation,
            )
            for each in ledger.problems.filter(severity=Severity.QUERY)
        ),
        earlier=tuple(timeline.earlier(ledger.county, ledger.year, calculation.standard_code)),
    )


def contents_of(calculation: Calculation, occasion: Occasion) -> str:
    """Return the digest of all that the documents are made from."""
    said = [[each.school, each.sheet, each.cell, each.message, each.explanation] for each in occasion.queries]
    return canonical.digest(
        {
            "edition": EDITION,
            "standard": calculation.standard_digest,
            "ledger": occasion.sha256,
            "inputs": calculation.inputs,
            "county": occasion.county,
            "queries": said,
            "earlier": [[year, stage, sorted(found.items())] for year, stage, found in occasion.earlier],
        }
    )


def request_documents(*, calculation: Calculation, by: Officer, at: datetime) -> Job:
    """Ask for the dossier and the forms of *calculation*; asked for twice it is one job."""
    return jobs.enqueue(
        kind="reports.render",
        subject={
            "calculation": calculation.pk,
            "contents": contents_of(calculation, occasion_of(calculation)),
        },
        scope=calculation.ledger.county.code,
        actor=by.user.username,
        at=at,
    )


@transaction.atomic
def keep(*, calculation: Calculation, contents: str, made: Made, job: Job, at: datetime) -> list[Document]:
    """Keep what *job* made, all or nothing, and finish the job with it."""
    kept = [
        Document.objects.create(
            calculation=calculation,
            kind=kind,
            contents=contents,
            sha256=files.keep(content),
            size=len(content),
            job=job,
            made_at=at,
        )
        for kind, content in made
    ]
    audit.append(
        stream=calculation.ledger.county.code,
        action="documents.made",
        object=f"calculation:{calculation.pk}",
        actor=job.actor,
        at=at,
        detail={each.kind: each.sha256 for each in kept},
        wrote=kept,
    )
    jobs.finish(job)
    return kept


def note_download(*, document: Document, by: Officer, at: datetime) -> None:
    """Write down who took *document*."""
    audit.append(
        stream=document.calculation.ledger.county.code,
        action="document.downloaded",
        object=f"document:{document.pk}",
        actor=by.user.username,
        at=at,
        detail={"kind": document.kind, "sha256": document.sha256},
    )
