"""The one message upward: an assessment has moved on. Sent inside the transaction that moved it."""

from django.dispatch import Signal

# sender: StatusChange; change: the row just written; at: datetime
status_changed = Signal()
