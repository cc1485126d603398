"""One way to write a value down, so that equal values have equal digests.

Sorted keys, Unicode NFC, no white space, every number a decimal string. RFC 8785 is the model;
it writes numbers as floats, which is why they are strings here.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Plain = str | bool | None | list["Plain"] | dict[str, "Plain"]


def plain(value: object) -> Plain:
    """Return *value* as nothing but texts, truths, lists and mappings; it survives any JSON column.

    >>> plain({"n": 1, "share": Decimal("0.50"), "of": ("a", None)})
    {'n': '1', 'share': '0.50', 'of': ['a', None]}

    Raise ``TypeError`` for a float, which has no one decimal form, and for anything unknown.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {text(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def text(value: str) -> str:
    """Return *value* in NFC, without what PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot hold."""
    storable = value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", storable)


def compact(value: Plain) -> bytes:
    """Return what is already plain as bytes, exactly as it stands but for the order of its keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def canonical(value: object) -> bytes:
    """Return the bytes to digest.

    >>> canonical({"b": [1, True], "a": "县"}).decode()
    '{"a":"县","b":["1",true]}'
    """
    return compact(plain(value))


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def loads(content: bytes) -> dict[str, Any]:
    """Return the mapping that canonical bytes hold; raise ``ValueError`` if they hold none.

    >>> loads(b'{"a":"1"}')
    {'a': '1'}
    """
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("no mapping")
    return found
