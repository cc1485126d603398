"""Which county came from which: who carried on under another code or name the year after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Former:
    """A county under one code and name, from its first year to its last.

    *related* is the same for rows that ever shared a code, be they one county or not.
    """

    code: str
    name: str
    city: str
    province: str
    first_year: int
    last_year: int
    related: str

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.first_year


def predecessors(rows: Iterable[Former]) -> dict[tuple[str, int], Former]:
    """Return the predecessor of each row that has one, by the row's key.

    It ended the year before, and is, in this order: of the same name; in the same province, of
    names that begin alike (宁国县, 宁国市); related, and not carried on by any other (东郊区,
    东丽区). Among several the nearest: same province, city, relation, code; of equals none.
    Districts of one name are many: they are one only in the same city or if related.
    """
    rows = list(rows)
    ended, begun = defaultdict(list), defaultdict(list)
    for row in rows:
        ended[row.last_year].append(row)
        begun[row.first_year].append(row)
    found = {}
    for row in rows:
        before = ended[row.first_year - 1]
        after = begun[row.first_year]
        nearest = (
            _nearest(row, (one for one in before if _same_name(one, row)))
            or _nearest(row, (one for one in before if _begins_alike(one, row)))
            or _nearest(row, (one for one in before if _renamed(one, row, after)))
        )
        if nearest:
            found[row.key] = nearest
    return found


def _same_name(before: Former, after: Former) -> bool:
    return before.name == after.name and _same_place(before, after)


def _begins_alike(before: Former, after: Former) -> bool:
    alike = before.province == after.province and before.name[:2] == after.name[:2]
    return alike and _same_place(before, after)


def _renamed(before: Former, after: Former, others: Iterable[Former]) -> bool:
    return before.related == after.related and not any(_begins_alike(before, other) for other in others)


def _same_place(before: Former, after: Former) -> bool:
    return not after.name.endswith("区") or before.city == after.city or before.related == after.related


def _nearest(row: Former, candidates: Iterable[Former]) -> Former | None:
    def nearness(one: Former) -> tuple[bool, bool, bool, bool]:
        return (
            one.province == row.province,
            one.city == row.city,
            one.related == row.related,
            one.code == row.code,
        )

    ranked = sorted(candidates, key=nearness, reverse=True)
    if not ranked or (len(ranked) > 1 and nearness(ranked[0]) == nearness(ranked[1])):
        return None
    return ranked[0]
