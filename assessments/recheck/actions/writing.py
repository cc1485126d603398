"""What is written in a review: what the county did about a problem, and what the province found of it."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from assessments import independence, trail
from assessments.actions.refusals import NotYours, Refused
from assessments.evidence import coverage
from assessments.evidence.models import Evidence, Placement
from assessments.recheck import holding
from assessments.recheck.models import LONGEST_TEXT, Check, Measure, MeasureEvidence, Point, Recheck
from assessments.recheck.table import Step
from counties.levels import Level
from counties.models import Officer


def measure(*, point: Point, text: str, shown: Collection[int], by: Officer, at: datetime) -> Measure:
    """Keep what the county did about a problem, or why not, and which files (keys of evidence) show it."""
    assessment = point.recheck.assessment
    told: dict[str, object] = {"recheck": point.recheck_id, "problem": point.number, "text": text.strip()}
    with trail.audited(assessment, "recheck.measured", by=by, at=at, told=told):
        recheck = holding.locked(point.recheck, by)
        if by.division.code != recheck.county.code or by.role != Officer.Role.CLERK:
            raise NotYours("整改措施由本县填报员填写。")
        _must_be_at(recheck, Step.RECTIFYING)
        _must_be_written(text, "整改措施")
        files = _files(recheck, shown)
        known = point.measures.filter(at__gte=recheck.moved_at, by=by).last()
        if known is not None and _says(known) == (text.strip(), {each.evidence_id for each in files}):
            return known  # sent twice
        made = Measure.objects.create(point=point, text=text.strip(), by=by, at=at)
        rows = [
            MeasureEvidence.objects.create(measure=made, evidence=each.evidence, title=each.title)
            for each in files
        ]
        told |= {"shown": [each.title for each in rows]}
        trail.note(assessment, "recheck.measured", by=by, at=at, detail=told, wrote=[made, *rows])
    return made


def check(*, point: Point, done: bool, found: str, by: Officer, at: datetime) -> Check:
    """Keep what the province found of a problem that was reported as put right."""
    assessment = point.recheck.assessment
    told: dict[str, object] = {
        "recheck": point.recheck_id,
        "problem": point.number,
        "done": done,
        "found": found.strip(),
    }
    with trail.audited(assessment, "recheck.checked", by=by, at=at, told=told):
        recheck = holding.locked(point.recheck, by)
        if by.level is not Level.PROVINCE or by.role not in {Officer.Role.INSPECTOR, Officer.Role.LEADER}:
            raise NotYours("核查记录由省级督学或负责人填写。")
        if why := independence.is_not_apart(assessment, by, on=timezone.localdate(at)):
            raise NotYours(why)
        _must_be_at(recheck, Step.REPORTED)
        _must_be_written(found, "核查情况")
        said = {"done": done, "found": found.strip(), "by": by}
        known = point.checks.filter(at__gte=recheck.moved_at).last()
        if known is not None and all(getattr(known, name) == value for name, value in said.items()):
            return known  # sent twice
        made = Check.objects.create(point=point, **said, at=at)
        trail.note(assessment, "recheck.checked", by=by, at=at, detail=told, wrote=[made])
    return made


def _says(made: Measure) -> tuple[str, set[int]]:
    return made.text, set(made.shown.values_list("evidence", flat=True))


def _files(recheck: Recheck, shown: Collection[int]) -> list[Placement]:
    """Lock the evidence, so that it is not removed meanwhile."""
    list(Evidence.objects.filter(pk__in=shown).order_by("pk").select_for_update())
    known = {each.evidence_id: each for each in coverage.since(recheck.county, recheck.year)}
    if not set(shown) <= known.keys():
        raise Refused("选的佐证材料已经移除，或不是本县复查以来的，请重新打开页面再选。")
    return [known[key] for key in sorted(set(shown))]


def _must_be_at(recheck: Recheck, step: Step) -> None:
    if recheck.at_step is not step:
        raise Refused(f"这次复查现在是“{recheck.at_step.label}”，不能再填写；请重新打开再看。")


def _must_be_written(text: str, name: str) -> None:
    if not text.strip():
        raise Refused(f"请写明{name}。")
    if len(text.strip()) > LONGEST_TEXT:
        raise Refused(f"{name}最多 {LONGEST_TEXT} 字，请缩短。")
