"""Rendering, later: by a Celery worker where there is a broker, else by ours."""

import logging

from django.utils import timezone

from assessments.models import Snapshot
from indicators import inputs
from indicators.models import Calculation
from operations import jobs
from operations.models import Job
from reports import actions, documents, rendering
from reports.contents.judged import Judged
from reports.downloads import actions as downloads
from reports.downloads import making
from reports.models import Document, Paper
from reports.papers import actions as papers
from reports.papers import setting
from reports.papers.kinds import BY_SLUG
from reports.rendering import RenderingFailed
from reports.word import writing

logger = logging.getLogger(__name__)


@jobs.register("reports.render")
def render(job: Job, progress: jobs.Progress) -> None:
    """Make the documents of the calculation that the job names, unless they are there."""
    calculation = Calculation.objects.select_related("ledger__county__parent__parent").get(
        pk=job.payload["calculation"], ledger__county__code__startswith=job.scope
    )
    occasion = actions.occasion_of(calculation)
    contents = actions.contents_of(calculation, occasion)
    if calculation.documents.filter(contents=contents).exists():
        return
    progress("整理报告内容", 0, 0)
    try:
        gathered = inputs.again(calculation)
    except inputs.Changed as changed:
        raise jobs.Failed(f"{changed}，不能据以生成报告。请重新测算；仍不行请告诉系统管理员。") from changed
    facts, found = gathered.facts(), gathered.judge()
    judged = Judged(facts=facts, county=found.county, whole=found)
    made: list[tuple[Document.Kind, bytes]] = []
    try:
        for kind, content in documents.made_of(judged, occasion):
            made.append((kind, content))
            progress("生成申报表与报告", len(made), documents.how_many(judged))
    except RenderingFailed:
        logger.exception("%s could not be rendered", job)
        raise
    actions.keep(calculation=calculation, contents=contents, made=made, job=job, at=timezone.now())


@jobs.register(papers.JOB, patient=True)
def make_paper(job: Job, progress: jobs.Progress) -> None:
    """Make the document of the round that the job names, unless it is there."""
    snapshot = Snapshot.objects.select_related(papers.COUNTY).get(
        pk=job.payload["snapshot"], round__assessment__county__code__startswith=job.scope
    )
    asked = papers.wanted(snapshot, BY_SLUG[job.payload["kind"]], job.payload["subject"])
    if asked.is_made:
        return
    progress(f"整理{asked.kind.label}", 0, 2)
    paper = asked.paper
    try:
        made = {Paper.Form.WORD: writing.docx(paper, rendering.drawn(writing.charts(paper)))}
        progress(f"排版{asked.kind.label}", 1, 2)
        made[Paper.Form.PDF] = rendering.render(setting.html(paper))
    except RenderingFailed:
        logger.exception("%s could not be rendered", job)
        raise
    papers.keep(wanted=asked, paper=paper, made=made, job=job, at=timezone.now())


@jobs.register(downloads.JOB, patient=True)
def bundle(job: Job, progress: jobs.Progress) -> None:
    """Make the parcel of documents that the job names."""
    making.make(job, progress)
