"""Rows in the trail: the digest of what a row will always say, noted with the event that wrote it.

A row that is written once can then be compared for ever with what was written: every column of it that
does not change counts, in whatever table, and a row that was taken away is missed.
"""

import json
from collections.abc import Iterable

from django.apps import apps
from django.db import models

from operations.canonical import digest
from operations.written import Written

KEY = "wrote"  # in the detail of an event


def noted(rows: Iterable[models.Model]) -> dict[str, str]:
    """Return by their names the digests of *rows*, as the database has them now."""
    return {name_of(row): digest_of(type(row)._base_manager.get(pk=row.pk)) for row in rows}


def name_of(row: models.Model) -> str:
    """Return ``app.model:key``."""
    return f"{row._meta.label_lower}:{row.pk}"


def digest_of(row: models.Model) -> str:
    """Return the digest of the columns of *row*, read from the database, that never change."""
    allowed = written(type(row)).changes
    return digest(
        {
            field.column: _text(field, row)
            for field in row._meta.concrete_fields
            if field.column not in allowed
        }
    )


def written(model: type[models.Model]) -> Written:
    """Return what may become of rows of *model*; of one that is only added to, nothing."""
    found: Written = getattr(model, "written", Written())
    return found


def model_of(name: str) -> type[models.Model] | None:
    """Return the model whose row *name* is; None where there is no such model any more."""
    try:
        return apps.get_model(name.partition(":")[0])
    except (LookupError, ValueError):
        return None


def _text(field: "models.Field[object, object]", row: models.Model) -> str | None:
    value = field.value_from_object(row)
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(field.value_to_string(row))
