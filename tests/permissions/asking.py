"""Everybody asks: the county is arranged once, its assessment walks through its states, and in each the cells
are asked that were asked for."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.urls import reverse

from assessments.models import Assessment
from tests.permissions import addresses, people, states
from tests.permissions.addresses import Addresses
from tests.permissions.people import People
from tests.permissions.table import Answers, Cell
from tests.visitors import Visitor

FIRST = states.STATES[0]


def ask(cells: Iterable[Cell]) -> Answers:
    """Return what is answered to each of *cells*."""
    waiting: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        waiting[FIRST if cell.state == states.ANY else cell.state].append(cell)
    around = people.offices()
    everybody = people.everybody(around)
    offices = around[people.COUNTYS["own"]]
    assessment, there = addresses.arranged(offices)
    asking = _Asking(everybody, assessment, there)
    found: Answers = {}
    with _silence():
        for state in states.walk(assessment, offices):
            found |= asking.in_state(waiting.pop(state, ()))
            if not waiting:
                break
    return found


@contextmanager
def _silence() -> Iterator[None]:
    """A refusal is logged with all that led to it, which takes as long as the refusal."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class _Asking:
    def __init__(self, everybody: People, assessment: Assessment, there: Addresses) -> None:
        self._visitors = {
            who: Visitor(user, f"10.0.0.{number}") for number, (who, user) in enumerate(everybody.items(), 1)
        }
        self._assessment, self._there = assessment, there

    def in_state(self, cells: Iterable[Cell]) -> Answers:
        way = states.onward(self._assessment)
        return {cell: self._answer(cell, way) for cell in cells}

    def _answer(self, cell: Cell, way: str) -> str:
        arguments = dict(self._there.get((cell.route, cell.of), {}))
        if cell.route == "assessment-advance":
            arguments["transition"] = way
        visitor = self._visitors[people.who(cell.of, cell.role, cell.relation)]
        return visitor.answer(cell.method, reverse(cell.route, kwargs=arguments))
