"""The demonstration (示例), set up the way every county goes: each step by the action that officers
take, each job by the queue. What is there already is left as it is."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files import File

from assessments import actions as assessments
from assessments.demo import cast, counties, journeys, more, passwords, workbooks
from assessments.demo.cast import Part
from assessments.demo.plans import County
from counties import actions as divisions
from counties.models import Division, Officer, User
from indicators.models import Calculation
from operations import jobs
from operations.models import Job
from reports import actions as reports
from schools import actions as schools
from schools.ledger.problems import Severity
from schools.models import Ledger

BY = "demo"
# The county's own figures come first, so that its schools are judged with them at once.
WRITERS: Mapping[Ledger.Kind, Callable[[County, Path], None]] = {
    Ledger.Kind.COUNTY: workbooks.write_figures,
    Ledger.Kind.SCHOOLS: workbooks.write,
}
Workbooks = Mapping[tuple[str, int, Ledger.Kind], Path]
LOOK_EVERY = 0.2


class Stuck(Exception):
    """A job of the demonstration came to nothing; the message is for whoever runs the server."""


@dataclass(frozen=True)
class Login:
    """A part and its password, which is empty where it is no longer known."""

    part: Part
    password: str


def open_divisions(*, at: datetime) -> None:
    """Enter the invented counties with their city and province."""
    divisions.create_demo_divisions(counties=cast.COUNTIES, by=BY, at=at)


def open_accounts(*, parts: Sequence[Part], file: Path, at: datetime) -> list[Login]:
    """Open the accounts that are not there, with new passwords kept in *file*."""
    names = [part.username for part in parts]
    present = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    known = passwords.kept(file, [name for name in names if name not in present])
    for part in parts:
        if part.username not in present:
            divisions.open_account(
                username=part.username,
                name=part.name,
                password=known[part.username],
                division=Division.objects.current().get(code=part.division),
                role=part.role,
                by=BY,
                at=at,
            )
    return [Login(part, known.get(part.username, "")) for part in parts]


def write_workbooks(folder: Path) -> Workbooks:
    """Leave every ledger in *folder*, to be uploaded by hand as well; return the counties'."""
    folder.mkdir(parents=True, exist_ok=True)
    workbooks.write_faulty(folder / workbooks.FAULTY)
    written = {}
    for county in (*more.EARLIER, *counties.COUNTIES, *more.MORE):
        for kind, write in WRITERS.items():
            path = folder / f"{cast.COUNTIES[county.code]}{county.year}学年{kind.label}.xlsx"
            write(county, path)
            written[county.code, county.year, kind] = path
    return written


def bring_in(*, invented: Iterable[County], ledgers: Workbooks, at: datetime) -> Iterator[str]:
    """Take the ledgers of *invented* all the way to their documents; say each step that was needed."""
    chosen = [(_clerk(county.code), county.year) for county in invented]
    received = [
        _receive(clerk, year, kind, ledgers[clerk.division.code, year, kind], at)
        for clerk, year in chosen
        for kind in WRITERS
        if not accepted(clerk, kind, year)
    ]
    if received:
        yield f"上传并校核 {len(received)} 份工作簿……"
        _settle([ledger.job for ledger in received])
        yield "说明疑点、采用、测算……"
        for ledger in received:
            _accept(ledger, at)
        _settle(
            Job.objects.filter(kind="indicators.evaluate", payload__ledger__in=[each.pk for each in received])
        )
    found = [calculation_of(clerk.division.code, year) for clerk, year in chosen]
    shown = {county.code for county in counties.COUNTIES}  # of the others the way is shown, not the papers
    without = [
        calculation
        for calculation in filter(None, found)
        if calculation.ledger.county.code in shown and not calculation.documents.exists()
    ]
    if without:
        yield f"生成 {len(without)} 个县的自评报告和申报表……"
        _settle([_request(calculation, at) for calculation in without])


def accepted(clerk: Officer, kind: Ledger.Kind, year: int) -> bool:
    return Ledger.objects.visible_to(clerk).of_year(year).of_kind(kind).accepted().exists()


def calculation_of(code: str, year: int = cast.YEAR) -> Calculation | None:
    """Return the newest calculation of the county's accepted ledger of *year*."""
    of_year = Calculation.objects.filter(ledger__county__code=code, ledger__year=year)
    return of_year.filter(ledger__state=Ledger.State.ACCEPTED).order_by("-made_at").first()


def _clerk(code: str) -> Officer:
    part = next(part for part in cast.CLERKS if part.division == code)
    return Officer.objects.serving().select_related("division", "user").get(user__username=part.username)


def _receive(clerk: Officer, year: int, kind: Ledger.Kind, path: Path, at: datetime) -> Ledger:
    with path.open("rb") as content:
        return schools.receive(
            county=clerk.division,
            year=year,
            kind=kind,
            standard=cast.STANDARD,
            file=File(content, name=path.name),
            by=clerk,
            at=at,
        )


def _accept(ledger: Ledger, at: datetime) -> None:
    clerk = _clerk(ledger.county.code)
    for problem in ledger.problems.filter(severity=Severity.QUERY, explanation=""):
        if text := cast.EXPLANATIONS.get(problem.code):
            schools.explain(problem=problem, text=text, by=clerk, at=at)
    ledger.refresh_from_db()
    if ledger.is_of_schools and ledger.county.code in journeys.JOURNEYS:
        journeys.answer(ledger, by=clerk, at=at)
    assessments.accept_ledger(ledger=ledger, by=clerk, at=at)


def _request(calculation: Calculation, at: datetime) -> Job:
    clerk = _clerk(calculation.ledger.county.code)
    return reports.request_documents(calculation=calculation, by=clerk, at=at)


def _settle(wanted: Iterable[Job]) -> None:
    """Run what is queued; wait for what another worker has begun. Raise ``Stuck`` if one failed."""
    keys = [job.pk for job in wanted]
    while jobs.run_pending() or Job.objects.unfinished().filter(pk__in=keys).exists():
        time.sleep(LOOK_EVERY)
    for failed in Job.objects.filter(pk__in=keys, state=Job.State.FAILED):
        raise Stuck(f"{failed.kind}：{failed.error}")
