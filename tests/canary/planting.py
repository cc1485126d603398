"""A canary word in every text that a county's people, or those who review it, can have written.

Which texts there are, the models say themselves, so that one that is added is planted too: what holds words,
or is empty and has room for some. What a machine reads, a code, a digest, a number, stays as it is.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from counties.models import Division
from tests.factories import NOW

WORD = "金丝雀"
APPS = ("operations", "counties", "schools", "indicators", "assessments", "reports")
FOR_MACHINES = re.compile(r"[\x21-\x7e]+")
CHOSEN = 20  # a text with so little room is one of a few, or a code
ROOM = 60  # an empty text with less room is a code or a number that is not there
NUMBERS = {"indicators.ItemFigure.value", "indicators.ItemFigure.threshold"}
NAMES = {"counties.User.username", "counties.User.first_name", "counties.User.email"}
NOT_WORDS = {"counties.User.password", "schools.School.initials", "counties.Division.initials"}

Field = Any  # models.Field, which is generic in the stubs only
Change = Callable[[Any], Any]


def plant() -> dict[str, str]:
    """Plant a word in every text of every row there is, but in the names of divisions above a county, and of
    every table one row if it had none; return where each word stands."""
    _lift_triggers()
    for model in _ours():
        _first(model)
    planted: dict[str, str] = {}
    for model in _ours():
        for field in texts(model):
            word = f"{WORD}{len(planted):03d}"
            if _plant(model, field, word):
                planted[word] = f"{model._meta.label}.{field.name}"
    return planted


def bare(planted: dict[str, str]) -> set[str]:
    """Name the texts in which no word stands though no machine reads them: there is nothing in any row."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        for field in texts(model)
        if f"{model._meta.label}.{field.name}" not in planted.values()
        and not any(model._default_manager.values_list(field.name, flat=True))
    }


def _ours() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if model._meta.app_label in APPS)


def texts(model: type[models.Model]) -> Iterator[Field]:
    """Yield the fields of *model* that can hold words."""
    for field in model._meta.concrete_fields:
        name = f"{model._meta.label}.{field.name}"
        loose = isinstance(field, models.JSONField | models.BinaryField)
        kept = loose or isinstance(field, models.CharField | models.TextField)
        wide = loose or (field.max_length or ROOM) > CHOSEN
        if kept and wide and not field.choices and name not in NUMBERS | NOT_WORDS:
            yield field


def _first(model: type[models.Model]) -> Any:
    """Return a row of *model*, made of anything if there is none."""
    rows: models.Manager[Any] = model._base_manager
    if not rows.exists():
        fields = [each for each in model._meta.concrete_fields if not each.primary_key and not each.null]
        rows.bulk_create([model(**{each.name: _anything(each) for each in fields})])
    return rows.order_by("pk").first()


def _anything(field: Field) -> Any:
    if field.is_relation:
        return _first(field.related_model)
    if field.choices:
        return field.choices[0][0]
    samples: dict[type, Any] = {
        models.DateTimeField: NOW,
        models.DateField: NOW.date(),
        models.BooleanField: True,
        models.IntegerField: 1,
        models.JSONField: [{"text": "文字"}],
        models.BinaryField: _packed(["文字"]),
        models.CharField: "文字",
        models.TextField: "文字",
    }
    return next(value for kind, value in samples.items() if isinstance(field, kind))


def _plant(model: type[models.Model], field: Field, word: str) -> bool:
    change = _change(model, field, word)
    rows = model._default_manager.all()
    if model is Division:
        rows = rows.filter(level="county")
    changed = 0
    for pk, before in rows.values_list("pk", field.name):
        if (after := change(before)) != before:
            model._base_manager.filter(pk=pk).update(**{field.name: after})
            changed += 1
    return changed > 0


def _change(model: type[models.Model], field: Field, word: str) -> Change:
    if isinstance(field, models.BinaryField):
        return lambda kept: _packed(_leaves(json.loads(zlib.decompress(bytes(kept))), word))
    if isinstance(field, models.JSONField):
        return lambda kept: _leaves(kept, word)
    room = field.max_length or 10_000
    always = f"{model._meta.label}.{field.name}" in NAMES

    def text(kept: str) -> str:
        if not always and (FOR_MACHINES.fullmatch(kept) or (not kept and room <= ROOM)):
            return kept
        return kept[: room - len(word)] + word

    return text


def _leaves(kept: Any, word: str) -> Any:
    """*kept*, which is JSON, with *word* behind every text that has words; what has many lines is a file."""
    if isinstance(kept, dict):
        return {key: _leaves(value, word) for key, value in kept.items()}
    if isinstance(kept, list):
        return [_leaves(value, word) for value in kept]
    has_words = isinstance(kept, str) and not kept.isascii() and "\n" not in kept
    return kept + word if has_words else kept


def _packed(kept: Any) -> bytes:
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return zlib.compress(text.encode())


def _lift_triggers() -> None:
    """Of this transaction, which ends with the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
