"""Every address of the product, with what stands in it: rows of a county, or of what its clerk made of it.

A new route whose address has to be told something gets it here, by its name.
"""

import zlib
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from assessments import snapshots
from assessments.inbox.models import Message
from assessments.models import Assessment, Round, Snapshot, StatusChange
from assessments.recheck.models import Measure, Point, Recheck, RecheckChange
from assessments.roadmap.models import CountyPlan
from counties.levels import Level
from counties.models import Officer
from indicators.models import Calculation, SchoolFigure
from operations.models import AuditEvent, Job
from reports.models import Paper
from reports.verification import codes
from schools import files
from schools.ledger.problems import Severity
from schools.models import HeadingAnswer, Ledger, LedgerProblem
from tests.assessments.offices import begun
from tests.evidence.shown import shown, shown_digest
from tests.factories import NOW
from tests.reports.parcels import of_downloads
from tests.steps import STANDARD, YEAR, figures_accepted, judged

Arguments = dict[str, dict[str, object]]


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every address but the administrator's, which has a test of its own."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield pattern
        elif pattern.app_name != "admin":
            yield from routes(pattern.url_patterns)


def arguments_of(clerk: Officer, content: bytes | None = None) -> Arguments:
    """Make the rows, of a ledger with this *content*, and return what stands in each route's address."""
    calculation = judged(clerk, content)
    figures_accepted(clerk)
    countys = of_county(clerk, calculation, waiting=calculation.ledger)
    countys |= of_assessment(submitted_twice(clerk))
    submitted = Snapshot.objects.all()[0].sha256
    return {**countys, "verify-code": {"code": codes.code_of("snapshot", submitted)}}


def of_county(clerk: Officer, calculation: Calculation, *, waiting: Ledger) -> Arguments:
    """Of a county whose ledger and figures are accepted; *waiting* is a version that waits for its clerk."""
    return {
        **of_ledger(calculation.ledger),
        **of_waiting(waiting),
        **of_calculation(calculation),
        **of_evidence(clerk),
        **of_downloads(clerk, calculation),
        **of_plan(clerk),
        "post": {"pk": clerk.pk},
        "trail-event": {"pk": AuditEvent.objects.filter(stream=clerk.division.code)[0].pk},
        "trail-export": {"form": "csv"},
        "verify-code": {"code": codes.code_of("snapshot", "1")},
    }


def alike(names: str, **arguments: object) -> Arguments:
    """Give all the routes named the same arguments."""
    return {name: arguments for name in names.split()}


def of_ledger(ledger: Ledger) -> Arguments:
    figures = Ledger.objects.get(county=ledger.county, kind=Ledger.Kind.COUNTY)
    return {
        **alike("ledger ledger-progress ledger-file ledger-rows ledger-repair problems", pk=ledger.pk),
        **alike("evaluate ledger-restore", pk=ledger.pk),
        **alike("county remembered-headings", code=ledger.county.code),
        "county-figures": {"pk": figures.pk},
    }


def of_waiting(ledger: Ledger) -> Arguments:
    query = LedgerProblem.objects.create(ledger=ledger, severity=Severity.QUERY, code="x", message="偏大")
    return {
        **alike("ledger-accept ledger-accept-progress ledger-compare", pk=ledger.pk),
        **alike("ledger-mend heading-answers", pk=ledger.pk),
        **alike("explain school-event", pk=ledger.pk, problem=query.pk),
        "heading-withdraw": {"pk": answered(ledger).pk},
    }


def answered(ledger: Ledger) -> HeadingAnswer:
    """What the county answered about one of its headings."""
    said = {"kind": ledger.kind, "key": "x", "text": "人数", "given_by": ledger.uploaded_by, "given_at": NOW}
    return HeadingAnswer.objects.create(county=ledger.county, ledger=ledger, **said)


def of_calculation(calculation: Calculation) -> Arguments:
    pk = {"pk": calculation.pk}
    figures = SchoolFigure.objects.select_related("school").filter(stage__calculation=calculation)
    school = figures.filter(stage__stage="primary")[0].school.code
    coefficient = {**pk, "stage": "primary", "indicator": "sports_area"}
    return {
        **alike("results items dossier dossier-progress dossier-download", **pk),
        "item-answer": {**pk, "item": "guarantee-01"},
        "dispersion": coefficient,
        "value": {**coefficient, "school": school},
        "school": {"code": school},
        "form-download": {**pk, "kind": "forms"},
        "export": {**pk, "name": "schools", "form": "xlsx"},
        **alike("standard live-template", code=calculation.standard_code),
        "indicator": {"code": calculation.standard_code, "indicator": "sports_area"},
    }


def of_plan(clerk: Officer) -> Arguments:
    """A county in the province's plan, recognised the year before and under review since."""
    county, user = clerk.division, clerk.user
    CountyPlan.objects.create(county=county, year=YEAR, basis="省规划", set_by=user, set_at=NOW)
    opened = {"opened_by": user, "opened_at": NOW, "moved_at": NOW}
    of_before = {"year": YEAR - 1, "standard": STANDARD, "step": "recognised", "held_by": "nation"}
    recognised = Assessment.objects.create(county=county, **of_before, **opened)
    found = alike("roadmap-plan monitoring-county recheck-begin", code=county.code)
    return {**found, **of_recheck(recognised, clerk)}


def of_recheck(recognised: Assessment, clerk: Officer) -> Arguments:
    """A review of the recognition, which waits for the county to say what it did."""
    opened = {"opened_by": clerk, "opened_at": NOW, "moved_at": NOW}
    recheck = Recheck.objects.create(assessment=recognised, year=YEAR, ground="sample", **opened)
    point = Point.objects.create(recheck=recheck, number=1, what="专用教室不足")
    said = {"by": clerk, "at": NOW}
    RecheckChange.objects.create(
        recheck=recheck, version=1, way="begin", target="rectifying", due_on=NOW.date(), year=YEAR, **said
    )
    Measure.objects.create(point=point, text="已增配", **said)
    pk: dict[str, object] = {"pk": recheck.pk}
    return {
        **alike("recheck-measure recheck-check", **pk, number=1),
        "recheck": pk,
        "recheck-advance": {**pk, "way": "report"},
    }


def of_evidence(clerk: Officer) -> Arguments:
    return {
        **alike("evidence-file evidence-place evidence-remove", pk=shown(clerk).pk),
        "evidence": {"code": clerk.division.code},
    }


def of_assessment(assessment: Assessment) -> Arguments:
    """Of an assessment with two rounds that were submitted."""
    pk = {"pk": assessment.pk}
    paper = paper_of(assessment, Level.COUNTY, final=True)
    return {
        **alike("assessment assessment-evidence inspection survey papers", **pk),
        **alike("review review-finish review-comparison doubts", **pk),
        "inbox-read": {"pk": told(assessment).pk},
        "review-item": {**pk, "item": "guarantee-08"},
        "paper-make": {**pk, "number": 1, "kind": "county"},
        **alike("paper-download paper-signature", pk=paper.pk),
        "assessment-advance": {**pk, "transition": "sign"},
        "rounds-difference": {**pk, "earlier": 1, "later": 2},
        "round-evidence-file": {**pk, "number": 1, "sha256": shown_digest()},
    }


def told(row: Assessment) -> Message:
    """What the county was told: that its assessment came back."""
    first, by = row.rounds.all()[0], Officer.objects.get(user=row.opened_by)
    fixed = {"version": 0, "source": "signed", "target": "draft", "by": by, "at": NOW}
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


def paper_of(assessment: Assessment, office: Level, *, final: bool) -> Paper:
    """A document of the first round, as somebody had it made."""
    job = Job.objects.create(kind="reports.paper", key=f"paper-{office}", created_at=NOW, actor="clerk")
    return Paper.objects.create(
        snapshot=Snapshot.objects.get(round__assessment=assessment, round__number=1),
        kind=office.value,
        office=office,
        form=Paper.Form.PDF,
        final=final,
        title="报告",
        number="1",
        code="0" * 28,
        contents=office.value,
        sha256=files.keep(b"%PDF"),
        size=4,
        job=job,
        made_at=NOW,
    )
