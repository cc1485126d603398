"""Filters that an officer keeps (常用筛选): an address of ours under a name, at every machine he works at."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from counties.models import Officer, SavedFilter

MOST, LONGEST_NAME, LONGEST_ADDRESS = 12, 20, 500  # of one page


def kept(officer: Officer, page: str) -> list[SavedFilter]:
    """Return what the officer keeps for the *page*, in the order in which he named it."""
    return list(SavedFilter.objects.visible_to(officer).filter(page=page).order_by("kept_at", "pk"))


@transaction.atomic
def keep(*, name: str, address: str, by: Officer, at: datetime) -> bool:
    """Keep *address* under *name*, in place of another of that name on its page; the oldest give way.

    Return False, and keep nothing, for a name that is empty or an address that is not one of ours.
    """
    name = name.strip()[:LONGEST_NAME]
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    if not name or not ours or len(address) > LONGEST_ADDRESS:
        return False
    page = urlsplit(address).path
    SavedFilter.objects.update_or_create(
        officer=by, page=page, name=name, defaults={"address": address, "kept_at": at}
    )
    mine = SavedFilter.objects.visible_to(by).filter(page=page).order_by("-kept_at", "-pk")
    SavedFilter.objects.filter(pk__in=[each.pk for each in mine[MOST:]]).delete()
    return True


def drop(*, pk: str, by: Officer) -> None:
    """Forget one of the officer's own filters; of another's, or none, nothing comes."""
    if pk.isascii() and pk.isdigit():
        SavedFilter.objects.visible_to(by).filter(pk=int(pk)).delete()
