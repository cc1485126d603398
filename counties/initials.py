"""Names by the first letters of their sounds (拼音首字母), as people type what they look for."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.db import models
from django.db.models.lookups import StartsWith

# Place names read otherwise than the words they are written like.
PLACES = {"单县": [["shàn"], ["xiàn"]], "东阿": [["dōng"], ["ē"]], "洪洞": [["hóng"], ["tóng"]]}

LAST = "\U0010ffff"  # sorts after whatever follows
FIXED: dict[str, Any] = {"editable": False, "default": "", "db_index": True}


def initials(name: str) -> str:
    """Return the first letter of each character's sound; letters and figures stay as they are.

    >>> initials("重庆市"), initials("示例县第8小学"), initials("单县")
    ('cqs', 'slxd8xx', 'sx')
    """
    return "".join(_letters()(name)).lower()


@cache
def _letters() -> Callable[[str], list[str]]:
    """Load the dictionary at its first use: it takes a quarter of a second, and most commands need none."""
    pypinyin = import_module("pypinyin")
    pypinyin.load_phrases_dict(PLACES)
    return lambda name: pypinyin.lazy_pinyin(name, style=pypinyin.Style.FIRST_LETTER)


def may_be_initials(text: str) -> bool:
    """Tell whether *text* could be what ``initials`` returns of some name."""
    return text.isascii() and text.isalnum() and not text.isdigit()


class InitialsField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs only
    """The initials of the field *of* the same row, written whenever the row is."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, **FIXED})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        asked = {key: value for key, value in kwargs.items() if key not in FIXED}
        return name, path, [*args], {**asked, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        found = initials(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, found)
        return found


@models.CharField.register_lookup
class Begins(StartsWith):
    """``startswith`` that an index answers on SQLite as well, whose LIKE looks at every row."""

    lookup_name = "begins"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["startswith"]) % rhs

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        first = str(self.rhs)
        return f"({column} >= %s AND {column} < %s)", [*parameters, first, *parameters, first + LAST]
