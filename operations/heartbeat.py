"""Keeps an attempt's lease while its handler works, and carries its progress to the row."""

import logging
import threading
import time
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from operations import attempts
from operations.models import Job

logger = logging.getLogger(__name__)
WRITES_PER_LEASE = 4


class Heartbeat:
    """Used around a handler; ``report`` is the ``Progress`` it is given.

    A thread with a connection of its own writes: at most once a second, so that a handler may
    report every row; and seen by others at once, though the handler be inside a transaction.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._news = False
        self._lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat of {job}", daemon=True)

    def report(self, stage: str, done: int, total: int) -> None:
        """Say what is being done, and how much of it. Raise ``Lost`` if it is another's by now."""
        if self._lost:
            raise attempts.Lost(str(self._job))
        self._job.stage, self._job.done, self._job.total = stage[:60], done, total
        self._news = True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        overdue = settings.JOB_LEASE_SECONDS / WRITES_PER_LEASE
        written = time.monotonic()
        try:
            while not self._ended.wait(min(1.0, overdue)):
                if self._news or time.monotonic() - written >= overdue:
                    self._write()
                    written = time.monotonic()
        finally:
            connections.close_all()

    def _write(self) -> None:
        self._news = False
        try:
            attempts.extend(self._job, at=timezone.now())
        except attempts.Lost:
            self._lost = True
            self._ended.set()
        except DatabaseError:
            # The handler may hold a lock for long; the next beat tries again.
            logger.warning("No heartbeat for %s", self._job, exc_info=True)
