"""Words that only the neighbour's rows contain appear on no page of the county's."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import resolve

from counties.models import Officer
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests.factories import client_of, whole
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.steps import judged, renumbered, workbook

pytestmark = pytest.mark.django_db

CANARY = "金丝雀"
ENOUGH = 4  # pages of the same kind


def canaries(officer: Officer) -> None:
    """A county every text of which contains the word, judged and explained."""
    officer.division.name = f"{CANARY}县"
    officer.division.save()
    officer.user.first_name = CANARY
    officer.user.save()
    rows = [{**row, "name": f"{CANARY}{row['name']}"} for row in renumbered(county_rows(), "990102")]
    calculation = judged(officer, workbook(rows))
    forge(Ledger.objects.filter(pk=calculation.ledger.pk), filename=f"{CANARY}.xlsx", notices=[CANARY])
    LedgerProblem.objects.create(
        ledger=calculation.ledger,
        severity=Severity.QUERY,
        code=CANARY,
        message=CANARY,
        school=CANARY,
        value=CANARY,
        explanation=CANARY,
    )


def crawl(client: Client) -> dict[str, str]:
    """Follow every link from the first page on, and return the pages by address."""
    waiting, seen, pages = ["/"], {"/"}, {}
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = str(resolve(address.partition("?")[0]).url_name) + ("?" if "?" in address else "")
        kinds[kind] += 1
        if kinds[kind] > ENOUGH:
            continue
        response = client.get(address, follow=True)
        assert response.status_code in {200, 409}, address
        if response.streaming:
            whole(response)
            continue
        pages[address] = text = response.content.decode()
        base = response.request["PATH_INFO"]
        for link in re.findall(r'href="([^"#]+)', text):
            target = _absolute(link.replace("&amp;", "&"), base)
            if not target.startswith("/static/") and target not in seen:
                seen.add(target)
                waiting.append(target)
    return pages


def _absolute(link: str, base: str) -> str:
    if link.startswith("?"):
        return base + link
    while link.startswith("../"):
        link, base = link.removeprefix("../"), base.rstrip("/").rpartition("/")[0] + "/"
    return link if link.startswith("/") else base + link


def test_a_county_sees_nothing_of_its_neighbour(
    clerk: Officer, neighbours_clerk: Officer, city_inspector_client: Client
) -> None:
    canaries(neighbours_clerk)
    own = judged(clerk)
    mine, citys, theirs = (
        crawl(client) for client in (client_of(clerk), city_inspector_client, client_of(neighbours_clerk))
    )
    assert {address for address, text in mine.items() if CANARY in text} == set()
    assert f"/results/{own.pk}/" in mine
    assert len(mine) > 20
    assert any(CANARY in text for text in citys.values())
    assert all(CANARY in text for text in theirs.values())


def test_what_one_looks_for_is_only_found_among_what_one_may_see(
    clerk: Officer, neighbours_clerk: Officer, city_inspector_client: Client
) -> None:
    canaries(neighbours_clerk)
    other_city = client_of(clerk).get(f"/?search={CANARY}&year=2025").content.decode()
    assert f"{CANARY}县" not in other_city
    assert f"{CANARY}县" in city_inspector_client.get(f"/?search={CANARY}&year=2025").content.decode()
