"""``answers.csv``: every cell of the matrix, written so that one can read it.

A line is a route and a method, whose row is asked for, the states and roles that get the same answers, and
an answer for each relation: a status, ``login`` for the way to the login page, ``-`` where nobody stands in
that relation. ``*`` are all states.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tests.permissions.people import EVERYBODY, RELATIONS
from tests.permissions.states import ANY, STATES

FILE = Path(__file__).with_name("answers.csv")
NOBODY = "-"
HEAD = ("route", "method", "row", "states", "roles", *RELATIONS)


class Cell(NamedTuple):
    route: str
    method: str
    of: str
    state: str
    role: str
    relation: str


Answers = dict[Cell, str]


def read(file: Path = FILE) -> Answers:
    """Return every cell with its answer; raise ``ValueError`` for one that stands there twice."""
    found: Answers = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            for cell, answer in _cells(line):
                if cell in found:
                    raise ValueError(f"{cell} stands there twice")
                found[cell] = answer
    return found


def _cells(line: Mapping[str, str]) -> Iterator[tuple[Cell, str]]:
    states = STATES if line["states"] == "*" else line["states"].split()
    for state in states:
        for role in line["roles"].split():
            for relation in RELATIONS:
                answer = line[relation]
                if answer != NOBODY:
                    yield Cell(line["route"], line["method"], line["row"], state, role, relation), answer


def write(answers: Answers, file: Path = FILE) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(sorted(_lines(answers)))


def _lines(answers: Answers) -> Iterator[tuple[str, ...]]:
    for key, cells in groupby(sorted(answers), key=lambda cell: cell[:3]):
        there = list(cells)
        states = [state for state in (ANY, *STATES) if any(cell.state == state for cell in there)]
        of = {role: _by_state(key, role, states, answers) for role in EVERYBODY}
        for columns in dict.fromkeys(of.values()):
            roles = [role for role in EVERYBODY if of[role] == columns]
            yield from _of_roles(key, roles, dict(zip(states, columns, strict=True)))


def _by_state(
    key: tuple[str, ...], role: str, states: Iterable[str], answers: Answers
) -> tuple[tuple[str, ...], ...]:
    route, method, of = key
    return tuple(
        tuple(answers.get(Cell(route, method, of, state, role, each), NOBODY) for each in RELATIONS)
        for state in states
    )


def _of_roles(
    key: tuple[str, ...], roles: list[str], columns: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    for answer in dict.fromkeys(columns.values()):
        if set(answer) == {NOBODY}:
            continue
        states = [state for state, given in columns.items() if given == answer]
        yield (*key, "*" if len(states) == len(STATES) else " ".join(states), " ".join(roles), *answer)
