"""Who logs in, who fails to, and who logs out: events of the trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from counties.models import Officer, User
from operations import audit

STREAM = "accounts"


@receiver(user_logged_in)
def came(sender: object, user: User, **said: Any) -> None:
    _note("account.logged_in", user.get_username())


def timed_out(username: str, why: str) -> None:
    """His time was up (``counties.lasting``)."""
    _note("account.timed_out", username, reason=why)


@receiver(user_logged_out)
def left(sender: object, user: User | None, **said: Any) -> None:
    if user is not None:  # somebody whose session had ended before
        _note("account.logged_out", user.get_username())


@receiver(user_login_failed)
def failed(sender: object, credentials: dict[str, Any], **said: Any) -> None:
    """The name that was tried, which may be nobody's; never the password, which Django has hidden."""
    _note("account.login_refused", str(credentials.get("username", ""))[:150], refused=True)


def _note(action: str, username: str, *, refused: bool = False, reason: str = "") -> None:
    """With the office of who comes and goes, whose auditor is to see it; of nobody there is none."""
    audit.append(
        stream=STREAM,
        action=action,
        object=f"user:{username}"[:100],
        actor=username,
        at=timezone.now(),
        refused=refused,
        **held_by(username) | {"reason": reason},
    )


def held_by(username: str) -> audit.More:
    """Return the office and the role of the post that the account called so holds now."""
    serving = Officer.objects.serving().select_related("division")
    post = serving.filter(user__username=username).first()
    return {"office": f"{post.division.code} {post.division}", "role": post.role} if post else {}
