"""What an upload implies of schools over time (学校变动): told from last year's ledger and this one's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from schools.ledger.texts import folded

NEAR = 10  # percent by which pupils may differ and still be the same pupils
LEAST_PUPILS = 30  # below this, growth of another school tells nothing
MOST_SEARCHED = 14


class Kind(StrEnum):
    RENAMED = "renamed"
    RECODED = "recoded"
    MERGED = "merged"
    SPLIT = "split"
    CLOSED = "closed"
    REOPENED = "reopened"
    FOUNDED = "founded"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Mapping[Kind, str] = {
    Kind.RENAMED: "更名",
    Kind.RECODED: "更换标识码",
    Kind.MERGED: "合并",
    Kind.SPLIT: "分设",
    Kind.CLOSED: "停办",
    Kind.REOPENED: "复办",
    Kind.FOUNDED: "新办",
    Kind.CORRECTION: "只是更正",
}


class Party(NamedTuple):
    """A school in one year; *junior* are those of its pupils who are at the junior stage (初中)."""

    code: str
    name: str
    pupils: int
    junior: int = 0

    @property
    def stages(self) -> tuple[int, int]:
        return self.pupils - self.junior, self.junior


@dataclass(frozen=True, kw_only=True)
class Implied:
    """A change that the ledgers imply; *before* and *after* are the schools that it concerns."""

    kind: Kind
    before: tuple[Party, ...]
    after: tuple[Party, ...]

    @property
    def subject(self) -> Party:
        """The school the question is put to: the one that is there now, if there is one."""
        return (self.after or self.before)[0]

    @property
    def told(self) -> str:
        if self.kind is Kind.RENAMED:
            code, name = self.subject.code, self.subject.name
            return f"学校标识码 {code} 上年名称是“{self.before[0].name}”，本年是“{name}”"
        old, new = _listed(self.before), _listed(self.after)
        return {
            Kind.RECODED: f"{new}与上年的{old}同名，学校标识码不同",
            Kind.MERGED: f"上年的{old}，本年学生数与{new}相合，像是合并",
            Kind.SPLIT: f"上年的{old}，本年学生数与{new}相合，像是分设",
            Kind.CLOSED: f"上年的{old}本年没有了",
            Kind.REOPENED: f"{new}上年没有，更早的年份有过",
            Kind.FOUNDED: f"{new}上年没有",
        }[self.kind]


def implied(before: Sequence[Party], after: Sequence[Party], known: frozenset[str]) -> Iterator[Implied]:
    """Yield what became of the schools *before*, *after* being this year's; *known* are the codes of
    schools that were there in any earlier year."""
    old, new = ({party.code: party for party in each if party.code} for each in (before, after))
    for code in old.keys() & new.keys():
        if folded(old[code].name) != folded(new[code].name):
            yield Implied(kind=Kind.RENAMED, before=(old[code],), after=(new[code],))
    gone = {code: party for code, party in old.items() if code not in new}
    came = {code: party for code, party in new.items() if code not in old}
    for found in (*_recoded(gone, came), *_joined(gone, came), *_absorbed(old, new, gone, came)):
        if all(party.code in gone or party.code in new for party in found.before) and all(
            party.code in came or party.code in old for party in found.after
        ):
            yield found
            for party in found.before:
                gone.pop(party.code, None)
            for party in found.after:
                came.pop(party.code, None)
    for party in gone.values():
        yield Implied(kind=Kind.CLOSED, before=(party,), after=())
    for party in came.values():
        kind = Kind.REOPENED if party.code in known else Kind.FOUNDED
        yield Implied(kind=kind, before=(), after=(party,))


def _recoded(gone: Mapping[str, Party], came: Mapping[str, Party]) -> list[Implied]:
    by_name = {folded(party.name): party for party in gone.values()}
    return [
        Implied(kind=Kind.RECODED, before=(by_name[name],), after=(party,))
        for party in came.values()
        if (name := folded(party.name)) in by_name
    ]


def _joined(gone: Mapping[str, Party], came: Mapping[str, Party]) -> Iterator[Implied]:
    """Several gone whose pupils are those of one that came, or one gone whose pupils are several's."""
    names = {folded(party.name) for party in gone.values()} & {folded(party.name) for party in came.values()}
    left = [each for each in gone.values() if folded(each.name) not in names][:MOST_SEARCHED]
    right = [each for each in came.values() if folded(each.name) not in names][:MOST_SEARCHED]
    for size in (2, 3):
        for party in right:
            for group in combinations(left, size):
                if _same_pupils(group, party):
                    yield Implied(kind=Kind.MERGED, before=group, after=(party,))
        for party in left:
            for group in combinations(right, size):
                if _same_pupils(group, party):
                    yield Implied(kind=Kind.SPLIT, before=(party,), after=group)


def _absorbed(
    old: Mapping[str, Party], new: Mapping[str, Party], gone: Mapping[str, Party], came: Mapping[str, Party]
) -> list[Implied]:
    """One gone whose pupils another has more, or one that came whose pupils another has less."""
    both = sorted(old.keys() & new.keys())
    growth = {code: _less(new[code].stages, old[code].stages) for code in both}
    loss = {code: _less(old[code].stages, new[code].stages) for code in both}
    found = []
    for party in gone.values():
        for code, more in growth.items():
            if party.pupils >= LEAST_PUPILS and _takes(more, party):
                found.append(Implied(kind=Kind.MERGED, before=(party, old[code]), after=(new[code],)))
    for party in came.values():
        for code, less in loss.items():
            if party.pupils >= LEAST_PUPILS and _takes(less, party):
                found.append(Implied(kind=Kind.SPLIT, before=(old[code],), after=(new[code], party)))
    return found


def _same_pupils(group: Sequence[Party], party: Party) -> bool:
    """Tell whether the pupils of several are those of one, at each stage for itself: no primary schools
    become a junior school."""
    first, second = (sum(stage) for stage in zip(*(each.stages for each in group), strict=True))
    return all(
        one == other == 0 or _alike(one, other)
        for one, other in zip((first, second), party.stages, strict=True)
    )


def _takes(more: tuple[int, int], party: Party) -> bool:
    """Tell whether a school with so many more of each stage may have the pupils of *party*."""
    return all(_alike(grown, pupils) for grown, pupils in zip(more, party.stages, strict=True) if pupils)


def _less(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] - other[0], one[1] - other[1]


def _alike(one: int, other: int) -> bool:
    return min(one, other) > 0 and abs(one - other) * 100 <= NEAR * max(one, other)


def _listed(parties: Sequence[Party]) -> str:
    return "、".join(f"“{party.name}”（{party.code}，{party.pupils} 人）" for party in parties)
