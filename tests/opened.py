"""The control of everything about sight: every model is shown to everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from counties.models import Officer


def everything(queryset: "models.QuerySet[Any]", officer: Officer) -> "models.QuerySet[Any]":
    return queryset.all()


def tenants() -> Iterator[type["models.QuerySet[Any]"]]:
    """The queries of every model whose rows are seen by some and not by others."""
    for model in apps.get_models():
        queries = type(model._default_manager.all())
        if hasattr(queries, "visible_to"):
            yield queries


def open_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for queries in tenants():
        monkeypatch.setattr(queries, "visible_to", everything)
