"""Documents of a county's calculation in force (自评报告草稿、国家申报表), for a parcel."""

from collections.abc import Collection, Iterator
from datetime import datetime

from counties.models import Division, Officer
from indicators.models import Calculation
from operations.models import Job
from reports import actions
from reports.downloads import kept
from reports.downloads.kept import Kept, Wanting
from reports.models import Document

REPORT, FORMS, FORM = "draft", "forms", "form"
CHOICES = {REPORT: "自评报告（草稿）", FORMS: "国家申报表（合订）", FORM: "国家申报表（各表）"}
KINDS = {
    REPORT: {Document.Kind.DOSSIER},
    FORMS: {Document.Kind.FORMS},
    FORM: set(Document.Kind) - {Document.Kind.DOSSIER, Document.Kind.FORMS},
}


def ask(*, county: Division, year: int, kinds: Collection[str], by: Officer, at: datetime) -> Iterator[Job]:
    """Have made what is not there or out of date; yield the job that does."""
    calculation = _in_force(county, year)
    if calculation is None or not KINDS.keys() & set(kinds):
        return
    contents = actions.contents_of(calculation, actions.occasion_of(calculation))
    if not calculation.documents.filter(contents=contents).exists():
        yield actions.request_documents(calculation=calculation, by=by, at=at)


def found(*, county: Division, year: int, kinds: Collection[str]) -> Iterator[Kept | Wanting]:
    """Yield the documents as they stand now, and the want of what could not be made."""
    chosen = [kind for kind in CHOICES if kind in kinds]
    calculation = _in_force(county, year)
    if calculation is None:
        yield from (Wanting(CHOICES[kind], "该县这一学年还没有采用台账并测算") for kind in chosen)
        return
    contents = actions.contents_of(calculation, actions.occasion_of(calculation))
    made = calculation.documents.filter(contents=contents).select_related("calculation__ledger__county")
    by_kind = {document.kind: document for document in made}
    for choice in chosen:
        here = [by_kind[kind] for kind in Document.Kind if kind in KINDS[choice] and kind in by_kind]
        yield from map(kept.of_document, here)
        if not here:
            yield Wanting(CHOICES[choice], "没有生成成功，请到该县的报告页查看原因")


def _in_force(county: Division, year: int) -> Calculation | None:
    rows = Calculation.objects.in_force().filter(ledger__county=county, ledger__year=year)
    return rows.select_related("ledger__county__parent__parent").order_by("-made_at", "-pk").first()
