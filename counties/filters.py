"""Filters that somebody keeps (常用筛选): an address of ours under a name, in a signed cookie of his browser.

They are a convenience of one person at one machine, so no table holds them; the cookie is signed for its
owner, and who logs in after him at the same machine does not see them.
"""

import json
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from counties.models import User

COOKIE, YEAR = "filters", 365 * 24 * 3600
MOST, LONGEST_NAME, LONGEST_ADDRESS = 12, 20, 200  # a cookie holds 4 kB


@dataclass(frozen=True)
class Filter:
    name: str
    address: str

    @property
    def page(self) -> str:
        return urlsplit(self.address).path


def kept(request: HttpRequest, user: User) -> list[Filter]:
    """Return what *user* keeps in this browser; what he did not sign is nothing."""
    text = request.get_signed_cookie(COOKIE, default="[]", salt=_salt(user))
    return [Filter(**each) for each in json.loads(text or "[]")]


def keep(request: HttpRequest, response: HttpResponse, user: User, name: str, address: str) -> bool:
    """Keep *address* under *name*, in place of another of that name on its page; the oldest give way.

    Return False, and keep nothing, for a name that is empty or an address that is not one of ours.
    """
    new = Filter(name.strip()[:LONGEST_NAME], address)
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    if not new.name or not ours or len(address) > LONGEST_ADDRESS:
        return False
    others = [each for each in kept(request, user) if (each.name, each.page) != (new.name, new.page)]
    _write(response, user, [*others, new][-MOST:])
    return True


def drop(request: HttpRequest, response: HttpResponse, user: User, address: str) -> None:
    _write(response, user, [each for each in kept(request, user) if each.address != address])


def _write(response: HttpResponse, user: User, filters: list[Filter]) -> None:
    text = json.dumps([asdict(each) for each in filters], separators=(",", ":"))
    response.set_signed_cookie(COOKIE, text, salt=_salt(user), max_age=YEAR, httponly=True, samesite="Lax")


def _salt(user: User) -> str:
    return f"filters.{user.pk}"
