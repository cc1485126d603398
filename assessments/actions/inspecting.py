"""What is recorded beside the moves: deadlines, schools drawn and inspected, the survey."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from random import Random

from django.db import transaction
from django.db.models import Model

from assessments import independence, snapshots, workflow
from assessments.actions.refusals import NotYours, Refused
from assessments.models import (
    Assessment,
    Deadline,
    Inspection,
    InspectionRecord,
    Round,
    Snapshot,
    SurveyRecord,
)
from assessments.workflow import Step
from counties.levels import Level
from counties.models import Officer
from operations import audit

SITES = frozenset({Step.PROVINCE_SITE, Step.NATION_SITE})
LARGEST_DRAW = 60


@transaction.atomic
def set_deadline(
    *, by: Officer, year: int, step: Step, due_on: date, reason: str, at: datetime, county: str = ""
) -> Deadline:
    """Set until when *step* is to be done in *year* in the officer's division, or in one *county* of it;
    one that is set already is only changed with a reason."""
    if by.level not in {Level.PROVINCE, Level.NATION} or by.role != Officer.Role.LEADER:
        raise NotYours("期限由省级和国家的负责人规定。")
    divisions = type(by.division).objects.visible_to(by).current()
    division = divisions.filter(code=county).first() if county else by.division
    if division is None:
        raise NotYours("没有您可以规定期限的这个地方。")
    earlier = Deadline.objects.filter(division=division, year=year, step=step)
    if (earlier.exists() or county) and not reason.strip():
        raise Refused("改变已定的期限或单独给一个县延期，请写明理由。")
    deadline = Deadline.objects.create(
        division=division,
        prefix=division.prefix,
        year=year,
        step=step,
        due_on=due_on,
        reason=reason.strip(),
        set_by=by,
        set_at=at,
    )
    detail = {"year": year, "step": step, "due_on": due_on, "reason": reason.strip()}
    _note(division.code, "deadline.set", deadline, by, at, detail)
    return deadline


@transaction.atomic
def draw_schools(*, assessment: Assessment, count: int, by: Officer, at: datetime) -> Inspection:
    """Draw schools to inspect from the round's snapshot; the same seed draws the same schools."""
    row, present = _in_hand(assessment, by, SITES, at)
    snapshot = Snapshot.objects.get(round=present)
    if Inspection.objects.filter(round=present, step=row.step).exists():
        raise Refused("本轮已经抽取过学校，抽取结果不能更改。")
    if not 1 <= count <= LARGEST_DRAW:
        raise Refused(f"抽取学校数请填 1 到 {LARGEST_DRAW}。")
    seed = hashlib.sha256(f"{snapshot.sha256} {row.step} {at.isoformat()}".encode()).hexdigest()
    drawn = Inspection.objects.create(
        round=present,
        step=row.step,
        seed=seed,
        schools=drawn_from(snapshot.bytes, seed, count),
        drawn_by=by,
        drawn_at=at,
    )
    detail = {"seed": seed, "schools": [school["code"] for school in drawn.schools]}
    _note(row.county.code, "inspection.drawn", drawn, by, at, detail)
    return drawn


def drawn_from(content: bytes, seed: str, count: int) -> list[dict[str, str]]:
    """Return *count* schools of the snapshot, by *seed* alone: whoever has both draws the same."""
    rows = snapshots.opened(content).rows
    schools = sorted((str(row["code"]), str(row["name"])) for row in rows)
    chosen = Random(seed).sample(schools, min(count, len(schools)))
    return [{"code": code, "name": name} for code, name in sorted(chosen)]


@transaction.atomic
def record_inspection(
    *, assessment: Assessment, school: str, agrees: bool, found: str, by: Officer, at: datetime
) -> InspectionRecord:
    """Keep what was found at a school that was drawn; more is said by another record."""
    row, present = _in_hand(assessment, by, SITES, at)
    drawn = Inspection.objects.filter(round=present, step=row.step).first()
    if drawn is None or school not in {each["code"] for each in drawn.schools}:
        raise Refused("这所学校不在本轮抽取的学校之中。")
    if not found.strip():
        raise Refused("请写明核查情况。")
    record = InspectionRecord.objects.create(
        inspection=drawn, school_code=school, agrees=agrees, found=found.strip(), by=by, at=at
    )
    detail = {"school": school, "agrees": agrees, "found": found.strip()}
    _note(row.county.code, "inspection.recorded", record, by, at, detail)
    return record


@transaction.atomic
def record_survey(
    *, assessment: Assessment, valid: int, satisfied: int, held: str, by: Officer, at: datetime
) -> SurveyRecord:
    """Keep what came of the nation's survey (社会认可度调查)."""
    row, present = _in_hand(assessment, by, frozenset({Step.NATION_SURVEY}), at)
    if SurveyRecord.objects.filter(round=present).exists():
        raise Refused("本轮已经登记过调查结果。")
    if not 0 <= satisfied <= valid or valid < 1:
        raise Refused("满意答卷数应不大于有效答卷数，有效答卷数应大于 0。")
    survey = SurveyRecord.objects.create(
        round=present, valid=valid, satisfied=satisfied, held=held.strip(), by=by, at=at
    )
    detail = {"valid": valid, "satisfied": satisfied}
    _note(row.county.code, "survey.recorded", survey, by, at, detail)
    return survey


def _in_hand(
    assessment: Assessment, by: Officer, steps: frozenset[Step], at: datetime
) -> tuple[Assessment, Round]:
    """Lock the assessment, which must be at one of *steps* in the officer's office."""
    rows = Assessment.objects.visible_to(by).select_for_update(of=("self",)).select_related("county__parent")
    row = rows.filter(pk=assessment.pk).first()
    reviews = by.level is not Level.COUNTY and by.role in workflow.REVIEWERS
    if row is None or not reviews or by.level != row.held_by:
        raise NotYours("由现在办理这项评估的一级的督学或负责人登记。")
    if row.at_step not in steps:
        raise Refused(f"这项评估现在是“{row.at_step.label}”，这一环节没有这项登记。")
    way = workflow.ways_from(row.at_step)[0]
    if why := independence.objection(row, way, by, on=at.date()):
        raise NotYours(why)
    return row, Round.objects.get(assessment=row, number=row.round)


def _note(
    stream: str, action: str, row: Model, by: Officer, at: datetime, detail: Mapping[str, object]
) -> None:
    audit.append(
        stream=stream,
        action=action,
        object=f"{row._meta.model_name}:{row.pk}",
        actor=by.user.username,
        at=at,
        detail=detail,
        wrote=[row],
    )
