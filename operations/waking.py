"""How a worker learns that there is work: ``settings.JOBS_WAKE`` names the way.

``embedded``: a process beside the web server · ``celery``: a message to the workers · ``none``:
nobody is woken, and somebody calls ``jobs.run_pending`` himself (tests).
"""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from operations.models import Job


class Way(Protocol):
    def wake(self, job: Job) -> None:
        """See to it that somebody runs *job* soon."""

    def ensure_running(self) -> None:
        """See to it that there is somebody to run jobs."""


WAYS = {"embedded": "operations.embedded", "celery": "operations.broker", "none": "operations.nobody"}


def way() -> Way:
    # By name, and only when needed: importing Celery takes as long as starting Django.
    return cast(Way, import_module(WAYS[settings.JOBS_WAKE]))
