"""The worker of an installation without a broker: one process beside the web server.

Whoever queues a job, or shows its progress, starts the process if there is none. That there is at
most one, and whether there is one, is told by a lock on a file, which the kernel lets go of when
the process dies, however it dies.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations import anchors, jobs
from operations.models import Job

IDLE_EXIT = 60
STARTS_WITHIN = 5
LOOK_EVERY = 0.25
BEHIND = 5  # by how much the pages go first

_locks: set[int] = set()
_children: list[tuple[subprocess.Popen[bytes], float]] = []


def wake(job: Job) -> None:
    ensure_running()


def ensure_running() -> None:
    """Start a worker, unless one holds the lock or is about to. It outlives who started it."""
    _children[:] = [(child, began) for child, began in _children if child.poll() is None]
    if any(time.monotonic() - began < STARTS_WITHIN for _, began in _children):
        return
    with _lock() as free:
        pass
    if free:
        _children.append((_spawn(), time.monotonic()))


def stand_back() -> None:
    """Let the web server beside this process go first, so that nobody's page waits on somebody's upload.

    Linux shares the processors out between sessions before it looks at what is in them, and a worker has
    a session of its own.
    """
    os.nice(BEHIND)
    with suppress(OSError):  # elsewhere, and where sessions are not told apart, there is no such file
        Path("/proc/self/autogroup").write_text(str(BEHIND))


def serve(*, idle_exit: float | None, stopped: Callable[[], bool]) -> bool:
    """Run jobs until *stopped*, or until none has been unfinished for *idle_exit* seconds.

    Return False at once if another process serves. Nothing queued meanwhile is overlooked: who
    found the lock taken had queued its job before, and the queue is looked at once more after
    the lock is let go.
    """
    while True:
        with _lock() as free:
            if not free:
                return False
            _serve(idle_exit, stopped)
        if stopped() or not Job.objects.unfinished().exists():
            return True


def _serve(idle_exit: float | None, stopped: Callable[[], bool]) -> None:
    anchors.keep_up(at=timezone.now())
    busy = time.monotonic()
    while not stopped():
        signal.alarm(settings.JOB_TIME_LIMIT)  # a job that hangs takes this process with it
        ran = jobs.run_next()
        signal.alarm(0)
        if ran:
            busy = time.monotonic()
            continue
        if Job.objects.unfinished().exists():  # another's, and ours once its lease has run out
            busy = time.monotonic()
        if idle_exit is not None and time.monotonic() - busy >= idle_exit:
            return
        time.sleep(LOOK_EVERY)


def _let_go() -> None:
    for lock in _locks:
        os.close(lock)


# The kernel lets go when the last copy is closed, and a fork may outlive the worker that was killed.
os.register_at_fork(after_in_child=_let_go)


@contextmanager
def _lock() -> Iterator[bool]:
    """Hold the lock, or yield False if another process, or another caller here, does."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.VAR / "run_jobs.lock", os.O_RDWR | os.O_CREAT, 0o600)
    _locks.add(file)
    try:
        yield _taken(file)
    finally:
        _locks.discard(file)
        os.close(file)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _spawn() -> subprocess.Popen[bytes]:
    manage = str(settings.BASE_DIR / "manage.py")
    with (settings.VAR / "run_jobs.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, manage, "run_jobs", "--idle-exit", str(IDLE_EXIT)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
