"""What changes divisions and posts: loading the country's, inventing a few, opening an account."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from counties.gazetteer import FIRST_YEAR, NATION, Entry, Key
from counties.levels import DEMO_PREFIX, NATION_CODE, level_of
from counties.models import Division, Officer, User
from operations import audit

DEMO_MARK = "示例"
DIRECT = "省直辖县级行政区划"  # as in GB/T 2260, where the third and fourth digits are 90


class Refused(Exception):
    """The request cannot be met; the message is for the officer."""


class Loaded(NamedTuple):
    created: int
    changed: int


@transaction.atomic
def load_divisions(*, entries: Iterable[Entry], by: str, at: datetime) -> Loaded:
    """Bring the table in line with *entries*; what they do not mention is left alone.

    Entries are told apart by code and first year. Repeated, it changes nothing.
    """
    wanted = {entry.key: entry for entry in entries}
    present = {(one.code, one.valid_from): one for one in Division.objects.all()}
    new = [entry for key, entry in wanted.items() if key not in present]
    _create(new, present)
    changed = [entry for entry in wanted.values() if _differs(present[entry.key], entry, present)]
    for entry in changed:
        _assign(present[entry.key], entry, present).save()
    if new or changed:
        audit.append(
            stream="divisions",
            action="divisions.loaded",
            object="divisions",
            actor=by,
            at=at,
            detail={"created": len(new), "changed": len(changed)},
        )
    return Loaded(len(new), len(changed))


def _create(entries: list[Entry], present: dict[Key, Division]) -> None:
    """Create all entries, those first whose parents and predecessors are there; note them."""
    while entries:
        ready = [each for each in entries if {each.parent, each.predecessor} - {None} <= present.keys()]
        assert ready, f"no parent or predecessor of {entries[0]}"
        rows = [_assign(Division(), entry, present) for entry in ready]
        for row in Division.objects.bulk_create(rows, batch_size=500):
            present[row.code, row.valid_from] = row
        entries = [each for each in entries if each.key not in present]


def _assign(row: Division, entry: Entry, present: Mapping[Key, Division]) -> Division:
    for field, value in _values(entry, present).items():
        setattr(row, field, value)
    return row


def _differs(row: Division, entry: Entry, present: Mapping[Key, Division]) -> bool:
    return any(getattr(row, field) != value for field, value in _values(entry, present).items())


def _values(entry: Entry, present: Mapping[Key, Division]) -> dict[str, object]:
    return {
        "code": entry.code,
        "name": entry.name,
        "level": entry.level,
        "parent_id": present[entry.parent].pk if entry.parent else None,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "predecessor_id": present[entry.predecessor].pk if entry.predecessor else None,
    }


def create_demo_divisions(*, counties: Mapping[str, str], by: str, at: datetime) -> list[Division]:
    """Make or rename invented counties (code → name) with their invented city and province.

    Codes begin with 99, which GB/T 2260 does not use, and every name with 示例.
    """
    for code, name in counties.items():
        if not code.startswith(DEMO_PREFIX) or not name.startswith(DEMO_MARK):
            raise Refused(f"示例区划的代码应以 {DEMO_PREFIX} 开头，名称应以“{DEMO_MARK}”开头：{code} {name}")
    names = {NATION_CODE: NATION}
    for code in counties:
        names[code[:2] + "0000"] = "示例省"
        names[code[:4] + "00"] = DIRECT if code[2:4] == "90" else "示例市"
    entries = [_demo_entry(code, name) for code, name in {**names, **counties}.items()]
    load_divisions(entries=entries, by=by, at=at)
    return list(Division.objects.current().filter(code__in=counties).order_by("code"))


def _demo_entry(code: str, name: str) -> Entry:
    above = {"city": code[:2] + "0000", "county": code[:4] + "00"}.get(level_of(code), NATION_CODE)
    parent = None if code == NATION_CODE else (above, FIRST_YEAR)
    return Entry(code=code, name=name, level=level_of(code), parent=parent)


@transaction.atomic
def open_account(
    *, username: str, name: str, password: str, division: Division, role: Officer.Role, by: str, at: datetime
) -> Officer:
    """Give a named person a login and a post, or raise Refused and change nothing."""
    if User.objects.filter(username=username).exists():
        raise Refused(f"用户名“{username}”已被使用，请换一个。")
    user = User(username=username, first_name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    user.set_password(password)
    user.save()
    officer = Officer.objects.create(user=user, division=division, role=role, began_on=timezone.localdate(at))
    audit.append(
        stream="accounts",
        action="account.opened",
        object=f"user:{username}",
        actor=by,
        at=at,
        detail={"name": name, "division": division.code, "role": role},
        wrote=[officer],
    )
    return officer
