"""Is what is kept still what was written? Every app that keeps something says how it is checked.

An app's ``verifiers`` module registers them; ``manage.py audit_verify`` runs them all. A verifier
changes nothing, and of what is as it should be it yields nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from time import monotonic
from typing import TypeVar

from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from operations import audit
from operations.models import AuditEvent

STREAM = "operations"
ACTION = "trail.verified"


@dataclass(frozen=True)
class Fault:
    """*where* names the event, snapshot, file or figure; *what* is wrong with it, in words."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


@dataclass(frozen=True)
class Part:
    """*looked_at* counts the rows it went through, *seconds* how long that took."""

    name: str
    faults: tuple[Fault, ...]
    looked_at: int = 0
    seconds: float = 0.0


Verifier = Callable[[], Iterator[Fault]]
Row = TypeVar("Row", bound=Model)
_registered: dict[str, Verifier] = {}
_watching: ContextVar[Callable[[], None]] = ContextVar("watching", default=lambda: None)


def register(name: str) -> Callable[[Verifier], Verifier]:
    """Make the decorated function the verifier of the part *name*, as the administrator reads it."""

    def remember(verifier: Verifier) -> Verifier:
        assert name not in _registered, f"two verifiers of {name}"
        _registered[name] = verifier
        return verifier

    return remember


@cache
def verifiers() -> dict[str, Verifier]:
    """Return every verifier by its name, those of the lowest app first."""
    autodiscover_modules("verifiers")
    return _registered


def over(found: "QuerySet[Row]") -> Iterator[Row]:
    """Go through rows a few at a time, telling whoever watches how many there were."""
    for row in found.iterator(chunk_size=500):
        _watching.get()()
        yield row


@contextmanager
def watched(watch: Callable[[], None]) -> Iterator[None]:
    """Call *watch* for each row that a verifier has looked at."""
    token = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(token)


def examine(names: Iterable[str] = ()) -> Iterator[Part]:
    """Check the parts *names*, or all, one after the other."""
    wanted = set(names) or verifiers().keys()
    for name, verifier in verifiers().items():
        if name in wanted:
            yield _examined(name, verifier)


def _examined(name: str, verifier: Verifier) -> Part:
    outside, count, began = _watching.get(), 0, monotonic()

    def look() -> None:
        nonlocal count
        count += 1
        outside()

    found: list[Fault] = []
    with watched(look):
        try:
            found.extend(verifier())
        except (DatabaseError, LookupError, ValueError, TypeError, ArithmeticError, OSError) as error:
            # What is damaged enough to break its check is not as it was written.
            found.append(Fault(name, f"核对到第 {count} 项时中断：{error}"))
    faults = tuple(found)
    return Part(name, faults, count, monotonic() - began)


def note(parts: Iterable[Part], *, by: str, at: datetime) -> None:
    """Write down that everything was checked, and what was found."""
    counts = {part.name: len(part.faults) for part in parts}
    audit.append(
        stream=STREAM,
        action=ACTION,
        object="trail",
        actor=by,
        at=at,
        detail={"faults": counts},
        refused=any(counts.values()),
    )


def last() -> AuditEvent | None:
    """Return the event of the last complete check, if there ever was one."""
    return AuditEvent.objects.filter(stream=STREAM, action=ACTION).order_by("-seq").first()
