"""The matrix of permissions is complete, and everybody gets the answers that it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from counties.models import Officer, User
from schools.models import Ledger
from tests.factories import client_of
from tests.opened import open_to_everybody, tenants
from tests.permissions import people, table
from tests.permissions.addresses import OF_NOBODY
from tests.permissions.asking import ask
from tests.permissions.completeness import due, parts, routes, sample
from tests.permissions.states import ANY, STATES
from tests.permissions.table import Answers, Cell
from tests.steps import judged

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


def wrong(found: Answers) -> dict[Cell, str]:
    """Say of each cell that differs from the table what it should be and is."""
    said = table.read()
    return {
        cell: f"{said[cell]} due, {answer} given" for cell, answer in found.items() if answer != said[cell]
    }


def test_every_cell_is_in_the_table_and_nothing_else_is() -> None:
    there, wanted = table.read().keys(), due()
    assert sorted(wanted - there) == []
    assert sorted(there - wanted) == []
    assert len(there) >= 5_000


def test_a_cell_that_is_missing_or_stands_there_twice_is_noticed(tmp_path: Path) -> None:
    lines = table.FILE.read_text(encoding="utf-8").splitlines()
    changed = tmp_path / "answers.csv"
    changed.write_text("\n".join(lines[:-1]))
    assert due() - table.read(changed).keys()
    changed.write_text("\n".join([*lines, lines[-1]]))
    with pytest.raises(ValueError, match="twice"):
        table.read(changed)


def test_everybody_gets_the_answer_that_the_table_says() -> None:
    """Of every address each role and each relation; all cells are a proof."""
    assert wrong(ask(sample(table.read()))) == {}


@pytest.mark.proof
@pytest.mark.parametrize("state", STATES)
def test_every_cell_gets_the_answer_that_the_table_says(state: str) -> None:
    states = {state, ANY} if state == STATES[0] else {state}
    assert wrong(ask(cell for cell in table.read() if cell.state in states)) == {}


def test_whoever_is_nothing_to_a_county_is_told_that_there_is_nothing() -> None:
    """What the table says is right in this at least: no row of a county is there for another's officers, and
    nothing but a login is for a stranger."""
    rows = {str(route.name) for route in routes() if parts(route)} - OF_NOBODY
    outside = {"sibling", "cousin", "none"}
    for cell, answer in table.read().items():
        if cell.role in {"anonymous", "disabled"} and cell.route in rows:
            assert answer in {"login", "405"}, cell
        elif cell.role == "no_post" and cell.route in rows:
            assert answer in {"403", "405"}, cell
        elif cell.relation in outside and cell.route in rows:
            assert answer in {"404", "403", "405"}, cell
            assert answer != "403" or cell.role != "clerk", cell


def test_the_table_would_tell_if_everybody_saw_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without ``visible_to`` every address of a row lets a stranger in, each by its name."""
    rows = {str(route.name) for route in routes() if parts(route)} - OF_NOBODY
    strangers = [
        cell
        for cell, answer in table.read().items()
        if (cell.of, cell.state in {ANY, STATES[0]}, cell.role, cell.relation, answer)
        == ("county", True, "clerk", "sibling", "404")
        and cell.route in rows
    ]
    assert {cell.route for cell in strangers} == rows
    assert len(list(tenants())) > 10
    open_to_everybody(monkeypatch)
    assert {cell.route for cell in wrong(ask(strangers))} == rows


def admin_pages(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_pages(pattern.url_patterns, address)
        elif address.startswith("/admin/") and not re.search("[$^(]|login/", address):
            yield re.sub("<[^>]*>", "1", address)


def test_no_officer_enters_the_administrators_rooms() -> None:
    pages = list(admin_pages(list(get_resolver().url_patterns)))
    assert len(pages) > 20
    county = people.offices()[people.COUNTYS["own"]]
    client = Client()
    for level in ("county", "nation"):
        for role in people.ROLES:
            client = client_of(county.at(level, role))
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
