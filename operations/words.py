"""What the trail's deeds, objects and details are called for its readers (``words.csv``)."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from django.apps import apps

Words = Mapping[str, str]


def _read_table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as table:
        for line in csv.DictReader(table):
            of = found.setdefault(line["of"], {})
            assert line["name"] not in of, line
            of[line["name"]] = line["label"]
    return found


_TABLE = _read_table()
DEEDS: Words = _TABLE["deed"]
OBJECTS: Words = _TABLE["object"]
DETAILS: Words = _TABLE["detail"]
STREAMS: Words = _TABLE["stream"]
ROUTES: Words = _TABLE["route"]
_values: dict[str, Callable[[], Words]] = {}


def call_values(names: Iterable[str], labels: Callable[[], Words]) -> None:
    """Call what stands under *names* in details as *labels* say; ``ledger.kind`` is of events of ledgers."""
    _values.update(dict.fromkeys(names, labels))


def value_label(name: str, value: str, object: str) -> str:
    """Write a value of an event's detail for a reader."""
    kind = object.partition(":")[0]
    labels = _values.get(f"{kind}.{name}") or _values.get(name)
    return labels().get(value, value) if labels else value


def object_label(object: str) -> str:
    """Write an event's object for a reader; ``object_named`` is the way back.

    >>> object_label("ledger:33"), object_label("trail"), object_label("elsewhere:1")
    ('台账 33', '审计记录', 'elsewhere:1')
    >>> object_label("route:ledger-file:33"), object_label("route:admin:index")
    ('页面 下载台账原件 33', '页面 admin:index')
    """
    kind, _, which = object.partition(":")
    if kind == "route":
        name, _, arguments = which.partition(":")
        which = f"{ROUTES[name]} {arguments}".rstrip() if name in ROUTES else which
    label = OBJECTS.get(kind) or _table_label(kind)
    return f"{label} {which}".rstrip() if label else object


def _table_label(kind: str) -> str:
    """An administrator's room names a row by its table: counties.officer."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def object_named(text: str) -> str:
    """Return the object that is written so, or *text* as it stands.

    >>> object_named("台账 33"), object_named("审计记录"), object_named("ledger:33")
    ('ledger:33', 'trail', 'ledger:33')
    >>> object_named("页面 下载台账原件 33"), object_named("页面 审计记录")
    ('route:ledger-file:33', 'route:trail')
    """
    label, _, which = text.partition(" ")
    kind = next((kind for kind, known in OBJECTS.items() if known == label), None)
    if kind == "route":
        named, _, arguments = which.partition(" ")
        route = next((name for name, known in ROUTES.items() if known == named), named)
        which = f"{route}:{arguments}" if arguments else route
    return text if kind is None else f"{kind}:{which}" if which else kind
