"""Accepting a ledger later: a long one takes its time, and nobody has to wait at his screen."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from assessments import actions
from assessments.inbox import mailing
from counties.models import Officer
from operations import jobs, kinds
from operations.jobs import Progress
from operations.models import Job
from schools.actions import Refused
from schools.models import Ledger


@jobs.register("assessments.accept_ledger")
def accept_ledger(job: Job, progress: Progress) -> None:
    """Accept the ledger that the job names, for the clerk who asked; result and mark are one."""
    rows = Ledger.objects.select_related("county")
    ledger = rows.get(pk=job.payload["ledger"], county__code__startswith=job.scope)
    if ledger.state == Ledger.State.ACCEPTED:
        return
    now = timezone.now()
    serving = Officer.objects.serving().select_related("division", "user")
    clerk = serving.filter(user__username=job.actor).first()
    if clerk is None:
        raise jobs.Failed("提出采用的人已不在岗，没有采用。请由本县现任填报员重新采用。")
    progress("核对原件", 0, 0)
    told = partial(progress, "保存各校数据" if ledger.is_of_schools else "保存各项数据")
    try:
        with transaction.atomic():
            actions.accept_ledger(ledger=ledger, by=clerk, at=now, told=told)
            jobs.finish(job)
    except Refused as refusal:
        raise jobs.Failed(f"没有采用：{refusal}") from refusal


@jobs.register(kinds.MAIL, patient=True)
def send_mail(job: Job, progress: Progress) -> None:
    """Send the mail that the job asks for. Broken off after sending, it is sent once more."""
    mailing.send(job.payload, put_off=job.times_put_off)
