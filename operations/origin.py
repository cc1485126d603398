"""Where a request comes from: its number, its address, and whose post it is; for the trail to keep.

What runs outside a request (a command, a job) has no origin, and its events say so by leaving it empty.
"""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass
class Origin:
    """*actor* holds the post of *office* and *role*; *refusal_noted* once an action has written it down."""

    request: str = ""
    ip: str = ""
    actor: str = ""
    office: str = ""
    role: str = ""
    refusal_noted: bool = False


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin:
    """Return where the present request comes from; outside of one, nowhere."""
    return _current.get() or Origin()


def known(*, actor: str, office: str, role: str) -> None:
    """Remember whose request it is. Outside of a request there is nothing to remember it for."""
    if origin := _current.get():
        origin.actor, origin.office, origin.role = actor, office, role


def remembered(get_response: Answer) -> Answer:
    """Middleware: give every request a number, and let who writes to the trail know it."""

    def answer(request: HttpRequest) -> HttpResponse:
        origin = Origin(request=uuid.uuid4().hex, ip=address(request))
        token = _current.set(origin)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-Id"] = origin.request
        return response

    return answer


def address(request: HttpRequest) -> str:
    """Return the address that asked: behind the proxy, the one that the proxy itself saw last."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.HTTPS and forwarded:
        return forwarded.rpartition(",")[2].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
