"""What differs between the kinds of ledgers: how one is read, checked and stored. All else is shared."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from schools import annotations, apart, registry, storing, suggestions
from schools.figures import checks as figure_checks
from schools.figures import needs
from schools.figures import reading as figures
from schools.figures import template as figure_template
from schools.figures.columns import FIGURES
from schools.history import over_time
from schools.ledger import checks, template
from schools.ledger.columns import Value
from schools.ledger.problems import Problem
from schools.ledger.rows import Reading
from schools.models import CountyYear, Ledger

STORED_AT_ONCE = 500
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Way(Generic[R]):
    """How one kind of ledger is treated. *write_blank* is given path, county and year; *read* the path and
    what the county has answered about headings; *count* is
    what its field *counted* says of its extent; *store* says how many rows are
    stored, of how many, and raises ``registry.Elsewhere`` where a school is another county's."""

    write_blank: Callable[[Path, str, int], None]
    read: Callable[[Path, Mapping[str, str]], R]
    stage: str
    counted: str
    count: Callable[[R], int]
    check: Callable[[Ledger, R], Iterator[Problem]]
    store: Callable[[Ledger, R, Callable[[int, int], None]], None]


def of(ledger: Ledger) -> Way[Any]:
    return WAYS[Ledger.Kind(ledger.kind)]


def named(kind: str) -> Ledger.Kind:
    """Return the kind an address names; one that is none of ours is the schools'."""
    return Ledger.Kind(kind) if kind in Ledger.Kind else Ledger.Kind.SCHOOLS


def _check_schools(ledger: Ledger, reading: Reading) -> Iterator[Problem]:
    found = (*checks.check(reading, standard=ledger.standard), *registry.problems(ledger.county, reading))
    found += tuple(over_time.problems(ledger, reading))
    suggest = suggestions.of_schools(reading, annotations.registered(ledger))
    yield from annotations.annotated(ledger, found, suggest, _said(reading))


def _store_schools(ledger: Ledger, reading: Reading, told: Callable[[int, int], None]) -> None:
    schools, total = registry.enter(ledger.county, reading.rows), len(reading.rows)
    for begin in range(0, total, STORED_AT_ONCE):
        told(begin, total)
        storing.store(ledger, reading.rows[begin : begin + STORED_AT_ONCE], schools)
    told(total, total)


def _check_figures(ledger: Ledger, reading: figures.Reading) -> Iterator[Problem]:
    found = figure_problems(ledger, reading)
    yield from annotations.annotated(ledger, found, suggestions.of_figures(reading), _said(reading))


def figure_problems(ledger: Ledger, reading: figures.Reading) -> tuple[Problem, ...]:
    """Return what is wrong with county figures, be *ledger* stored or only meant."""
    before = CountyYear.objects.filter(
        ledger__county__code=ledger.county.code,
        ledger__year=ledger.year - 1,
        ledger__state=Ledger.State.ACCEPTED,
    ).first()
    return figure_checks.check(
        reading,
        needed=needs.of_standard(ledger.standard),
        year=ledger.year,
        earlier=before.values if before else None,
    )


def _said(reading: Reading | figures.Reading) -> Mapping[annotations.Key, str]:
    """Return what the clerk wrote in the list of problems of a workbook that comes back."""
    return {(each.code, each.school_code, each.field, each.value): each.text for each in reading.remarks}


def _store_figures(ledger: Ledger, reading: figures.Reading, told: Callable[[int, int], None]) -> None:
    told(0, len(FIGURES))
    values: dict[str, Value] = {figure.field: reading.values[figure.field] for figure in FIGURES}
    cells = {field: [cell.sheet, cell.address] for field, cell in reading.cells.items()}
    CountyYear.objects.create(ledger=ledger, cells=cells, **values)


WAYS: Mapping[Ledger.Kind, Way[Any]] = {
    Ledger.Kind.SCHOOLS: Way(
        write_blank=lambda path, county, year: template.write_template(path, county=county, year=year),
        read=partial(apart.read, Ledger.Kind.SCHOOLS.value),
        stage="逐校校核",
        counted="schools",
        count=lambda reading: len(reading.rows),
        check=_check_schools,
        store=_store_schools,
    ),
    Ledger.Kind.COUNTY: Way(
        write_blank=lambda path, county, year: figure_template.write_template(path, county=county, year=year),
        read=partial(apart.read, Ledger.Kind.COUNTY.value),
        stage="逐项校核",
        counted="figures",
        count=lambda reading: reading.filled,
        check=_check_figures,
        store=_store_figures,
    ),
}
