"""Is what is kept still what was written? Every app that keeps something says how it is checked.

An app's ``verifiers`` module registers them; ``manage.py audit_verify`` runs them all. A verifier
changes nothing, and of what is as it should be it yields nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

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
    name: str
    faults: tuple[Fault, ...]


Verifier = Callable[[], Iterator[Fault]]
_registered: dict[str, Verifier] = {}


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


def examine(names: Iterable[str] = ()) -> Iterator[Part]:
    """Check the parts *names*, or all, one after the other."""
    wanted = set(names) or verifiers().keys()
    for name, verifier in verifiers().items():
        if name in wanted:
            yield Part(name, tuple(verifier()))


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
