"""Beginning a review, what is written in it, and the one action that moves it: each in one transaction with
its event and its messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments import holding, independence, recognition, trail
from assessments.actions import asking
from assessments.actions.refusals import NotYours, Refused
from assessments.evidence import coverage
from assessments.evidence.models import Evidence, Placement
from assessments.inbox import telling
from assessments.models import Assessment
from assessments.monitoring import watched
from assessments.recheck import preconditions, standing
from assessments.recheck.models import Check, Measure, MeasureEvidence, Point, Recheck, RecheckChange
from assessments.recheck.preconditions import Known
from assessments.recheck.table import BEGIN, RecheckWay, Step
from counties.levels import Level
from counties.models import Officer
from operations import audit
from schools import years
from schools.models import School

LONGEST_TEXT, LONGEST_PROBLEM, MOST_PROBLEMS = 2000, 300, 60
BEGINNERS = (Level.PROVINCE, Level.NATION)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A problem to name: of an indicator of a stage, of a school (by its code), or in words alone."""

    what: str
    stage: str = ""
    indicator: str = ""
    school: str = ""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Why a review begins, which problems it names, and until when the county has time."""

    ground: Recheck.Ground
    reason: str
    points: Sequence[Named]
    due_on: date


def may_begin(by: Officer) -> bool:
    return by.level in BEGINNERS and by.role == Officer.Role.LEADER


def begin(*, assessment: Assessment, beginning: Beginning, by: Officer, at: datetime) -> Recheck:
    """Open a review of the recognition that *assessment* ended with; raise ``Refused``."""
    told: dict[str, object] = {"ground": beginning.ground, "due_on": beginning.due_on}
    with trail.audited(assessment, "recheck.begun", by=by, at=at, told=told):
        row, on = holding.locked(assessment, by), timezone.localdate(at)
        _check_beginning(row, beginning, by, on)
        year, calculation = _figures(row, on)
        recheck = Recheck.objects.create(
            assessment=row, year=year, ground=beginning.ground, opened_by=by, opened_at=at, moved_at=at
        )
        points = [_named(recheck, number, each) for number, each in enumerate(beginning.points, 1)]
        change = RecheckChange.objects.create(
            recheck=recheck,
            version=1,
            way=BEGIN,
            target=Step.RECTIFYING,
            comment=beginning.reason.strip(),
            due_on=beginning.due_on,
            year=year,
            calculation_id=calculation,
            by=by,
            at=at,
        )
        told |= {"reason": change.comment, "named": [each.what for each in points]}
        trail.note(
            row, "recheck.begun", by=by, at=at, detail=_of(recheck, told), wrote=[recheck, *points, change]
        )
        telling.rechecked(change, at=at)
    return recheck


def measure(*, point: Point, text: str, shown: Collection[int], by: Officer, at: datetime) -> Measure:
    """Keep what the county did about a problem, or why not, and which files (keys of evidence) show it."""
    assessment = point.recheck.assessment
    told: dict[str, object] = {"problem": point.number, "text": text.strip()}
    with trail.audited(assessment, "recheck.measured", by=by, at=at, told=told):
        recheck = _locked(point.recheck, by)
        if by.division.code != recheck.county.code or by.role != Officer.Role.CLERK:
            raise NotYours("整改措施由本县填报员填写。")
        _must_be_at(recheck, Step.RECTIFYING)
        _must_be_written(text, "整改措施")
        files = _files(recheck, shown)
        made = Measure.objects.create(point=point, text=text.strip(), by=by, at=at)
        rows = [
            MeasureEvidence.objects.create(measure=made, evidence=each.evidence, title=each.title)
            for each in files
        ]
        told |= {"shown": [each.title for each in rows]}
        trail.note(
            assessment, "recheck.measured", by=by, at=at, detail=_of(recheck, told), wrote=[made, *rows]
        )
    return made


def check(*, point: Point, done: bool, found: str, by: Officer, at: datetime) -> Check:
    """Keep what the province found of a problem that was reported as put right."""
    assessment = point.recheck.assessment
    told: dict[str, object] = {"problem": point.number, "done": done, "found": found.strip()}
    with trail.audited(assessment, "recheck.checked", by=by, at=at, told=told):
        recheck = _locked(point.recheck, by)
        if by.level is not Level.PROVINCE or by.role not in {Officer.Role.INSPECTOR, Officer.Role.LEADER}:
            raise NotYours("核查记录由省级督学或负责人填写。")
        if why := independence.is_not_apart(assessment, by, on=timezone.localdate(at)):
            raise NotYours(why)
        _must_be_at(recheck, Step.REPORTED)
        _must_be_written(found, "核查情况")
        made = Check.objects.create(point=point, done=done, found=found.strip(), by=by, at=at)
        trail.note(assessment, "recheck.checked", by=by, at=at, detail=_of(recheck, told), wrote=[made])
    return made


def advance(
    *,
    recheck: Recheck,
    way: RecheckWay,
    version: int,
    comment: str,
    due_on: date | None,
    by: Officer,
    at: datetime,
) -> RecheckChange:
    """Take *way*, or raise ``Refused`` and change nothing; a refusal is noted in the trail.

    *version* is the review's as the officer saw it: whoever comes second is told so.
    """
    told: dict[str, object] = {"way": way.name, "version": version}
    with trail.audited(recheck.assessment, "recheck.moved", by=by, at=at, told=_of(recheck, told)):
        row, on = _locked(recheck, by), timezone.localdate(at)
        _check(row, way, version, comment.strip(), due_on, by, on)
        year, calculation = _figures(row.assessment, on)
        change = RecheckChange(
            recheck=row,
            version=version + 1,
            way=way.name,
            source=way.source,
            target=way.target,
            comment=comment.strip(),
            due_on=due_on if way.sets_deadline else None,
            year=max(year, row.year),
            calculation_id=calculation,
            by=by,
            at=at,
        )
        change.save(force_insert=True)  # before the step, which may close it to every row
        _move(row, way, version, at)
        _note(change)
        telling.rechecked(change, at=at)
    return change


def _check(
    row: Recheck, way: RecheckWay, version: int, comment: str, due_on: date | None, by: Officer, on: date
) -> None:
    asking.must_be_his(way, way.level, by)
    if row.version != version or row.at_step is not way.source:
        raise Refused(f"这次复查现在是“{row.at_step.label}”，您打开页面以后已有人办理，请重新打开再看。")
    if not preconditions.is_open_to(way, row):
        began = row.opened_by.level.label
        raise Refused(f"这次复查是{began}发起的，“{way.label}”由{began}办理。")
    asking.must_say_why(way, comment)
    if way.sets_deadline and (due_on is None or due_on <= on):
        raise Refused("整改期限请填今天以后的日期。")
    if why := _objection(row, by, on):
        raise NotYours(why)
    changes = list(row.changes.all())
    known = Known(recheck=row, points=standing.answered(row), reported=standing.reported_at(changes), on=on)
    if missing := preconditions.missing(known, way):
        raise Refused("还不能办理：" + "".join(missing))


def _objection(row: Recheck, by: Officer, on: date) -> str:
    """回避: who wrote the measures does not report them, and who judges does not come from the county."""
    if by.level is not Level.COUNTY:
        return independence.is_not_apart(row.assessment, by, on=on)
    wrote = Measure.objects.filter(point__recheck=row, by__user=by.user).exists()
    return "您填写过这次复查的整改措施，不能再由您报送；请本县另一位负责人报送。" if wrote else ""


def _check_beginning(row: Assessment, beginning: Beginning, by: Officer, on: date) -> None:
    if not may_begin(by):
        raise NotYours("复查由省级或国家的负责人发起。")
    if why := independence.is_not_apart(row, by, on=on):
        raise NotYours(why)
    if not recognition.holds(row):
        raise Refused(f"{row.county}现在不是由这项评估认定的县，不能复查。")
    if Recheck.objects.open().filter(assessment=row).exists():
        raise Refused("这个县正在复查，不能再发起一次。")
    if not beginning.reason.strip():
        raise Refused("请写明发起复查的理由。")
    if len(beginning.reason.strip()) > LONGEST_TEXT:
        raise Refused(f"理由最多 {LONGEST_TEXT} 字，请缩短。")
    if beginning.due_on <= on:
        raise Refused("整改期限请填今天以后的日期。")
    if not 1 <= len(beginning.points) <= MOST_PROBLEMS:
        raise Refused(f"请列出 1 至 {MOST_PROBLEMS} 个问题。")
    slips = watched.of_assessment(row, year=years.current(on)).state.slips
    if beginning.ground == Recheck.Ground.MONITORING and not slips:
        raise Refused("监测没有发现这个县不再达标；因抽查或反映的问题复查，请另选起因。")


def _named(recheck: Recheck, number: int, named: Named) -> Point:
    what = named.what.strip()
    if not 1 <= len(what) <= LONGEST_PROBLEM:
        raise Refused(f"每个问题请写 1 至 {LONGEST_PROBLEM} 字。")
    school = None
    if named.school:
        school = School.objects.filter(code=named.school, county__code=recheck.county.code).first()
        if school is None:
            raise Refused("选的学校不在本县登记的学校里，请重新打开页面再选。")
    fixed = {"stage": named.stage, "indicator": named.indicator, "school": school}
    return Point.objects.create(recheck=recheck, number=number, what=what, **fixed)


def _figures(assessment: Assessment, on: date) -> tuple[int, int | None]:
    """Return the newest school year judged by the standard of the recognition, and its calculation."""
    found = watched.of_assessment(assessment, year=years.current(on))
    newest = found.latest or found.at_recognition
    return (newest.year, newest.calculation) if newest else (assessment.year, None)


def _files(recheck: Recheck, shown: Collection[int]) -> list[Placement]:
    """Lock the evidence, so that it is not removed meanwhile."""
    list(Evidence.objects.filter(pk__in=shown).order_by("pk").select_for_update())
    known = {each.evidence_id: each for each in coverage.since(recheck.county, recheck.year)}
    if not set(shown) <= known.keys():
        raise Refused("选的佐证材料已经移除，或不是本县复查以来的，请重新打开页面再选。")
    return [known[key] for key in sorted(set(shown))]


def _locked(recheck: Recheck, by: Officer) -> Recheck:
    """Lock the row until the transaction ends, and return it as it is now."""
    rows = Recheck.objects.visible_to(by).with_due().select_for_update(of=("self",))
    row = rows.select_related("assessment__county__parent", "opened_by__division").filter(pk=recheck.pk)
    found = row.first()
    if found is None:
        raise NotYours("没有您可以办理的这次复查。")
    return found


def _must_be_at(recheck: Recheck, step: Step) -> None:
    if recheck.at_step is not step:
        raise Refused(f"这次复查现在是“{recheck.at_step.label}”，不能再填写；请重新打开再看。")


def _must_be_written(text: str, name: str) -> None:
    if not text.strip():
        raise Refused(f"请写明{name}。")
    if len(text.strip()) > LONGEST_TEXT:
        raise Refused(f"{name}最多 {LONGEST_TEXT} 字，请缩短。")


def _move(row: Recheck, way: RecheckWay, version: int, at: datetime) -> None:
    """Write the new place only over the old one: exactly one row, or nothing at all."""
    moved = Recheck.objects.filter(pk=row.pk, step=way.source, version=version).update(
        step=way.target, version=version + 1, held_by=way.target.place.holder, moved_at=at
    )
    if moved != 1:
        raise Refused("刚才已有人办理了这次复查，请重新打开再看。")


def _note(change: RecheckChange) -> None:
    told = {
        "way": change.way,
        "source": change.source,
        "target": change.target,
        "version": change.version,
        "comment": change.comment,
        "due_on": change.due_on,
        "year": change.year,
    }
    row = change.recheck
    trail.note(
        row.assessment, "recheck.moved", by=change.by, at=change.at, detail=_of(row, told), wrote=[change]
    )
    if change.taken and change.taken.decides:
        audit.anchor(stream=row.county.code, snapshot="", at=change.at)


def _of(recheck: Recheck, told: dict[str, object]) -> dict[str, object]:
    return {"recheck": recheck.pk, **told}
