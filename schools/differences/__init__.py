"""What differs between two versions (差异): school by school, figure by figure, and in all."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from schools.contents import Line
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS

JUMP = Decimal("0.30")  # of one school's figure
LEAST = 20  # below this a figure jumps with every family that moves


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A figure whose sum is watched: *jump* either way, or *shrink* where it should not."""

    field: str
    heading: str
    jump: Decimal
    shrink: Decimal | None


def _watched() -> tuple[Watched, ...]:
    with (Path(__file__).parent / "totals.csv").open(encoding="utf-8", newline="") as table:
        return tuple(
            Watched(
                field=line["field"],
                heading=line["heading"],
                jump=Decimal(line["jump"]),
                shrink=Decimal(line["shrink"]) if line["shrink"] else None,
            )
            for line in csv.DictReader(table)
        )


WATCHED = _watched()
_WATCHED = {each.field: each for each in WATCHED}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure before and after; an empty text is an empty cell."""

    field: str
    heading: str
    before: str
    after: str

    @property
    def step(self) -> Decimal | None:
        before, after = number(self.before), number(self.after)
        return None if before is None or after is None else after - before

    @property
    def share(self) -> Decimal | None:
        """By what part it grew; None where it began with nothing."""
        before = number(self.before)
        return self.step / before if before and self.step is not None else None

    @property
    def percent(self) -> str:
        return "" if self.share is None else f"{self.share * 100:+.1f}%"

    @property
    def note(self) -> str:
        """What is worth a look, in a word: 骤增, 骤减, 减少 of what does not shrink."""
        before, after, share = number(self.before), number(self.after), self.share
        watched = _WATCHED.get(self.field)
        if share is None or before is None or after is None:
            return ""
        if abs(share) > JUMP and max(before, after) >= LEAST:
            return "骤增" if share > 0 else "骤减"
        if watched and watched.shrink is not None and -share > watched.shrink:
            return "减少"
        return ""


@dataclass(frozen=True, kw_only=True)
class School:
    """A school that is in both versions, with what differs."""

    key: str
    name: str
    figures: tuple[Figure, ...]

    @property
    def noted(self) -> tuple[Figure, ...]:
        return tuple(each for each in self.figures if each.note)


@dataclass(frozen=True, kw_only=True)
class Total:
    """A sum over all schools, and what it is made of: 期初 + 新增 − 减少 ± 留校变动 = 期末."""

    watched: Watched
    before: Decimal
    appeared: Decimal
    vanished: Decimal
    stayed: Decimal

    @property
    def after(self) -> Decimal:
        return self.before + self.appeared - self.vanished + self.stayed

    @property
    def percent(self) -> str:
        return f"{(self.after - self.before) / self.before * 100:+.1f}%" if self.before else ""

    @property
    def note(self) -> str:
        if not self.before:
            return ""
        share = (self.after - self.before) / self.before
        if abs(share) > self.watched.jump:
            return "骤增" if share > 0 else "骤减"
        return "减少" if self.watched.shrink is not None and -share > self.watched.shrink else ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """*before* and *after* by key: a school's code, or its name where it has none."""

    before: Mapping[str, Line]
    after: Mapping[str, Line]

    @cached_property
    def appeared(self) -> tuple[Line, ...]:
        return tuple(line for key, line in self.after.items() if key not in self.before)

    @cached_property
    def vanished(self) -> tuple[Line, ...]:
        return tuple(line for key, line in self.before.items() if key not in self.after)

    @cached_property
    def changed(self) -> tuple[School, ...]:
        """Those with something to look at first, the largest number of it first."""
        found = [
            School(key=key, name=line.name, figures=figures)
            for key, line in self.after.items()
            if key in self.before and (figures := tuple(_figures(self.before[key], line)))
        ]
        return tuple(sorted(found, key=lambda each: -len(each.noted)))

    @cached_property
    def figures_changed(self) -> int:
        return sum(len(each.figures) for each in self.changed)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        return tuple(total for each in WATCHED if (total := self._total(each)).before or total.after)

    def _total(self, watched: Watched) -> Total:
        def summed(lines: Sequence[Line]) -> Decimal:
            return sum(
                (number(line.values.get(watched.field, "")) or Decimal(0) for line in lines), Decimal(0)
            )

        before, appeared, vanished = map(summed, (list(self.before.values()), self.appeared, self.vanished))
        after = summed(list(self.after.values()))
        stayed = after - before - appeared + vanished
        return Total(watched=watched, before=before, appeared=appeared, vanished=vanished, stayed=stayed)

    def of(self, key: str) -> School | None:
        """Return the school of that code, None where it has not changed."""
        return next((each for each in self.changed if each.key == key), None)

    @property
    def is_empty(self) -> bool:
        return not (self.appeared or self.vanished or self.changed)


def between(before: Sequence[Line], after: Sequence[Line]) -> Difference:
    return Difference(before={line.key: line for line in before}, after={line.key: line for line in after})


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _figures(before: Line, after: Line) -> Iterator[Figure]:
    for field in {**before.values, **after.values}:
        old, new = before.values.get(field, ""), after.values.get(field, "")
        column = COLUMNS.get(field) or FIGURES.get(field)
        if old != new and column is not None:
            yield Figure(field=field, heading=column.heading, before=old, after=new)
