"""Schools over time: what an upload implies, asked as 疑点, and a school's years and events."""

from collections.abc import Iterator, Mapping, Sequence

from schools.contents import Line
from schools.history.changes import Implied, Party, implied
from schools.ledger.columns import Value
from schools.ledger.problems import Problem, Severity
from schools.ledger.rows import Reading
from schools.models import Ledger, SchoolYear

PREFIX = "school_"


def problems(ledger: Ledger, reading: Reading) -> Iterator[Problem]:
    """Ask about every change of schools since last year's accepted ledger that the upload implies."""
    after = [_party(row.code, row.name, row.values) for row in reading.rows]
    cells = {row.code: row for row in reading.rows}
    for change in found(ledger, after):
        row = cells.get(change.subject.code) if change.after else None
        yield Problem(
            severity=Severity.QUERY,
            code=PREFIX + change.kind,
            message=f"{change.told}。",
            remedy=f"请确认是不是{change.kind.label}、从哪天起；只是填错的请改正，或者确认为“只是更正”。",
            sheet=row.sheet if row else "",
            cell=row.cells["name"].address if row and "name" in row.cells else "",
            school_code=change.subject.code,
            school=change.subject.name,
            field="name",
            value="；".join(party.name for party in (*change.before, *change.after)),
        )


def found(ledger: Ledger, after: Sequence[Party]) -> list[Implied]:
    """Return what *after* implies against last year's accepted ledger; nothing where there is none."""
    rows = SchoolYear.objects.filter(
        ledger__county_id=ledger.county_id,
        ledger__year=ledger.year - 1,
        ledger__state=Ledger.State.ACCEPTED,
        ledger__kind=Ledger.Kind.SCHOOLS,
    ).values_list("school__code", "name", "pupils_primary", "pupils_junior")
    before = [
        Party(code, name or "", (first or 0) + (second or 0), second or 0)
        for code, name, first, second in rows
    ]
    if not before:
        return []
    earlier = SchoolYear.objects.filter(ledger__county_id=ledger.county_id, ledger__year__lt=ledger.year)
    known = earlier.values_list("school__code", flat=True)
    return list(implied(before, after, frozenset(known)))


def parties(lines: Sequence[Line]) -> list[Party]:
    return [_party(line.values.get("code", ""), line.name, line.values) for line in lines]


def _party(code: str, name: str, values: Mapping[str, Value]) -> Party:
    primary, junior = (int(str(values.get(f"pupils_{stage}") or 0)) for stage in ("primary", "junior"))
    return Party(code, name, primary + junior, junior)
