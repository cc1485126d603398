"""How long a log-in lasts (登录时效): not idle for too long, and not for ever; and why one has ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from counties import comings

Answer = Callable[[HttpRequest], HttpResponse]

CAME, SEEN, ENDED = "came_at", "seen_at", "ended"
NOTICED = timedelta(minutes=1)  # within which a session is not written again
TOLD_FOR = timedelta(hours=1)
CHANGED = "您的登录已失效：密码或岗位有变动，或者账号已停用。"


def kept(get_response: Answer) -> Answer:
    """Middleware: log out whose time is up, and let the login page say why a session has ended."""

    def answer(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return get_response(request)
        at = timezone.now()
        if not request.user.is_authenticated:
            _end(request, CHANGED)
        elif why := _over(request, at):
            comings.timed_out(request.user.get_username(), why)
            _end(request, why)
        response = get_response(request)
        if request.user.is_authenticated and not _asks_by_itself(request):
            _see(request, at)
        return response

    return answer


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, **said: Any) -> None:
    """Somebody has logged in: his time begins, and what ended his last log-in is told."""
    request.session.pop(ENDED, None)
    request.session[CAME] = request.session[SEEN] = _seconds(timezone.now())
    request.session.set_expiry(None)


def _over(request: HttpRequest, at: datetime) -> str:
    """Say why the session is over; nothing while it lasts. One from before this was counted begins now."""
    now = _seconds(at)
    if now - request.session.get(CAME, now) >= settings.SESSION_LIFETIME.total_seconds():
        return f"登录已满 {_written(settings.SESSION_LIFETIME)}，为安全起见已自动退出。"
    if now - request.session.get(SEEN, now) >= settings.SESSION_IDLE.total_seconds():
        return f"超过 {_written(settings.SESSION_IDLE)}没有操作，为安全起见已自动退出。"
    return ""


def _end(request: HttpRequest, why: str) -> None:
    request.session.flush()
    request.user = AnonymousUser()
    request.session[ENDED] = why
    request.session.set_expiry(TOLD_FOR)


def _see(request: HttpRequest, at: datetime) -> None:
    request.session.setdefault(CAME, _seconds(at))
    if _seconds(at) - request.session.get(SEEN, 0) >= NOTICED.total_seconds():
        request.session[SEEN] = _seconds(at)


def _asks_by_itself(request: HttpRequest) -> bool:
    """A part of a page that asks every second how far something is: nobody need sit before it."""
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.endswith("-progress"))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _written(span: timedelta) -> str:
    """Write a span for a reader.

    >>> _written(timedelta(minutes=60)), _written(timedelta(minutes=90)), _written(timedelta(hours=12))
    ('1 小时', '90 分钟', '12 小时')
    """
    minutes = int(span.total_seconds()) // 60
    return f"{minutes} 分钟" if minutes % 60 else f"{minutes // 60} 小时"
