"""The likely value (建议值) of a problem, where it is plain; nothing is changed by suggesting it.

A value is plain where a rule of slips leads to exactly one, and the school with it breaks no rule
that it did not break before: what cannot be tried is not suggested.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from schools.figures.columns import BY_FIELD as FIGURES
from schools.figures.reading import Reading as FigureReading
from schools.ledger import checks
from schools.ledger.checks.school import School
from schools.ledger.columns import BY_FIELD, Column, Value
from schools.ledger.problems import Change, Problem, Severity
from schools.ledger.rows import Reading, Row
from schools.ledger.units import unit_of
from schools.suggestions import cells, codes, figures, schools
from schools.suggestions.cells import Written

Suggest = Callable[[Problem], tuple[Change, ...]]


def of_schools(reading: Reading, registered: Mapping[str, str]) -> Suggest:
    """Return what suggests for problems of *reading*; *registered* are the county's codes by school name."""

    @cache
    def rows() -> Mapping[tuple[str, str], Row]:
        return {(row.sheet, row.cells[field].address): row for row in reading.rows for field in row.cells}

    @cache
    def known() -> tuple[set[str], Mapping[str, Value]]:
        return {row.code for row in reading.rows}, schools.medians(reading.rows)

    def suggest(problem: Problem) -> tuple[Change, ...]:
        column = BY_FIELD.get(problem.field)
        if column is None:
            return ()
        if problem.code == "heading_nearly_matches":
            return _renamed(problem, column)
        row = rows().get((problem.sheet, problem.cell))
        if row is None or problem.field not in row.cells:
            return ()  # what a column that is not there should hold is not plain
        if not problem.school and problem.code in cells.ASKED_ONCE:
            return _whole_column(problem, column, reading)
        return _tried(_candidates(problem, column, row, registered, *known()), problem, row)

    return suggest


def _candidates(
    problem: Problem,
    column: Column,
    row: Row,
    registered: Mapping[str, str],
    in_use: set[str],
    medians: Mapping[str, Value],
) -> list[dict[str, Written]]:
    if column.field == "code":
        found = codes.likely(problem, row.name, registered, in_use)
        return [{"code": Written(found, found, number=False)}] if found else []
    if (single := cells.likely(problem.code, column, row.cells[problem.field].text)) is not None:
        return [{column.field: single}]
    return schools.likely(problem, row, medians)


def _tried(candidates: list[dict[str, Written]], problem: Problem, row: Row) -> tuple[Change, ...]:
    """Return the one candidate that mends the school and spoils nothing, if there is exactly one."""
    before = _broken(row)
    good = []
    for candidate in candidates:
        values = {**row.values, **{field: written.value for field, written in candidate.items()}}
        after = _broken(replace(row, values=values))
        still = (problem.code, problem.field) in after
        if not still and {key for key in after if after[key]} <= {key for key in before if before[key]}:
            good.append(candidate)
    if len(good) != 1 or not all(field in row.cells for field in good[0]):
        return ()
    return tuple(
        Change(row.cells[field].address, written.text, written.number) for field, written in good[0].items()
    )


def _broken(row: Row) -> dict[tuple[str, str], bool]:
    """The rules that the school breaks by itself, and whether each is a 错误."""
    school = School(row)
    found: dict[tuple[str, str], bool] = {}
    for rule in checks.SCHOOL_RULES:
        for problem in rule(school):
            key = (problem.code, problem.field)
            found[key] = found.get(key, False) or problem.severity == Severity.ERROR
    return found


def _whole_column(problem: Problem, column: Column, reading: Reading) -> tuple[Change, ...]:
    """A question asked once for a column is answered for all the cells that raise it."""
    changes = []
    for row in reading.rows:
        cell = row.cells.get(column.field)
        if row.sheet == problem.sheet and cell is not None and cell.text:
            written = cells.asked_alike(problem.code, column, row.values.get(column.field))
            if written is not None:
                changes.append(Change(cell.address, written.text, written.number))
    return tuple(changes)


def _renamed(problem: Problem, column: Column) -> tuple[Change, ...]:
    """A heading is plain where it resembles one column only, and names no other unit: the figures under it
    would stay in that."""
    unit = unit_of(problem.value[problem.value.replace("(", "（").rfind("（") + 1 :])
    plain = problem.expected == column.title and unit in {"", column.unit}
    return (Change(problem.cell, column.title, number=False),) if plain else ()


def of_figures(reading: FigureReading) -> Suggest:
    """Return what suggests for problems of the county's figures."""

    def suggest(problem: Problem) -> tuple[Change, ...]:
        column = FIGURES.get(problem.field)
        if column is None:
            return ()
        if problem.code == "heading_nearly_matches":
            return _renamed(problem, column)
        found = figures.likely(problem, reading.values)
        return (Change(problem.cell, found.text, found.number),) if found else ()

    return suggest
