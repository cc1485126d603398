"""Whatever somebody writes into an address, the answer is a page and no error of ours."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter

from counties.models import Officer
from tests.addresses import Arguments, arguments_of, routes
from tests.factories import client_of, whole
from tests.permissions.completeness import refuses

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parent.parent
APPS = ("assessments", "counties", "indicators", "operations", "reports", "schools")
READ = re.compile(r'(?:GET|asked|query)\.(?:get|getlist)\("([a-z_]+)"|"([a-z_]+)" in request\.GET')
HOSTILE = (
    "",
    "-1",
    "9" * 30,
    "1.5e308",
    "'\" OR 1=1 --",
    "\x00",
    "%s{0}{{7*7}}",
    "𠮷\u202e",
    "a" * 3000,
    "../../etc/passwd",
)
BROKEN = {IntConverter: 10**30, SlugConverter: "a" * 3000, StringConverter: "\x01'\u202e"}


def parameters() -> list[str]:
    """Name every parameter of an address that some view reads, as its source says."""
    found: set[str] = set()
    for app in APPS:
        for module in (ROOT / app).rglob("*.py"):
            for names in READ.findall(module.read_text(encoding="utf-8")):
                found |= set(names) - {""}
    return sorted(found)


def pages(arguments: Arguments) -> Iterator[str]:
    for route in routes():
        if not refuses(str(route.name), "GET"):
            yield reverse(str(route.name), kwargs=arguments.get(str(route.name)))


def is_answered(response: HttpResponseBase) -> bool:
    whole(response)
    return response.status_code < 500


def test_the_parameters_are_found() -> None:
    assert {"year", "page", "sort", "search", "with", "school", "under", "area"} <= set(parameters())


def test_every_page_takes_any_parameter(clerk: Officer, nation_viewer: Officer) -> None:
    """All at once, another value on every page; each by itself is a proof."""
    browsers = [client_of(clerk), client_of(nation_viewer)]
    for number, page in enumerate(pages(arguments_of(clerk))):
        value = quote(HOSTILE[number % len(HOSTILE)])
        query = "&".join(f"{name}={value}" for name in parameters())
        assert is_answered(browsers[number % 2].get(f"{page}?{query}")), (page, value)


@pytest.mark.proof
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_every_page_takes_every_parameter(clerk: Officer, nation_viewer: Officer, value: str) -> None:
    browsers = [client_of(clerk), client_of(nation_viewer)]
    for page in pages(arguments_of(clerk)):
        for number, name in enumerate(parameters()):
            asked: Any = browsers[number % 2].get(f"{page}?{name}={quote(value)}")
            assert is_answered(asked), (page, name, value)


def test_every_address_takes_any_key(clerk: Officer) -> None:
    """A key that no row can have is a page that is not there."""
    browser, arguments = client_of(clerk), arguments_of(clerk)
    for route in routes():
        known = arguments.get(str(route.name), {})
        for name, converter in route.pattern.converters.items():
            broken = BROKEN.get(type(converter), "x")
            address = reverse(str(route.name), kwargs={**known, name: broken})
            for response in (browser.get(address), browser.post(address)):
                assert response.status_code in {400, 403, 404, 405}, (address, response.status_code)
