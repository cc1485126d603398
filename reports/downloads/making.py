"""Making a parcel: what is missing is rendered by jobs of its own, which others may be at as well."""

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from operations import jobs, keys
from operations.models import Job
from reports.downloads import actions, collecting
from reports.downloads.models import Bundle
from schools import files

AT_ONCE = 150  # seconds of work; the rest is another job's, so that none is stopped for taking long
LOOK_EVERY = 0.5


def make(job: Job, progress: jobs.Progress) -> None:
    """Make the parcel that the job names, unless it is made; or as much of it as there is time for."""
    bundle = Bundle.objects.select_related("area", "asked_by__user").get(
        pk=job.payload["bundle"], office=job.scope
    )
    if bundle.held is not None:
        return
    until = time.monotonic() + AT_ONCE
    wanted = _asked(bundle, progress)
    if not _ended(wanted, progress, until):
        with transaction.atomic():
            actions.have_made(bundle=bundle, part=job.payload["part"] + 1, at=timezone.now())
            jobs.finish(job)
        return
    progress("装订成一个文件", len(wanted), len(wanted))
    try:
        actions.keep(bundle=bundle, job=job, at=timezone.now())
    except files.Damaged as damage:
        raise jobs.Failed("有一份文书的文件已缺失或损坏，不能打包。请告诉系统管理员。") from damage
    except keys.Unusable as unusable:
        raise jobs.Failed("签名密钥不能使用，不能打包。请告诉系统管理员。") from unusable


def _asked(bundle: Bundle, progress: jobs.Progress) -> list[Job]:
    """Look county by county for what is missing, and return the jobs that make it."""
    counties = collecting.counties(bundle)
    wanted = []
    for done, county in enumerate(counties):
        progress("核对各县已有的文书", done, len(counties))
        wanted += collecting.ask(bundle, county, at=timezone.now())
    return wanted


def _ended(wanted: Sequence[Job], progress: jobs.Progress, until: float) -> bool:
    """Run what waits, leave to others what they are at; False where the time was over before all ended."""
    waiting = list(wanted)
    while waiting:
        idle = True
        for job in waiting.copy():
            progress("生成缺少的文书", len(wanted) - len(waiting), len(wanted))
            if time.monotonic() > until:
                return False
            idle &= not jobs.run(job.pk)
            job.refresh_from_db()
            if job.ended:
                waiting.remove(job)
        if waiting and idle:
            jobs.sweep(at=timezone.now())  # one whose every worker died would be waited for in vain
            time.sleep(LOOK_EVERY)
    return True
