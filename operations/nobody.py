"""Waking nobody: whoever queues a job runs it himself, as tests and commands do."""

from operations.models import Job


def wake(job: Job) -> None:
    pass


def ensure_running() -> None:
    pass
