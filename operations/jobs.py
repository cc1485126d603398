"""What happens later: asked for here, written down as a row, run by whichever worker comes first.

The row is the truth; waking a worker is a courtesy that may fail. A job is run at least once: a
worker may die after its work and before the mark, so **a handler must be harmless when run
again**. It either finds its result already there and returns, or stores it in a transaction that
ends with ``jobs.finish(job)``, which makes result and mark one.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from operations import attempts, waking
from operations.attempts import Lost, finish
from operations.canonical import digest
from operations.heartbeat import Heartbeat
from operations.models import Job

__all__ = [
    "Failed",
    "Handler",
    "Later",
    "Lost",
    "Progress",
    "enqueue",
    "ensure_running",
    "finish",
    "handlers",
    "register",
    "retry",
    "run",
    "run_next",
    "run_pending",
    "sweep",
]

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Handler = Callable[[Job, Progress], None]

OVERLOOKED = timedelta(seconds=60)
WOKEN_AT_ONCE = 100
_registered: dict[str, Handler] = {}
_patient: set[str] = set()


class Failed(Exception):
    """The job cannot be done, and another attempt would not help. The message is for the officer."""


class Later(Exception):
    """The job cannot be done now for what is not in our hands; the message is for the administrator."""

    def __init__(self, reason: str, *, after: timedelta) -> None:
        super().__init__(reason)
        self.after = after


def register(kind: str, *, patient: bool = False) -> Callable[[Handler], Handler]:
    """Make the decorated function of an app's ``tasks`` module the handler of *kind*.

    Where one worker does everything, a *patient* kind lets all others go first: what makes papers
    does not keep a clerk waiting for a check.

    It is given the job, whose ``payload`` is the subject asked for, and ``progress(stage, done,
    total)``, to be called as often as it likes. It raises ``Failed`` with a sentence for the
    officer, or ``Later``; any other exception is an error of ours, logged and tried again.
    """

    def remember(handler: Handler) -> Handler:
        assert kind not in _registered, f"two handlers of {kind}"
        _registered[kind] = handler
        if patient:
            _patient.add(kind)
        return handler

    return remember


@cache
def handlers() -> dict[str, Handler]:
    """Return every handler by kind; loads the apps' tasks, which a web process never needs."""
    autodiscover_modules("tasks")
    return _registered


@transaction.atomic
def enqueue(
    *, kind: str, subject: Mapping[str, object], scope: str, actor: str, at: datetime, again: bool = False
) -> Job:
    """Ask for a job of *kind* on *subject*, which must be JSON, and return its row.

    Asked for twice it is one job; one that failed is queued again, and with *again* one that is
    done. A running one is left alone. *scope* is the code prefix of the division whose officers
    may watch it. The worker is woken after the commit, and failing to wake one does no harm.
    """
    job, new = Job.objects.get_or_create(
        key=digest({"kind": kind, "subject": subject}),
        defaults={"kind": kind, "payload": dict(subject), "scope": scope, "actor": actor, "created_at": at},
    )
    if not new:
        _queue_again(job, done_too=again, actor=actor, at=at)
    if job.state == Job.State.QUEUED:
        _wake_after_commit(job)
    return job


@transaction.atomic
def retry(*, job: Job, at: datetime) -> bool:
    """Queue again what failed or was put off, for whoever asked for it; return False, and leave any other."""
    if Job.objects.put_off(at).filter(pk=job.pk).update(not_before=None):
        _wake_after_commit(job)
        return True
    if job.state != Job.State.FAILED:
        return False
    _queue_again(job, done_too=False, actor=job.actor, at=at)
    queued: bool = job.state == Job.State.QUEUED
    if queued:
        _wake_after_commit(job)
    return queued


def _queue_again(job: Job, *, done_too: bool, actor: str, at: datetime) -> None:
    ended = [Job.State.FAILED, *([Job.State.DONE] if done_too else [])]
    queued = Job.objects.filter(pk=job.pk, state__in=ended).update(
        state=Job.State.QUEUED,
        attempt=0,
        times_put_off=0,
        not_before=None,
        error="",
        stage="",
        done=0,
        total=0,
        finished_at=None,
        created_at=at,
        actor=actor,
    )
    if queued:
        job.refresh_from_db()


def run(job_id: int) -> bool:
    """Make one attempt at the job; return False if it is done or somebody else is at it."""
    job = attempts.claim(job_id, at=timezone.now())
    if job is None:
        return False
    try:
        _attempt(job)
    except Lost:
        logger.warning("%s was taken over by another worker", job)
    return True


def _attempt(job: Job) -> None:
    try:
        with Heartbeat(job) as heartbeat:
            handlers()[job.kind](job, heartbeat.report)
        if job.state != Job.State.DONE:
            finish(job)
    except Lost:
        raise
    except Failed as refusal:
        attempts.fail(job, str(refusal))
    except Later as later:
        attempts.put_off(job, str(later), until=timezone.now() + later.after)
    except Exception:
        logger.exception("%s failed at attempt %s", job, job.attempt)
        attempts.give_back(job)
        if job.state == Job.State.QUEUED:
            _wake_after_commit(job)


def run_next() -> bool:
    """Run the job that has waited longest, a patient one if there is no other; return False if none waits."""
    handlers()  # which say who is patient
    waiting = Job.objects.claimable(timezone.now()).order_by("created_at", "pk").values_list("pk", flat=True)
    job_id = waiting.exclude(kind__in=_patient).first() or waiting.first()
    if job_id is None:
        attempts.bury(at=timezone.now())
        return False
    run(job_id)
    return True


def run_pending() -> int:
    """Run jobs until none waits, and return how many attempts that took."""
    count = 0
    while run_next():
        count += 1
    return count


def sweep(*, at: datetime) -> int:
    """Wake a worker again for jobs that were overlooked; return how many.

    Those queued for more than a minute, whose message may be lost, and those whose worker is.
    At most a hundred, the oldest, so that a long queue is not announced anew every half minute.
    """
    attempts.bury(at=at)
    overlooked = Job.objects.claimable(at).exclude(state=Job.State.QUEUED, created_at__gt=at - OVERLOOKED)
    jobs = overlooked.order_by("created_at", "pk")[:WOKEN_AT_ONCE]
    for job in jobs:
        waking.way().wake(job)
    return len(jobs)


def ensure_running() -> None:
    """See that there is a worker; a page that shows progress calls this. Never raises."""
    try:
        waking.way().ensure_running()
    except Exception:
        logger.exception("No worker could be started")


def _wake_after_commit(job: Job) -> None:
    # Robust: what was committed stays done though nobody can be woken; the sweep finds the job.
    # (A lambda, for Django names the function in its log, and a partial has no name.)
    transaction.on_commit(lambda: waking.way().wake(job), robust=True)
