"""One column of one row changed, one row taken away: in every table that is written once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from operations import append_only, rows
from operations.models import AuditEvent
from tests.factories import NOW
from tests.operations.tampering import Tampering

# Which part of the check finds what is done to a table; of all others, their digests in the trail.
FOUND_BY: dict[str, tuple[str, ...]] = {
    "SchoolYear": ("台账数据",),
    "CountyYear": ("台账数据",),
    "AllowanceUse": ("测算结果",),
    "ItemFigure": ("测算结果",),
    "StageFigure": ("测算结果",),
    "CountyFigure": ("测算结果",),
    "SchoolFigure": ("测算结果",),
    "LedgerProblem": ("快照测算",),
    "Assessment": ("评估环节", "办理记录"),
    "Recheck": ("复查", "办理记录"),
}
NOTED = ("办理记录",)
# What is not compared with anything, and why.
LEFT_OUT = {
    "AuditEvent": "the sweep of the trail itself",
    "Anchor": "likewise",
    "Message": "tells whom a move or a doubt went to, which both are noted themselves",
    "Reading": "who opened a message",
    "LedgerContent": "what the check read, kept to save reading again; what is made of it is compared",
    "School": "its code stands in every row of a ledger; name and county change",
}
LEFT_OUT_COLUMNS = {
    "Assessment": {"moved_at"},
    "Recheck": {"moved_at"},
    "Ledger": {
        "state",  # in force or not: a locked year without its ledger is told by the snapshot
        "schools",
        "figures",
        "notices",
        "alterations",
        "altered",
        "near_headings",
        "headings",
        "acceptance_id",
        "accepted_by_id",
        "accepted_at",
    },
    "Officer": {"ended_on"},
    # Of what a problem is, only what is submitted with its explanation: not which rule asked, nor about
    # which of the year's two workbooks.
    "LedgerProblem": {
        "code",
        "ledger_id",
        "severity",
        "remedy",
        "field",
        "value",
        "expected",
        "changes",
        "explained_in",
    },
}


def swept() -> Iterator[type[models.Model]]:
    """Every table that is written once, but for those that say why not."""
    kept = set(append_only.tables())
    for model in apps.get_models():
        if model._meta.db_table in kept and model.__name__ not in LEFT_OUT:
            yield model


def parts_of(model: type[models.Model]) -> tuple[str, ...]:
    return FOUND_BY.get(model.__name__, NOTED)


def of_columns(model: type[models.Model], *, at_most: int) -> Iterator[Tampering]:
    """Change each column of up to *at_most* rows, and take the row away."""
    for row in _chosen(model, at_most):
        for field in model._meta.concrete_fields:
            if field.primary_key or field.column in LEFT_OUT_COLUMNS.get(model.__name__, set()):
                continue
            yield Tampering(f"{rows.name_of(row)} {field.name}", _set(model, row, field))
        yield Tampering(f"{rows.name_of(row)} away", _away(model, row))


def _chosen(model: type[models.Model], at_most: int) -> list[models.Model]:
    found = model._base_manager.order_by("pk")
    if parts_of(model) == NOTED or "办理记录" in parts_of(model):
        noted = {name for event in AuditEvent.objects.all() for name in event.detail.get(rows.KEY, {})}
        return [row for row in found if rows.name_of(row) in noted][:at_most]
    return list(found[:at_most])


def _set(model: type[models.Model], row: models.Model, field: Any) -> Callable[[], object]:
    value = other(field, getattr(row, field.attname))

    return lambda: model._base_manager.filter(pk=row.pk).update(**{field.attname: value})


def _away(model: type[models.Model], row: models.Model) -> Callable[[], object]:
    return lambda: model._base_manager.filter(pk=row.pk)._raw_delete(using="default")


def other(field: Any, value: Any) -> Any:
    """Return another value that the column could hold."""
    if field.is_relation:
        return _another_key(field, value)
    if field.choices:
        return next(key for key, _ in field.flatchoices if key != value)
    if isinstance(value, str):
        return ("改" + value)[: field.max_length]
    kinds: dict[str, Any] = {"DateField": date(2025, 1, 1), "BooleanField": True, "JSONField": ["改"]}
    kinds |= {"DateTimeField": NOW, "CharField": "改", "TextField": "改"}
    if value is None:
        return kinds.get(field.get_internal_type(), 1)
    return next(change(value) for kind, change in CHANGES if isinstance(value, kind))


CHANGES: list[tuple[Any, Callable[[Any], Any]]] = [
    (bool, lambda value: not value),
    ((int, Decimal), lambda value: value + 1),
    (date, lambda value: value + timedelta(days=1)),
    ((bytes, memoryview), lambda value: bytes(value)[:-1] + bytes([bytes(value)[-1] ^ 1])),
    (list, lambda value: [*value, "改"]),
    (dict, lambda value: {**value, "改": "改"}),
]


def _another_key(field: Any, value: Any) -> Any:
    keys = field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True)
    return keys.first() or 987_654_321
