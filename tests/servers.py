"""Where other processes find the database of a test."""

from django.db import connection


def on_postgresql() -> str:
    """Return the address of the test's own database there."""
    assert connection.vendor == "postgresql"
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
