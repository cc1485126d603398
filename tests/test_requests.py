"""What holds for every address alike: looking changes nothing, changing needs the page's token, nothing is
kept on the way."""

import hashlib

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from counties.models import Officer
from tests.addresses import arguments_of, routes
from tests.factories import client_of, whole
from tests.permissions.completeness import refuses

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

# What looking leaves behind: that one looked, and that one is there.
TRACES = {"operations.AuditEvent", "sessions.Session"}


def content() -> dict[str, str]:
    """The digest of all rows of each table, but of the traces."""
    return {
        model._meta.label: hashlib.sha256(
            repr([plain(row) for row in model._base_manager.order_by("pk").values_list()]).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.label not in TRACES
    }


def plain(row: tuple[object, ...]) -> list[object]:
    """PostgreSQL gives bytes as a view of them, which tells where they lie instead of what they are."""
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


def test_looking_at_everything_changes_nothing(clerk: Officer) -> None:
    arguments, browser = arguments_of(clerk), client_of(clerk)
    before = content()
    for route in routes():
        whole(browser.get(reverse(str(route.name), kwargs=arguments.get(str(route.name)))))
    assert content() == before


def test_nothing_is_changed_without_the_pages_token(clerk: Officer) -> None:
    arguments, browser = arguments_of(clerk), Client(enforce_csrf_checks=True)
    browser.force_login(clerk.user)
    before, asked = content(), 0
    for route in routes():
        if not refuses(str(route.name), "POST"):
            address = reverse(str(route.name), kwargs=arguments.get(str(route.name)))
            assert browser.post(address, {"text": "说明"}).status_code == 403, address
            asked += 1
    assert asked > 20
    assert content() == before


def test_nobody_keeps_an_answer_on_the_way(clerk: Officer) -> None:
    """Neither a browser nor a proxy, of a page, a refusal, or the way elsewhere; none is put in a frame."""
    arguments, browser, stranger = arguments_of(clerk), client_of(clerk), Client()
    for route in routes():
        address = reverse(str(route.name), kwargs=arguments.get(str(route.name)))
        for response in (browser.get(address), stranger.get(address), browser.post(f"{address}?x")):
            whole(response)
            assert "no-store" in response["Cache-Control"], address
            assert response["X-Frame-Options"] == "DENY", address
            assert "default-src 'none'" in response["Content-Security-Policy"], address
            assert response["X-Content-Type-Options"] == "nosniff", address
