"""What of a calculation's documents is there, what is being made, and what is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass

from counties.models import Officer
from indicators.models import Calculation
from operations.models import Job
from reports import actions
from reports.models import Document


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The newest documents, by kind; *current* unless the ledger's explanations changed since;
    *job* makes or made the newest ones, None where nobody has asked."""

    documents: Sequence[Document]
    current: bool
    job: Job | None

    @property
    def busy(self) -> bool:
        return self.job is not None and not self.job.ended


def of(calculation: Calculation, officer: Officer) -> Shelf:
    documents = newest(calculation)
    contents = actions.contents_of(calculation, actions.occasion_of(calculation))
    jobs = Job.objects.visible_to(officer).filter(kind="reports.render", payload__calculation=calculation.pk)
    return Shelf(
        documents=documents,
        current=bool(documents) and documents[0].contents == contents,
        job=jobs.order_by("-created_at", "-pk").first(),
    )


def newest(calculation: Calculation) -> list[Document]:
    """Return the documents made last, the dossier first; none where none were made."""
    made = {document.kind: document for document in calculation.documents.order_by("made_at", "pk")}
    return [made[kind] for kind in Document.Kind.values if kind in made]
