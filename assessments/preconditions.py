"""What must be in order before a transition: all that is missing at once, each with where it is mended."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments import filled, snapshots
from assessments.evidence import asked, coverage
from assessments.evidence.models import Placement
from assessments.filled import Filled
from assessments.models import Assessment, Inspection, PublicNotice, StatusChange, SurveyRecord
from assessments.review import standing, subjects
from assessments.workflow import Transition
from indicators import published
from schools import files


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way, in a sentence, and the page where it is mended; where it is many of a
    kind, *places* name each with its own page."""

    what: str
    link: str
    places: tuple[tuple[str, str], ...] = ()


Check = Callable[[Assessment, datetime], Iterator[Missing]]


def missing(assessment: Assessment, transition: Transition, *, at: datetime) -> tuple[Missing, ...]:
    """Return all that stands in the way of *transition*; of what may be done now, nothing."""
    checks = CHECKS.get(transition.name, ())
    return tuple(each for check in checks for each in check(assessment, at))


def warned(assessment: Assessment, transition: Transition, *, at: datetime) -> tuple[Missing, ...]:
    """Return what is worth a look before *transition*, though it may be done."""
    checks = WARNINGS.get(transition.name, ())
    return tuple(each for check in checks for each in check(assessment, at))


def is_filled_in(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """台账已采用、疑点已说明、县级数据已采用、结论已填齐."""
    yield from lacking(filled.of(assessment.county, assessment.year), assessment.standard)


def lacking(way: Filled, standard: str) -> Iterator[Missing]:
    """What a county's year lacks before it can be signed by *standard*."""
    home = f"{reverse('county', args=[way.county.code])}?year={way.year}"
    if way.schools is None:
        yield Missing("学校台账还没有采用。", home)
    elif way.schools.standard != standard:
        chosen = published.load(standard).title
        yield Missing(f"采用的台账不是按《{chosen}》填报的，请按这个标准上传。", reverse("ledger-upload"))
    for accepted, left in way.open_queries.items():
        if left:
            query = f"{reverse('problems', args=[accepted.pk])}?level=query&open=1"
            yield Missing(f"{accepted.noun}还有 {left} 处疑点没有说明。", query)
    if way.figures is None:
        yield Missing("县级数据还没有采用。", f"{reverse('figures')}?year={way.year}")
    if way.calculation is None:
        yield Missing("台账还没有测算出结果。", home)
    elif way.unanswered:
        items = f"{reverse('items', args=[way.calculation.pk])}?only=unsettled"
        yield Missing(f"还有 {way.unanswered} 项没有自评结论。", items)


def is_as_signed(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """What is submitted is what the leader signed, to the byte."""
    signed = StatusChange.objects.filter(
        assessment=assessment, transition="sign", round__number=assessment.round
    ).last()
    try:
        now = snapshots.essence(snapshots.freeze(assessment, at=at))
    except LookupError:
        return  # ``is_filled_in`` says so
    if signed is None or signed.digest != now:
        yield Missing(
            "审签以后填报内容又有改动，请先退回修改，再重新审签。",
            reverse("assessment", args=[assessment.pk]),
        )


def evidence_is_kept(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """每份佐证材料的原文件都在. Whether it is so to the byte, ``audit_verify`` says."""
    for row in _evidence(assessment):
        path_ = files.path_of(row.evidence.sha256)
        if not path_.is_file() or path_.stat().st_size != row.evidence.size:
            mended = reverse("evidence-place", args=[row.evidence.pk])
            yield Missing(f"佐证材料“{row.title}”的原文件缺失，请重新上传同一份文件，或者移除。", mended)


def _evidence(assessment: Assessment) -> list[Placement]:
    """The evidence of the year, read once for each assessment that was fetched: two checks look at it."""
    if "evidence" not in vars(assessment):
        vars(assessment)["evidence"] = coverage.in_force(assessment.county, assessment.year)
    found: list[Placement] = vars(assessment)["evidence"]
    return found


def evidence_is_shown(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """靠材料判断的条目都有佐证: said, and no reason to stop."""
    there = {item for row in _evidence(assessment) for item in row.items}
    items = published.load(assessment.standard).items
    bare = sum(asked.rests_on_evidence(item) and item.code not in there for item in items)
    if bare:
        link = f"{reverse('evidence', args=[assessment.county.code])}?year={assessment.year}&only=without"
        yield Missing(f"有 {bare} 条靠材料判断的条目还没有佐证材料；可以办理，但评审的人没有材料可看。", link)


def schools_are_inspected(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """抽到的每一所学校都有核查记录."""
    draws = Inspection.objects.filter(
        round__assessment=assessment, round__number=assessment.round, step=assessment.step
    )
    found = list(draws.values_list("schools", "records__school_code"))  # a draw without records is one row
    link = reverse("inspection", args=[assessment.pk])
    if not found:
        yield Missing("还没有抽取实地核查的学校。", link)
        return
    recorded = {code for _, code in found}
    names = [school["name"] for school in found[0][0] if school["code"] not in recorded]
    if names:
        yield Missing(f"还有 {len(names)} 所抽到的学校没有核查记录：{'、'.join(names[:5])}。", link)


def notice_is_over(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """公示期满."""
    notice = PublicNotice.objects.filter(
        round__assessment=assessment, round__number=assessment.round, step=assessment.step
    ).first()
    link = reverse("assessment", args=[assessment.pk])
    if notice is None:
        yield Missing("还没有公示。", link)
    elif not notice.is_over(timezone.localdate(at)):
        yield Missing(f"公示到 {notice.ends_on} 期满，期满以后才能作出结论。", link)


def survey_is_recorded(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """社会认可度调查有结果."""
    found = SurveyRecord.objects.filter(round__assessment=assessment, round__number=assessment.round)
    if not found.exists():
        yield Missing("还没有登记社会认可度调查的结果。", reverse("survey", args=[assessment.pk]))


def review_is_complete(assessment: Assessment, at: datetime) -> Iterator[Missing]:
    """每一项都核过，存疑都已答复；核查的人都已核完，或者负责人打开了比对."""
    present = next((each for each in assessment.rounds.all() if each.number == assessment.round), None)
    if present is None or assessment.at_step not in standing.REVIEWED_AT:
        return
    found = standing.of(present, standing.level_of(assessment.at_step))
    known = subjects.of(published.load(assessment.standard))
    pages = {
        each.code: (each.title, reverse("review-item", args=[assessment.pk, each.code])) for each in known
    }
    if left := [pages[each.code] for each in known if each.code not in found.marked]:
        yield Missing(f"还有 {len(left)} 项没有核查：", left[0][1], tuple(left))
    if not found.is_open:
        names = "、".join(str(each.user) for each in found.unfinished)
        link = reverse("review-comparison", args=[assessment.pk])
        yield Missing(f"{names}还没有核完；请本人核完，或者由负责人打开比对。", link)
    elif doubts := found.unanswered:
        places = tuple(pages[mark.item] for mark in doubts if mark.item in pages)
        yield Missing(f"还有 {len(doubts)} 处存疑没有答复：", reverse("doubts", args=[assessment.pk]), places)


# A part that is added later adds its own checks here, by the transition's name.
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "sign": (is_filled_in, evidence_is_kept),
    "submit": (is_filled_in, is_as_signed, evidence_is_kept),
    "conclude_review": (review_is_complete,),
    "endorse": (review_is_complete,),
    "pass_documents": (review_is_complete,),
    "conclude_site": (schools_are_inspected,),
    "give_notice": (review_is_complete,),
    "pass_indicators": (review_is_complete,),
    "pass_site": (schools_are_inspected, review_is_complete),
    "recommend": (notice_is_over,),
    "recognise": (notice_is_over,),
    "pass_survey": (survey_is_recorded,),
}
# What is said before a transition, and does not stand in its way.
WARNINGS: Mapping[str, tuple[Check, ...]] = dict.fromkeys(("sign", "submit"), (evidence_is_shown,))
