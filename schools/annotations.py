"""What stands beside a problem: the likely value, and what the county has already said to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from schools.ledger.problems import Change, Problem, Severity
from schools.ledger.texts import folded
from schools.models import Ledger, LedgerProblem, School
from schools.suggestions import Suggest

Key = tuple[str, str, str, str]


def annotated(
    ledger: Ledger, problems: Iterable[Problem], suggest: Suggest, remarks: Mapping[Key, str]
) -> Iterator[Problem]:
    """Yield *problems* with suggestions; 疑点 with what the clerk wrote in the workbook's list, else
    with what was said to the same value of the same school in an earlier version of the year."""
    said = explanations(ledger)
    taken: dict[tuple[str, str], Change] = {}
    for problem in problems:
        changes = suggest(problem)
        if any(taken.get((problem.sheet, each.cell), each) != each for each in changes):
            changes = ()
        taken |= {(problem.sheet, each.cell): each for each in changes}
        if problem.severity != Severity.QUERY:
            yield replace(problem, changes=changes)
            continue
        text, version = remarks.get(key(problem), ""), None
        if not text:
            text, version = said.get(key(problem), ("", None))
        yield replace(problem, changes=changes, explanation=text, explained_in=version)


def key(problem: Problem | LedgerProblem) -> Key:
    """By what a problem is the same in another version: rule, school, field and what stands there."""
    return (problem.code, problem.school_code, problem.field, " ".join(problem.value.split())[:200])


def explanations(ledger: Ledger) -> dict[Key, tuple[str, int | None]]:
    """Return what was said in the newest earlier version that was checked, and in which version first;
    what was said in *ledger* itself, where it is checked again, goes before."""
    said = _said_in(ledger)
    series = Ledger.objects.filter(county_id=ledger.county_id, year=ledger.year, kind=ledger.kind)
    last = series.filter(version__lt=ledger.version).exclude(state=Ledger.State.REFUSED)
    before = last.exclude(state=Ledger.State.CHECKING).order_by("-version").first()
    if before is None:
        return said
    earlier = {each: (text, first or before.version) for each, (text, first) in _said_in(before).items()}
    return earlier | said


def _said_in(ledger: Ledger) -> "dict[Key, tuple[str, int | None]]":
    rows = ledger.problems.filter(severity=Severity.QUERY).exclude(explanation="")
    return {key(row): (row.explanation, row.explained_in) for row in rows}


def registered(ledger: Ledger) -> Mapping[str, str]:
    """Return the codes of the county's schools by name; of two of one name neither."""
    rows = School.objects.filter(county_id=ledger.county_id).values_list("name", "code")
    found: dict[str, set[str]] = {}
    for name, code in rows:
        found.setdefault(folded(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
