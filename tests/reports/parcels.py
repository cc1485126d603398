"""Parcels of the download centre, for tests."""

from collections.abc import Sequence

from counties.models import Division, Officer
from indicators.models import Calculation
from operations import jobs
from operations.models import Job
from reports.downloads import actions
from reports.downloads.models import Bundle, BundleContent
from reports.models import Document
from tests.factories import NOW

KINDS = ("draft", "forms", "form")
FORMS = ("pdf", "docx", "xlsx")


def ask(area: Division, by: Officer, kinds: Sequence[str] = KINDS) -> Bundle:
    return actions.ask(area=area, year=2025, kinds=kinds, forms=FORMS, by=by, at=NOW)


def made(area: Division, by: Officer, kinds: Sequence[str] = KINDS) -> BundleContent:
    bundle = ask(area, by, kinds)
    jobs.run_pending()
    return BundleContent.objects.get(bundle=bundle)


def of_downloads(clerk: Officer, calculation: Calculation) -> dict[str, dict[str, object]]:
    """A parcel that is not made yet, and a document to be signed."""
    bundle = ask(clerk.division, clerk, ["draft"])
    job = Job.objects.get(kind=actions.JOB)
    document = Document.objects.create(
        calculation=calculation, kind="form-1", contents="1", sha256="1", size=1, job=job, made_at=NOW
    )
    parcel: dict[str, object] = {"pk": bundle.pk}
    return {
        **dict.fromkeys(("download", "download-progress", "download-zip"), parcel),
        "document-signature": {"pk": document.pk},
    }
