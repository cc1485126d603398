"""Reading messages."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.inbox.models import Message, Reading
from counties.models import Officer


@transaction.atomic
def read(*, messages: Iterable[Message], by: Officer, at: datetime) -> None:
    """Remember that *by* has read the messages; read twice is read once."""
    Reading.objects.bulk_create(
        [Reading(message=message, by=by, at=at) for message in messages], ignore_conflicts=True
    )
