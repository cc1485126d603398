"""What an administrator changes in his rooms (``/admin/``), as events of the trail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.utils import timezone

from operations import audit
from operations.canonical import digest

STREAM = "administration"

if TYPE_CHECKING:
    Room = admin.ModelAdmin[Any]
else:
    Room = admin.ModelAdmin


class Noted(Room):
    """An administrator's room in which every addition, change and deletion becomes an event.

    It says which fields changed and the digests of the row before and after, not what they held.
    """

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        if change:
            before = type(obj)._default_manager.filter(pk=obj.pk).first()
            # Django calls ``log_change`` with the request and nothing of ours, so the request carries it.
            request._before = digest_of(before) if before else ""  # type: ignore[attr-defined]  # see above
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _note(request, "admin.added", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _note(request, "admin.changed", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        rows: Iterable[models.Model] = queryset
        for row in rows:
            _note(request, "admin.deleted", row, [])
        return super().log_deletions(request, queryset)


def digest_of(row: models.Model) -> str:
    """Return the digest of a row's own fields, or of what they say where they have no canonical form."""
    fields = model_to_dict(row, fields=[field.name for field in row._meta.concrete_fields])
    return digest({name: None if value is None else str(value) for name, value in fields.items()})


def _note(request: HttpRequest, action: str, row: models.Model, message: Any) -> None:
    audit.append(
        stream=STREAM,
        action=action,
        object=f"{row._meta.label_lower}:{row.pk}",
        actor=request.user.get_username(),
        at=timezone.now(),
        detail={"changes": message if isinstance(message, list) else str(message)},
        before=getattr(request, "_before", ""),
        after=digest_of(row),
    )
