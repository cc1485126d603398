"""Who gets which answer on which page: ``permissions.csv``, every route, method and person.

A cell is a status; ``login`` is the way to the login page. The people are told by what they are to
the county whose rows are asked for: its clerk and its leader, the clerk of a county of the same
city, the inspectors of its city and of another, the nation's viewer, a login without a post, and
somebody who is not logged in.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.evidence.models import Evidence
from assessments.inbox.models import Message
from assessments.models import Assessment, Snapshot
from counties.models import Division, Officer, User
from indicators.models import Calculation
from operations.models import Job
from reports.downloads.models import Bundle
from reports.models import Document, Paper
from schools.models import HeadingAnswer, Ledger, School
from tests.addresses import Arguments, arguments_of, routes
from tests.factories import division, officer
from tests.steps import judged
from tests.visitors import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

TABLE = Path(__file__).with_name("permissions.csv")
PEOPLE = ("clerk", "leader", "sibling_clerk", "city", "other_city", "nation", "no_post", "anonymous")
METHODS = ("GET", "POST")
# What is the same for everybody who holds a post.
OF_NOBODY = {"verify-code", "standard", "indicator", "live-template"}

Answers = dict[tuple[str, str, str], str]


def expected() -> Answers:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            (line["route"], line["method"], person): line[person]
            for line in csv.DictReader(table)
            for person in PEOPLE
        }


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
def arguments(clerk: Officer) -> Arguments:
    return arguments_of(clerk)


def answers(
    people: dict[str, User | None], arguments: Arguments, wanted: Iterable[tuple[str, ...]]
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
    people: dict[str, User | None], arguments: Arguments
) -> None:
    table = expected()
    found = answers(people, arguments, table)
    assert {key: (table[key], found[key]) for key in table if table[key] != found[key]} == {}


def everything(queryset: "models.QuerySet[Any]", officer: Officer) -> "models.QuerySet[Any]":
    return queryset.all()


def test_the_table_would_tell_if_everybody_saw_everything(
    people: dict[str, User | None],
    arguments: Arguments,
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
        Message,
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
