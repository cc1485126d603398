"""Which cells there must be: every route and method, for everybody, in every state that can change the
answer; and which of them the usual run asks."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

from django.test import Client
from django.urls import URLPattern, reverse

from tests import addresses
from tests.permissions.addresses import OF_THE_CITY, STATELESS
from tests.permissions.people import EVERYBODY, OFFICES, ROLES, WITHOUT_POST, relations
from tests.permissions.states import ANY, STATES
from tests.permissions.table import Cell

METHODS = ("GET", "POST")


@cache
def routes() -> tuple[URLPattern, ...]:
    return tuple(addresses.routes())


def parts(route: URLPattern) -> set[str]:
    """Name what the address of *route* has to be told."""
    return set(route.pattern.converters)


@cache
def refuses(name: str, method: str) -> bool:
    """Tell whether the route has no such method, which nothing else changes; asks the database."""
    route = next(each for each in routes() if each.name == name)
    address = reverse(name, kwargs=dict.fromkeys(parts(route), 1))
    return Client().generic(method, address).status_code == 405


def due() -> frozenset[Cell]:
    """Return every cell that must have an answer in the table."""
    names = sorted({str(route.name) for route in routes()})
    return frozenset(
        Cell(name, method, of, state, role, relation)
        for name in names
        for method in METHODS
        for of in _rows(name, method)
        for state in ((ANY,) if name in STATELESS or refuses(name, method) else STATES)
        for role in EVERYBODY
        for relation in relations(of, role)
    )


def _rows(name: str, method: str) -> tuple[str, ...]:
    return ("county", "city") if name in OF_THE_CITY and not refuses(name, method) else ("county",)


def sample(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Choose of each address every role once, and every relation, each in a state; all by their names alone,
    so that the same are asked every time, and over all addresses every role in every relation."""
    there = set(cells)
    for name, method, of in sorted({cell[:3] for cell in there}):
        by_relation, start = tuple(OFFICES[of]), _number(name + method + of)
        pairs = [
            (role, by_relation[(start + place) % len(by_relation)]) for place, role in enumerate(ROLES)
        ] + [(role, "none") for role in WITHOUT_POST]
        for role, relation in pairs:
            states = [s for s in (ANY, *STATES) if Cell(name, method, of, s, role, relation) in there]
            yield Cell(name, method, of, states[_number(name + method + role) % len(states)], role, relation)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
