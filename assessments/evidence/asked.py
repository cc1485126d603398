"""What is asked of a county's evidence: which items rest on it, and which material lists name for each."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from assessments.models import Assessment
from counties.models import Division
from indicators import published
from indicators.calculation.items.item import Item, Part
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.standard import Standard
from schools.models import Ledger

TABLE = Path(__file__).with_name("required.csv")
SOURCES = Path(__file__).with_name("sources.csv")
JUDGED = frozenset({Part.GUARANTEE, Part.QUALITY, Part.WORK})


@dataclass(frozen=True)
class Source:
    """A list that names materials: *confidence* is A for a rule, B for one place's practice."""

    code: str
    title: str
    kind: str
    confidence: str


@dataclass(frozen=True)
class Material:
    """One material that a list names for an item, in the list's own words. *by_us*: the list was written
    for another standard or by another numbering, and the item is our reading."""

    name: str
    place: str
    source: Source
    by_us: bool


def standard(county: Division, year: int, *, at: datetime) -> Standard:
    """Return the standard of the county's year: of its open assessment, else of its accepted ledger, else
    the newest in force."""
    assessment = Assessment.objects.open().filter(county__code=county.code, year=year).order_by("-pk").first()
    if assessment is not None:
        return published.load(assessment.standard)
    accepted = Ledger.objects.accepted().of_year(year).of_kind(Ledger.Kind.SCHOOLS)
    ledger = accepted.filter(county__code=county.code).first()
    if ledger is not None:
        return published.load(ledger.standard)
    return max(
        published.in_force(timezone.localdate(at), county.code), key=lambda each: (each.issued, each.code)
    )


def rests_on_evidence(item: Item) -> bool:
    """Is the county's own conclusion all, or half, of what decides the item? Then it must be shown."""
    return item.part in JUDGED and (item.method == ANSWERED or item.concluded)


def materials(of: Standard, item: Item) -> tuple[Material, ...]:
    """Return what the lists name for *item* of a standard or of the one it extends."""
    tables = _materials()
    return tables.get((of.code, item.code)) or tables.get((of.extends, item.code), ())


@cache
def sources() -> Mapping[str, Source]:
    with SOURCES.open(encoding="utf-8", newline="") as table:
        return {
            line["code"]: Source(line["code"], line["title"], line["kind"], line["confidence"])
            for line in csv.DictReader(table)
        }


@cache
def _materials() -> Mapping[tuple[str, str], tuple[Material, ...]]:
    found: dict[tuple[str, str], tuple[Material, ...]] = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for line in csv.DictReader(table):
            key = line["standard"], line["item"]
            named = Material(
                line["material"], line["place"], sources()[line["source"]], line["matched"] == "by_us"
            )
            found[key] = (*found.get(key, ()), named)
    return found
