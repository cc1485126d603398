"""From the rows of a county's year to the canonical bytes of its snapshot."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.models import Assessment
from indicators import inputs, published, timeline
from indicators.inputs import Inputs
from operations import canonical
from schools.ledger.columns import Value
from schools.ledger.problems import Severity
from schools.models import CountyYear, Ledger, LedgerProblem

FORMAT = "balance-snapshot-1"
CODE = "0.1.0"
# What differs without anything of the year having been changed.
OF_THE_MOMENT = ("on", "code", "round", "earlier")

Plain = dict[str, Any]
# What else is frozen, by its key in the snapshot; each app part says its own, in a fixed order.
ADDED: dict[str, Callable[[Assessment], list[Plain]]] = {}


def freeze(assessment: Assessment, *, at: datetime) -> bytes:
    """Return the canonical bytes of all that *assessment* rests on at the time.

    Raise ``LookupError`` where no ledger of the schools is accepted: there is nothing to freeze.
    """
    return canonical.canonical(_content(assessment, at))


def essence(content: bytes) -> str:
    """Return the digest of what was filled in, whichever day and round it is: what a signature is for.

    >>> essence(b'{"answers":[],"on":"2025-09-20"}') == essence(b'{"answers":[],"on":"2025-09-21"}')
    True
    """
    kept = {key: value for key, value in canonical.loads(content).items() if key not in OF_THE_MOMENT}
    return canonical.digest(kept)


def _content(assessment: Assessment, at: datetime) -> Plain:
    given = inputs.of(_ledger(assessment), at=at)
    county = assessment.county
    return {
        "format": FORMAT,
        "county": {
            "code": county.code,
            "name": county.name,
            "full_name": county.full_name,
            "demo": county.is_demo,
        },
        "year": assessment.year,
        "round": assessment.round,
        "standard": {
            "code": assessment.standard,
            "digest": published.load(assessment.standard).digest,
            "definition": published.definition(assessment.standard),
        },
        "on": timezone.localdate(at),
        "ledger": _of_schools(given.ledger),
        "county_figures": _of_county(given.county_ledger),
        "composites": [
            {"year": year, "stage": stage.value, "cv": str(cv)}
            for (year, stage), cv in sorted(given.composites.items())
        ],
        "earlier": [
            {"year": year, "stage": stage.value, "found": {code: list(each) for code, each in found.items()}}
            for year, stage, found in timeline.earlier(county, assessment.year, assessment.standard)
        ],
        "explanations": _explanations(given),
        "answers": _answers(given),
        "evidence": [],
        "code": CODE,
        **{key: added(assessment) for key, added in ADDED.items()},
    }


def _ledger(assessment: Assessment) -> Ledger:
    accepted = Ledger.objects.accepted().of_year(assessment.year).of_kind(Ledger.Kind.SCHOOLS)
    found = accepted.select_related("county", "uploaded_by").filter(county=assessment.county).first()
    if found is None:
        raise LookupError("no ledger of schools is accepted")
    return found


def _file(ledger: Ledger) -> Plain:
    return {
        "sha256": ledger.sha256,
        "filename": ledger.filename,
        "size": ledger.size,
        "version": ledger.version,
        "uploaded_at": timezone.localtime(ledger.uploaded_at),
        "uploaded_by": str(ledger.uploaded_by),
    }


def _of_schools(ledger: Ledger) -> Plain:
    rows = ledger.rows.order_by("sheet", "row", "pk")
    return {
        **_file(ledger),
        "rows": [{"sheet": row.sheet, "row": row.row, "values": texts(row.values)} for row in rows],
    }


def _of_county(ledger: Ledger | None) -> Plain | None:
    if ledger is None:
        return None
    year = CountyYear.objects.get(ledger=ledger)
    return {**_file(ledger), "values": texts(year.values), "cells": year.cells}


def texts(values: Mapping[str, Value]) -> dict[str, str | None]:
    """Return *values* as texts, a number the same whichever database it comes from.

    >>> texts({"a": Decimal("4.500000"), "b": True, "c": None, "d": 30, "e": Decimal(0)})
    {'a': '4.5', 'b': 'true', 'c': None, 'd': '30', 'e': '0'}
    """
    return {field: _text(value) for field, value in values.items()}


def _text(value: Value) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    return None if value is None else str(value)


def _explanations(given: Inputs) -> list[Plain]:
    ledgers = [ledger for ledger in (given.ledger, given.county_ledger) if ledger]
    found = LedgerProblem.objects.filter(ledger__in=ledgers, severity=Severity.QUERY).order_by("pk")
    return [
        {
            "school": each.school,
            "school_code": each.school_code,
            "sheet": each.sheet,
            "cell": each.cell,
            "code": each.code,
            "message": each.message,
            "explanation": each.explanation,
        }
        for each in found
    ]


def _answers(given: Inputs) -> list[Plain]:
    return [
        {
            "item": code,
            "met": answer.met,
            "conclusion": answer.conclusion,
            "score": None if answer.score is None else f"{answer.score.normalize():f}",
            "by": str(answer.given_by),
            "at": timezone.localtime(answer.given_at),
        }
        for code, answer in sorted(given.answers.items())
    ]
