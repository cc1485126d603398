"""What reviewers do in tests: mark everything, or one thing."""

from django.utils import timezone

from assessments.models import Assessment, Round
from assessments.review import actions, standing, subjects
from assessments.review.models import Mark, Milestone, Reply
from counties.models import Officer


def round_of(assessment: Assessment) -> Round:
    return Round.objects.get(assessment=assessment, number=assessment.round)


def all_true(assessment: Assessment, by: Officer) -> None:
    """Mark all that is not marked yet as true, at one stroke, which no page offers, and be through."""
    assessment.refresh_from_db()
    present, at = round_of(assessment), timezone.now()
    level, snap = standing.level_of(assessment.at_step), subjects.of_round(present)
    assert snap is not None
    done = standing.of(present, level).marked
    Mark.objects.bulk_create(
        Mark(round=present, level=level, item=each.code, kind=Mark.Kind.TRUE, by=by, at=at)
        for each in subjects.of(snap.standard)
        if each.code not in done
    )
    if not Milestone.objects.filter(round=present, level=level, kind="finished", by=by).exists():
        Milestone.objects.create(round=present, level=level, kind="finished", by=by, at=at)


def mark(
    assessment: Assessment,
    by: Officer,
    item: str = "guarantee-08",
    kind: str = "doubtful",
    *,
    remark: str = "请提供工资发放花名册",
    place: tuple[str, str] = ("", ""),
) -> Mark:
    return actions.mark(
        assessment=assessment,
        item=item,
        place=place,
        kind=kind,
        remark="" if kind == "true" else remark,
        by=by,
        at=timezone.now(),
    )


def reply(mark: Mark, by: Officer, text: str = "已核对，名册附后") -> Reply:
    return actions.reply(mark=mark, text=text, by=by, at=timezone.now())


def finish(assessment: Assessment, by: Officer) -> Milestone:
    return actions.finish(assessment=assessment, by=by, at=timezone.now())
