"""Every address of the product, with what stands in it: rows of a county, or of what its clerk made of it."""

import zlib
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from assessments import snapshots
from assessments.inbox.models import Message
from assessments.models import Assessment, Round, Snapshot, StatusChange
from counties.models import Officer
from indicators.models import SchoolFigure
from operations.models import Job
from reports.models import Paper
from reports.verification import codes
from schools import files
from schools.ledger.problems import Severity
from schools.models import HeadingAnswer, Ledger, LedgerProblem
from tests.assessments.offices import begun
from tests.evidence.shown import shown, shown_digest
from tests.factories import NOW
from tests.reports.parcels import of_downloads
from tests.steps import figures_accepted, judged

OF_CALCULATION = ("results", "items", "dossier", "dossier-progress", "dossier-download")

Arguments = dict[str, dict[str, object]]


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every address but the administrator's, which has a test of its own."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from routes(pattern.url_patterns)


def arguments_of(clerk: Officer, content: bytes | None = None) -> Arguments:
    """Make the rows, of a ledger with this *content*, and return what stands in each route's address."""
    calculation = judged(clerk, content)
    ledger = calculation.ledger
    query = LedgerProblem.objects.create(ledger=ledger, severity=Severity.QUERY, code="x", message="x")
    figure = SchoolFigure.objects.select_related("school").filter(stage__stage="primary")[0]
    of_ledger: dict[str, object] = {"pk": ledger.pk}
    of_calculation: dict[str, object] = {"pk": calculation.pk}
    return {
        "county": {"code": ledger.county.code},
        **dict.fromkeys(
            ("ledger", "ledger-progress", "ledger-file", "ledger-accept", "evaluate", "problems"), of_ledger
        ),
        **dict.fromkeys(("ledger-compare", "ledger-mend", "ledger-repair", "ledger-restore"), of_ledger),
        **dict.fromkeys(("heading-answers", "ledger-accept-progress", "ledger-rows"), of_ledger),
        "heading-withdraw": {"pk": answered(ledger).pk},
        "remembered-headings": {"code": ledger.county.code},
        "explain": {**of_ledger, "problem": query.pk},
        "school-event": {**of_ledger, "problem": query.pk},
        "school": {"code": figure.school.code},
        "county-figures": {"pk": figures_accepted(clerk).pk},
        "item-answer": {**of_calculation, "item": "guarantee-01"},
        **{key: {"code": calculation.standard_code} for key in ("standard", "live-template")},
        "indicator": {"code": calculation.standard_code, "indicator": "sports_area"},
        "dispersion": {**of_calculation, "stage": "primary", "indicator": "sports_area"},
        "value": {
            **of_calculation,
            "stage": "primary",
            "school": figure.school.code,
            "indicator": "sports_area",
        },
        **dict.fromkeys(OF_CALCULATION, of_calculation),
        "form-download": {**of_calculation, "kind": "forms"},
        "export": {**of_calculation, "name": "schools", "form": "xlsx"},
        **of_evidence(clerk),
        **of_downloads(clerk, calculation),
        **of_assessment(submitted_twice(clerk)),
        "post": {"pk": clerk.pk},
        "verify-code": {"code": codes.code_of("snapshot", Snapshot.objects.all()[0].sha256)},
    }


def of_evidence(clerk: Officer) -> Arguments:
    evidence: dict[str, object] = {"pk": shown(clerk).pk}
    return {
        **dict.fromkeys(("evidence-file", "evidence-place", "evidence-remove"), evidence),
        "evidence": {"code": clerk.division.code},
    }


def answered(ledger: Ledger) -> HeadingAnswer:
    """What the county answered about one of its headings."""
    said = {"kind": ledger.kind, "key": "x", "text": "x", "given_by": ledger.uploaded_by, "given_at": NOW}
    return HeadingAnswer.objects.create(county=ledger.county, ledger=ledger, **said)


def told(row: Assessment) -> Message:
    """What the county was told: that its assessment came back."""
    first, by = row.rounds.all()[0], Officer.objects.get(user=row.opened_by)
    fixed = {"version": 1, "source": "signed", "target": "draft", "by": by, "at": NOW}
    change = StatusChange.objects.create(assessment=row, round=first, **fixed)
    return Message.objects.create(assessment=row, level="county", kind="returned", change=change, at=NOW)


def submitted_twice(clerk: Officer) -> Assessment:
    """An assessment with a snapshot in each of two rounds."""
    assessment = begun(clerk)
    first, second = assessment.rounds.get(), Round(assessment=assessment, number=2, reason="退回")
    second.opened_by, second.opened_at = clerk.user, NOW
    second.save()
    for number, each in enumerate((first, second), 1):
        assessment.round = number
        content = snapshots.freeze(assessment, at=NOW)
        kept = {"sha256": files.digest(content), "content": zlib.compress(content)}
        Snapshot.objects.create(round=each, made_at=NOW, **kept)
    return assessment


def of_assessment(assessment: Assessment) -> Arguments:
    pk: dict[str, object] = {"pk": assessment.pk}
    paper: dict[str, object] = {"pk": paper_of(assessment).pk}
    return {
        **dict.fromkeys(("assessment", "assessment-evidence", "inspection", "survey", "papers"), pk),
        **dict.fromkeys(("review", "review-finish", "review-comparison", "doubts"), pk),
        "inbox-read": {"pk": told(assessment).pk},
        "review-item": {**pk, "item": "guarantee-08"},
        "paper-make": {**pk, "number": 1, "kind": "county"},
        **dict.fromkeys(("paper-download", "paper-signature"), paper),
        "assessment-advance": {**pk, "transition": "sign"},
        "rounds-difference": {**pk, "earlier": 1, "later": 2},
        "round-evidence-file": {**pk, "number": 1, "sha256": shown_digest()},
    }


def paper_of(assessment: Assessment) -> Paper:
    """A document of the first round, as somebody had it made."""
    given = {"code": "0" * 28, "contents": "1", "office": "county", "title": "自评报告", "number": "1"}
    job = Job.objects.create(kind="reports.paper", key="1", created_at=NOW, actor="clerk")
    kept = files.keep(b"%PDF")
    snapshot = Snapshot.objects.get(round__assessment=assessment, round__number=1)
    return Paper.objects.create(
        snapshot=snapshot,
        kind="county",
        form="pdf",
        final=True,
        sha256=kept,
        size=4,
        job=job,
        made_at=NOW,
        **given,
    )
