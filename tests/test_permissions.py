"""Who gets which answer on which page: ``permissions.csv``, every route, method and person.

A cell is a status; ``login`` is the way to the login page. The people are told by what they are to
the county whose rows are asked for: its clerk and its leader, the clerk of a county of the same
city, the inspectors of its city and of another, the nation's viewer, a login without a post, and
somebody who is not logged in.
"""

import csv
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments import snapshots
from assessments.evidence.models import Evidence
from assessments.models import Assessment, Round, Snapshot
from counties.models import Division, Officer, User
from indicators.models import Calculation, SchoolFigure
from operations.models import Job
from reports.downloads.models import Bundle
from reports.models import Document, Paper
from reports.verification import codes
from schools import files
from schools.ledger.problems import Severity
from schools.models import HeadingAnswer, Ledger, LedgerProblem, School
from tests.assessments.offices import begun
from tests.evidence.shown import shown, shown_digest
from tests.factories import NOW, division, officer
from tests.reports.parcels import of_downloads
from tests.steps import figures_accepted, judged
from tests.visitors import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

TABLE = Path(__file__).with_name("permissions.csv")
PEOPLE = ("clerk", "leader", "sibling_clerk", "city", "other_city", "nation", "no_post", "anonymous")
METHODS = ("GET", "POST")
# What is the same for everybody who holds a post.
OF_NOBODY = {"verify-code", "standard", "indicator", "live-template"}
OF_CALCULATION = ("results", "items", "dossier", "dossier-progress", "dossier-download")

Answers = dict[tuple[str, str, str], str]


def expected() -> Answers:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            (line["route"], line["method"], person): line[person]
            for line in csv.DictReader(table)
            for person in PEOPLE
        }


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every address but the administrator's, which has a test of its own."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from routes(pattern.url_patterns)


@pytest.fixture
def people(clerk: Officer, county: Division, city: Division) -> dict[str, User | None]:
    post = Officer.Role
    return {
        "clerk": clerk.user,
        "leader": officer("leader", county, post.LEADER).user,
        "sibling_clerk": officer("sibling", division("990103", "同市县"), post.CLERK).user,
        "city": officer("city", city, post.INSPECTOR).user,
        "other_city": officer("other_city", division("990200", "他市"), post.INSPECTOR).user,
        "nation": officer("nation", Division.objects.get(code="000000"), post.VIEWER).user,
        "no_post": User.objects.create_user("no_post"),
        "anonymous": None,
    }


@pytest.fixture
def arguments(clerk: Officer) -> dict[str, dict[str, object]]:
    """What stands in each address: rows of the county, or of what its clerk made of it."""
    calculation = judged(clerk)
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
        "verify-code": {"code": codes.code_of("snapshot", "1")},
    }


def of_evidence(clerk: Officer) -> dict[str, dict[str, object]]:
    evidence: dict[str, object] = {"pk": shown(clerk).pk}
    return {
        **dict.fromkeys(("evidence-file", "evidence-place", "evidence-remove"), evidence),
        "evidence": {"code": clerk.division.code},
    }


def answered(ledger: Ledger) -> HeadingAnswer:
    """What the county answered about one of its headings."""
    said = {"kind": ledger.kind, "key": "x", "text": "x", "given_by": ledger.uploaded_by, "given_at": NOW}
    return HeadingAnswer.objects.create(county=ledger.county, ledger=ledger, **said)


def submitted_twice(clerk: Officer) -> Assessment:
    """An assessment with a snapshot in each of two rounds."""
    assessment = begun(clerk)
    first, second = assessment.rounds.get(), Round(assessment=assessment, number=2, reason="退回")
    second.opened_by, second.opened_at = clerk.user, NOW
    second.save()
    for number, each in enumerate((first, second), 1):
        assessment.round = number
        content = snapshots.freeze(assessment, at=NOW)
        Snapshot.objects.create(round=each, sha256=str(number), content=zlib.compress(content), made_at=NOW)
    return assessment


def of_assessment(assessment: Assessment) -> dict[str, dict[str, object]]:
    pk: dict[str, object] = {"pk": assessment.pk}
    paper: dict[str, object] = {"pk": paper_of(assessment).pk}
    return {
        **dict.fromkeys(("assessment", "assessment-evidence", "inspection", "survey", "papers"), pk),
        **dict.fromkeys(("review", "review-finish", "review-comparison", "doubts"), pk),
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


def answers(
    people: dict[str, User | None], arguments: dict[str, dict[str, object]], wanted: Iterable[tuple[str, ...]]
) -> Answers:
    """What the *wanted* people get on the wanted routes."""
    visitors = {person: Visitor(people[person]) for person in PEOPLE}
    return {
        (name, method, person): visitors[person].answer(method, reverse(name, kwargs=arguments.get(name)))
        for name, method, person in wanted
    }


def test_every_route_is_in_the_table_and_every_line_is_a_route() -> None:
    named = {str(route.name) for route in routes()}
    assert None not in {route.name for route in routes()}
    assert {(route, method) for route, method, _ in expected()} == {
        (name, m) for name in named for m in METHODS
    }
    assert all(expected().values())


def test_everybody_gets_the_answer_that_the_table_says(
    people: dict[str, User | None], arguments: dict[str, dict[str, object]]
) -> None:
    table = expected()
    found = answers(people, arguments, table)
    assert {key: (table[key], found[key]) for key in table if table[key] != found[key]} == {}


def everything(queryset: "models.QuerySet[Any]", officer: Officer) -> "models.QuerySet[Any]":
    return queryset.all()


def test_the_table_would_tell_if_everybody_saw_everything(
    people: dict[str, User | None],
    arguments: dict[str, dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: without ``visible_to`` every address of a row lets a stranger in."""
    tenants = (
        Division,
        Ledger,
        HeadingAnswer,
        School,
        Calculation,
        Job,
        Assessment,
        Snapshot,
        Officer,
        Evidence,
        Paper,
        Bundle,
        Document,
    )
    for model in tenants:
        monkeypatch.setattr(type(model.objects.all()), "visible_to", everything)
    strangers = [key for key, due in expected().items() if due == "404"]
    open_doors = {route for route, _, _ in strangers}
    let_in = {key[0] for key, got in answers(people, arguments, strangers).items() if got != "404"}
    assert open_doors == set(arguments) - OF_NOBODY
    assert let_in == open_doors


def admin_pages(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_pages(pattern.url_patterns, address)
        elif address.startswith("/admin/") and not re.search("[$^(]|login/", address):
            yield re.sub("<[^>]*>", "1", address)


def test_no_officer_enters_the_administrators_rooms(people: dict[str, User | None]) -> None:
    pages = list(admin_pages(list(get_resolver().url_patterns)))
    assert len(pages) > 20
    client = Client()
    for user in filter(None, people.values()):
        client.force_login(user)
        let_in = {page for page in pages if client.get(page).status_code == 200}
        assert let_in <= {"/admin/jsi18n/"}


def test_business_data_cannot_be_changed_by_the_administrator(clerk: Officer) -> None:
    calculation = judged(clerk)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for name, pk in (("schools/ledger", calculation.ledger.pk), ("indicators/calculation", calculation.pk)):
        assert client.get(f"/admin/{name}/").status_code == 200
        assert client.get(f"/admin/{name}/{pk}/change/").status_code == 200
        assert client.post(f"/admin/{name}/{pk}/change/", {"state": "refused"}).status_code == 403
        assert client.post(f"/admin/{name}/{pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.get(f"/admin/{name}/add/").status_code == 403
    calculation.ledger.refresh_from_db()
    assert calculation.ledger.state == Ledger.State.ACCEPTED
