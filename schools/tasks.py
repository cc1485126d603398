"""Checking a ledger (校核), later and elsewhere: reading may be slow, and files may be hostile."""

from dataclasses import asdict

from django.db import models, transaction
from django.utils import timezone

from operations import audit, collecting, jobs
from operations.models import Job
from schools import contents, files, kinds
from schools.ledger.problems import LedgerRefused, Problem
from schools.models import HeadingAnswer, Ledger, LedgerContent, LedgerProblem

READ = ("schools", "figures", "notices", "alterations", "altered", "near_headings", "headings")


@jobs.register("schools.check_ledger")
def check_ledger(job: Job, progress: jobs.Progress) -> None:
    """Read and check the ledger of this job; store every problem at once, or the refusal."""
    ledger = Ledger.objects.select_related("county").get(job=job, county__code__startswith=job.scope)
    if ledger.state != Ledger.State.CHECKING:
        return
    progress("读取工作簿", 0, 0)
    ledger.headings = HeadingAnswer.objects.in_force(ledger.county, ledger.kind)
    try:
        way = kinds.of(ledger)
        reading = way.read(files.verified(ledger.sha256), ledger.headings)
    except LedgerRefused as refusal:
        ledger.near_headings = list(refusal.near)
        _store(job, ledger, Ledger.State.REFUSED, (refusal.problem,))
        return
    except files.Damaged as damage:
        raise jobs.Failed("上传的原文件已缺失或损坏，无法校核。请重新上传。") from damage
    count = way.count(reading)
    progress(way.stage, 0, count)
    with collecting.paused():
        found = tuple(way.check(ledger, reading))
    progress("保存校核结果", count, count)
    setattr(ledger, way.counted, count)
    ledger.notices, ledger.near_headings = list(reading.notices), list(reading.near)
    ledger.alterations, ledger.altered = list(reading.alterations), reading.altered
    with transaction.atomic():
        LedgerContent.objects.filter(ledger=ledger).delete()
        LedgerContent.objects.create(ledger=ledger, content=contents.packed(reading))
        _store(job, ledger, Ledger.State.CHECKED, found)


@transaction.atomic
def _store(job: Job, ledger: Ledger, state: Ledger.State, problems: tuple[Problem, ...]) -> None:
    ledger.problems.all().delete()
    LedgerProblem.objects.bulk_create(_row(ledger, problem) for problem in problems)
    ledger.state = state
    ledger.save(update_fields=["state", *READ])
    audit.append(
        stream=ledger.county.code,
        action=f"ledger.{state}",
        object=f"ledger:{ledger.pk}",
        actor=job.actor,
        at=timezone.now(),
        detail={"problems": len(problems)},
        refused=state == Ledger.State.REFUSED,
    )
    jobs.finish(job)


def _row(ledger: Ledger, problem: Problem) -> LedgerProblem:
    """Cells may hold any length of text; a column does not."""
    row = LedgerProblem(ledger=ledger, **asdict(problem))
    for field in LedgerProblem._meta.concrete_fields:
        if isinstance(field, models.CharField) and field.max_length:
            setattr(row, field.name, getattr(row, field.name)[: field.max_length])
    return row
