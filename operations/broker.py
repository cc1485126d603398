"""Waking Celery's workers over Redis: a message per job, one Celery task per kind of job.

A lost message is found by the sweep, a second delivery finds the job taken or done.
"""

from celery import Celery
from django.utils import timezone

from operations import anchors, jobs
from operations.models import Job

SWEEP = "operations.sweep"

app = Celery("balance")
app.config_from_object("django.conf:settings", namespace="CELERY")


def wake(job: Job) -> None:
    """Send the message; raise ``OperationalError`` soon if the broker is away."""
    app.send_task(job.kind, args=[job.pk], retry=False)


def ensure_running() -> None:
    """Celery's workers are kept running by whoever installed them."""


@app.task(name=SWEEP)
def sweep() -> int:
    anchors.keep_up(at=timezone.now())
    return jobs.sweep(at=timezone.now())


def offer_every_kind() -> None:
    """Give the worker a task for each kind of job: schools.check_ledger, reports.render_dossier …"""
    for kind in jobs.handlers():
        app.task(name=kind)(jobs.run)
