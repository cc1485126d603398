"""One kind of ledger through one year: its newest version, what was found in it, which is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many problems a version has, and how many 疑点 without an explanation."""

    errors: int = 0
    queries: int = 0
    open_queries: int = 0


@dataclass(frozen=True, kw_only=True)
class Track:
    """*ledger* is the newest version that no other has replaced, *accepted* the one in force."""

    ledger: Ledger | None
    accepted: Ledger | None
    counts: Counts

    @property
    def errors(self) -> int:
        return self.counts.errors

    @property
    def queries(self) -> int:
        return self.counts.queries

    @property
    def open_queries(self) -> int:
        return self.counts.open_queries

    @property
    def is_accepted(self) -> bool:
        """Is the newest version the one in force?"""
        return self.ledger is not None and self.ledger == self.accepted

    @property
    def may_accept(self) -> bool:
        return self.ledger is not None and self.ledger.state == Ledger.State.CHECKED and not self.errors

    @property
    def is_checked(self) -> bool:
        return self.ledger is not None and (self.may_accept or self.ledger.state == Ledger.State.ACCEPTED)

    @property
    def is_stuck(self) -> bool:
        """Must something be mended before it can go on?"""
        return self.ledger is not None and (self.errors > 0 or self.ledger.state == Ledger.State.REFUSED)

    @property
    def standing(self) -> str:
        """How the newest version stands, in a few words."""
        if self.ledger is None:
            return "未填报"
        if self.errors:
            return f"{self.errors} 处错误"
        if self.open_queries:
            return f"{self.open_queries} 处待说明"
        if self.may_accept:
            return "待采用"
        return f"第 {self.ledger.version} 版" if self.is_accepted else self.ledger.get_state_display()


def newest(versions: Iterable[Ledger], kind: Ledger.Kind) -> Ledger | None:
    """Return the first of *versions*, given newest first, that is of *kind* and not replaced."""
    standing = (each for each in versions if each.kind == kind and each.state != Ledger.State.REPLACED)
    return next(standing, None)


def in_force(versions: Iterable[Ledger], kind: Ledger.Kind) -> Ledger | None:
    accepted = (each for each in versions if each.kind == kind and each.state == Ledger.State.ACCEPTED)
    return next(accepted, None)


def counts(ledgers: Iterable[Ledger | None]) -> Mapping[int, Counts]:
    """Count the problems of *ledgers* by their keys, in one query; where there are none is no entry."""
    query = Q(severity=Severity.QUERY)
    rows = (
        LedgerProblem.objects.filter(ledger__in=[each.pk for each in ledgers if each])
        .order_by()
        .values_list("ledger")
        .annotate(
            errors=Count("pk", filter=Q(severity=Severity.ERROR)),
            queries=Count("pk", filter=query),
            open_queries=Count("pk", filter=query & Q(explanation="")),
        )
    )
    return {
        ledger: Counts(errors=errors, queries=queries, open_queries=open_queries)
        for ledger, errors, queries, open_queries in rows
    }


def of(ledger: Ledger) -> Track:
    """Return the track on which *ledger*, whichever version it is, would be accepted."""
    accepted = Ledger.objects.accepted().of_year(ledger.year).of_kind(Ledger.Kind(ledger.kind))
    return Track(
        ledger=ledger,
        accepted=accepted.filter(county=ledger.county).first(),
        counts=counts([ledger]).get(ledger.pk, Counts()),
    )


def open_in_force(kept: Track) -> int:
    """Count the 疑点 without an explanation of the version in force, which the newest need not be."""
    if kept.accepted is None or kept.is_accepted:
        return kept.open_queries if kept.accepted else 0
    return of(kept.accepted).open_queries
