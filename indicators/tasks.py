"""Coefficients worked out later: by a Celery worker where there is a broker, else by ours."""

from django.utils import timezone

from indicators import actions
from operations import jobs
from operations.jobs import Progress
from operations.models import Job
from schools.models import Ledger


@jobs.register("indicators.evaluate")
def evaluate(job: Job, progress: Progress) -> None:
    """Judge the ledger that the job names."""
    ledger = Ledger.objects.select_related("county").get(
        pk=job.payload["ledger"], kind=Ledger.Kind.SCHOOLS, county__code__startswith=job.scope
    )
    progress("测算指标与差异系数", 0, 1)
    actions.evaluate(ledger=ledger, by=job.actor, at=timezone.now())
    progress("测算指标与差异系数", 1, 1)
