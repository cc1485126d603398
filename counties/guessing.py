"""Guessing passwords (猜密码): after a few wrong ones an account takes none for a while, not even the right.

What counts stands in the trail, so that all web processes count together and none forgets. A name and an
address are counted apart: many officers share one address, and each has his own mistakes.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from counties import comings
from operations import audit, origin
from operations.models import AuditEvent

STREAM = "accounts"
CAME, FAILED, BARRED = "account.logged_in", "account.login_refused", "account.login_barred"
OF_A_NAME, OF_AN_ADDRESS = 5, 100
OURS = {"", "127.0.0.1", "::1"}  # a proxy on this machine, behind which all look alike
WHILE = timedelta(minutes=30)
LOOKED_AT = 5_000  # of the newest events; who tries more often than that is barred by his address
TOO_OFTEN = "密码输错次数过多，为防猜测暂停登录。请 30 分钟以后再试；忘记密码请联系本级账号管理员。"


class LogInForm(AuthenticationForm):
    """Asks whether the name or the address has to wait before it looks at the password."""

    def clean(self) -> dict[str, Any]:
        name, at = self.cleaned_data.get("username", ""), timezone.now()
        if name and is_barred(name, origin.current().ip, at=at):
            said = comings.held_by(name)
            audit.append(
                stream=STREAM, action=BARRED, object=_object(name), actor=name, at=at, refused=True, **said
            )
            raise ValidationError(TOO_OFTEN, code="barred")
        found: dict[str, Any] = super().clean()
        return found


def is_barred(name: str, ip: str, *, at: datetime) -> bool:
    """Were there too many wrong passwords within ``WHILE`` for *name* since it last came in, or from *ip*?"""
    newest = AuditEvent.objects.filter(stream=STREAM).order_by("-seq").values_list("seq", flat=True).first()
    recent = AuditEvent.objects.filter(
        stream=STREAM, seq__gt=(newest or 0) - LOOKED_AT, at__gt=at - WHILE, action__in=(CAME, FAILED)
    )
    of_name = of_address = 0
    for action, about, came_from in recent.order_by("seq").values_list("action", "object", "ip"):
        failed = action == FAILED
        if about == _object(name):
            of_name = of_name + 1 if failed else 0
        of_address += failed and came_from == ip
    return of_name >= OF_A_NAME or (ip not in OURS and of_address >= OF_AN_ADDRESS)


def _object(name: str) -> str:
    return f"user:{name}"[:100]
