"""How long the auditor waits for a page of a trail of a million events, however he asks.

    .venv/bin/python -m benchmarks.trail [--events 1000000] [--var FOLDER]

Writes the events, of all counties of the country, in FOLDER or in the database that DATABASE_URL names (once;
kept for the next run), and asks for pages as the auditors of nation, province, city and county. Prints what
each took, and exits 1 where one took longer than a second. The events are no chain: nothing is verified.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

LONGEST = 1.0  # seconds
BATCH = 10_000
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
DEEDS = {
    "review.marked": 70,
    "ledger.received": 10,
    "ledger.checked": 10,
    "assessment.moved": 8,
    "access.refused": 2,
}
QUERIES = (
    "",
    "refused=1",
    "deed=assessment.moved",
    "deed=access.refused",
    "person={person}",
    "person=nobody",
    "object=ledger:777",
    "office={county}",
    "office={county}&deed=access.refused",
    "since=2024-02-01&until=2024-02-02",
    "since=2025-01-01&deed=divisions.loaded",
    "refused=1&deed=review.marked",
)


def events(count: int, counties: list[str]) -> Iterator[dict[str, Any]]:
    chance, places = random.Random(1), Counter[str]()
    for number in range(count):
        code = chance.choice(counties)
        [action] = chance.choices(list(DEEDS), list(DEEDS.values()))
        refused = action == "access.refused"
        stream = "access" if refused else code
        places[stream] += 1
        yield {
            **{"stream": stream, "seq": 10_000_000 + places[stream], "at": BEGAN + timedelta(minutes=number)},
            **{"actor": f"u{code}-{number % 7}", "action": action, "object": f"ledger:{number // 20}"},
            **{"office": f"{code} 某县", "role": "clerk", "refused": refused, "format": 2},
            **{"detail": {"file": "台账.xlsx"}, "previous": "0" * 64, "hash": f"{number:064x}"},
        }


def fill(count: int) -> None:
    models = import_module("operations.models")
    call_command("migrate", verbosity=0)
    if models.AuditEvent.objects.count() >= count:
        return
    call_command("load_divisions", verbosity=0)
    counties = import_module("counties.models").Division.objects.counties().current()
    batch = []
    for each in events(count, list(counties.values_list("code", flat=True))):
        batch.append(models.AuditEvent(**each))
        if len(batch) == BATCH:
            models.AuditEvent.objects.bulk_create(batch, batch_size=1000)
            batch = []
    models.AuditEvent.objects.bulk_create(batch, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask() -> list[str]:
    """Ask for the first and the second page in every way; return what took too long."""
    paging, asked = import_module("counties.trail.paging"), import_module("counties.trail.asked").Asked
    current = import_module("counties.models").Division.objects.current()
    county = current.filter(level="county").order_by("code")[500].code
    person = f"u{county}-3"
    slow = []
    for code in ("000000", f"{county[:2]}0000", f"{county[:4]}00", county):
        office = current.get(code=code)
        for query in QUERIES:
            rows = asked.of(QueryDict(query.format(county=county, person=person))).events(office)
            began = time.monotonic()
            first = paging.page(rows)
            if first.older:
                paging.page(rows, before=str(first.older))
            took = time.monotonic() - began
            print(
                f"{office.level:9} {query:42} {len(first.events):3} events, both pages {took * 1000:7.1f} ms"
            )
            if took > LONGEST:
                slow.append(f"{office.level} {query}: {took:.2f} s")
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--var", type=Path, default=Path(tempfile.gettempdir()) / "balance-trail")
    given = parser.parse_args()
    os.environ |= {"VAR_DIR": str(given.var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    fill(given.events)
    missed = ask()
    print("\n".join(missed) or "every page came within a second")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
