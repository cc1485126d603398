"""Who logs in, who fails to, and who logs out: events of the trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from counties.models import User
from operations import audit

STREAM = "accounts"


@receiver(user_logged_in)
def came(sender: object, user: User, **said: Any) -> None:
    _note("account.logged_in", user.get_username())


@receiver(user_logged_out)
def left(sender: object, user: User | None, **said: Any) -> None:
    if user is not None:  # somebody whose session had ended before
        _note("account.logged_out", user.get_username())


@receiver(user_login_failed)
def failed(sender: object, credentials: dict[str, Any], **said: Any) -> None:
    """The name that was tried, which may be nobody's; never the password, which Django has hidden."""
    _note("account.login_refused", str(credentials.get("username", ""))[:150], refused=True)


def _note(action: str, username: str, *, refused: bool = False) -> None:
    audit.append(
        stream=STREAM,
        action=action,
        object=f"user:{username}"[:100],
        actor=username,
        at=timezone.now(),
        refused=refused,
    )
