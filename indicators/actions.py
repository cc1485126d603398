"""Keeping calculations and the county's answers as rows."""

from datetime import datetime
from typing import Any

from django.db import transaction

from counties.models import Division, Officer
from indicators import inputs, keeping
from indicators.calculation import rounding
from indicators.calculation.items.item import Item
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.models import (
    Answer,
    Calculation,
)
from operations import audit
from schools import locked
from schools.models import Ledger

LONGEST_CONCLUSION = 1000


class Refused(Exception):
    """It cannot be done; nothing was changed. The message is for the officer."""


@transaction.atomic
def evaluate(*, ledger: Ledger, by: str, at: datetime) -> Calculation:
    """Judge *ledger* by the whole of its standard and keep the figures; the same inputs give the
    same row."""
    given = inputs.of(ledger, at=at)
    kept = Calculation.objects.filter(inputs=given.digest).first()
    if kept is not None:
        return kept
    finding = given.judge()
    calculation = keeping.calculation_of(given, finding)
    calculation.made_at = at
    calculation.save(force_insert=True)
    for rows in keeping.rows_of(calculation, finding):
        _save(rows)
    _note_made(calculation, by, at)
    return calculation


@transaction.atomic
def answer(
    *, county: Division, year: int, item: Item, conclusion: Conclusion, by: Officer, at: datetime
) -> Answer:
    """Keep the county's conclusion on *item*; what it said before stays as it was said."""
    if not by.may_fill or by.division_id != county.pk:
        raise Refused("只有本县填报员可以填写结论。")
    text = conclusion.conclusion.strip()
    if conclusion.met is not None and item.method == ANSWERED and not text:
        raise Refused(f"请写出第 {item.number} 项“{item.name}”的简要结论。")
    if len(text) > LONGEST_CONCLUSION:
        raise Refused(f"简要结论最多 {LONGEST_CONCLUSION} 字，现在有 {len(text)} 字，请缩短。")
    given = _given(
        county=county,
        year=year,
        item=item.code,
        met=conclusion.met,
        conclusion=text,
        score=None if conclusion.score is None else rounding.text(conclusion.score),
        given_by=by.user,
        given_at=at,
    )
    audit.append(
        stream=county.code,
        action="item.answered",
        object=f"answer:{given.pk}",
        actor=by.user.username,
        at=at,
        detail={"year": year, "item": item.code, "met": conclusion.met, "conclusion": text},
        wrote=[given],
    )
    return given


def _given(**fields: Any) -> Answer:
    try:
        with locked.told(), transaction.atomic():
            return Answer.objects.create(**fields)
    except locked.Locked as refusal:
        raise Refused(str(refusal)) from refusal


def _save(rows: keeping.Rows) -> None:
    if len(rows) == 1:
        rows[0].save(force_insert=True)  # a stage, which figures point to
    elif rows:
        type(rows[0])._base_manager.bulk_create(rows)


def _note_made(calculation: Calculation, by: str, at: datetime) -> None:
    audit.append(
        stream=calculation.ledger.county.code,
        action="calculation.made",
        object=f"calculation:{calculation.pk}",
        actor=by,
        at=at,
        detail={
            "ledger": calculation.ledger.sha256,
            "standard": calculation.standard_digest,
            "inputs": calculation.inputs,
            "outcome": calculation.outcome,
            "whole_outcome": calculation.whole_outcome,
        },
        wrote=[calculation],
    )
