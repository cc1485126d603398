"""What the database says when somebody changes what a county has signed or passed on, told to the officer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from operations import triggers

REASON = triggers.sentence("本县这一学年已审签或已报送，填报内容和说明不能再改，等退回后再改")


class Locked(Exception):
    """The county's year is locked; the message is for the officer."""


@contextmanager
def told() -> Iterator[None]:
    """Raise ``Locked`` where the database refuses because the county's year is locked."""
    try:
        yield
    except DatabaseError as error:
        if REASON not in str(error):
            raise
        raise Locked(f"{REASON}。") from error
