"""Why something cannot be done; nothing was changed. The messages are for the officer."""

from assessments.preconditions import Missing
from schools import actions as schools


class Refused(schools.Refused):
    """It cannot be done now. *missing* is all that stands in the way, where that is why."""

    def __init__(self, message: str, missing: tuple[Missing, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


class NotYours(Refused):
    """It is not for this officer to do, now or later."""
