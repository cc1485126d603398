"""How far each invented county has come through the four levels, move by move, by the action that
officers take. Days count from the day the county's year was filled in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from assessments import actions
from assessments.demo import cast, papers, reviews
from assessments.evidence import actions as evidence
from assessments.evidence.models import Evidence
from assessments.models import Assessment, Deadline
from assessments.roadmap import actions as roadmap
from assessments.roadmap.models import CountyPlan
from assessments.workflow import BY_NAME, Step
from counties.models import Division, Officer
from indicators import actions as indicators
from indicators import published
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import Answer as Conclusion
from schools.models import Ledger, School

BEFORE = timedelta(days=75)  # so long ago the demonstration's year was filled in
PLAN = "示例省义务教育优质均衡发展规划（示例）"
PLANNED = {"990101": 2026, "990102": 2026, "990103": 2030, "990104": 2025, "990105": 2024, "990106": 2024}
CONCLUSION = "已按要求落实，佐证材料齐备（示例）。"

Move = tuple[int, str, str, str]  # day, transition or record, login, opinion

TO_CITY: tuple[Move, ...] = ((1, "sign", "{county}-fu", ""), (2, "submit", "{county}", ""))
CITY: tuple[Move, ...] = (
    (4, "accept", "demo-shi", ""),
    (6, "review", "demo-shi", "asked"),
    (9, "conclude_review", "demo-shi", ""),
)
PROVINCE: tuple[Move, ...] = (
    (13, "accept_evaluation", "demo-sheng-du", ""),
    (14, "review", "demo-sheng-du", "all"),
    (16, "pass_documents", "demo-sheng-du", ""),
    (18, "inspect", "demo-sheng-du", "现场清点与台账相符。"),
    (19, "conclude_site", "demo-sheng-du", ""),
)
NATION: tuple[Move, ...] = (
    (34, "accept_recognition", "demo-guo-du", ""),
    (36, "pass_qualification", "demo-guo-du", "符合申报条件。"),
    (38, "pass_monitoring", "demo-guo-du", "质量监测结果符合要求。"),
    (40, "survey", "demo-guo-du", "网络问卷与入户访谈"),
    (41, "pass_survey", "demo-guo-du", ""),
    (42, "review", "demo-guo-du", "all"),
    (44, "pass_indicators", "demo-guo-du", "指标逐项核对无误。"),
    (46, "inspect", "demo-guo-du", "现场核查与台账相符。"),
    (47, "pass_site", "demo-guo-du", ""),
    (60, "recognise", "demo-guo-fu", "公示期满无异议，予以认定。"),
)
ENDORSED: Move = (12, "endorse", "demo-shi-fu", "复核属实，同意报省。")


def later(moves: tuple[Move, ...], days: int) -> tuple[Move, ...]:
    return tuple((day + days, deed, login, opinion) for day, deed, login, opinion in moves)


JOURNEYS: dict[str, tuple[Move, ...]] = {
    "990101": (
        *TO_CITY,
        *CITY,
        ENDORSED,
        *PROVINCE,
        (20, "give_notice", "demo-sheng-fu", "各项达标，拟推荐。"),
        (32, "recommend", "demo-sheng-fu", "公示期满无异议，同意推荐。"),
        *NATION,
    ),
    "990106": (
        *TO_CITY,
        *CITY,
        ENDORSED,
        *PROVINCE,
        (20, "give_notice", "demo-sheng-fu", "各项达标，拟推荐。"),
        (32, "recommend", "demo-sheng-fu", "公示期满无异议，同意推荐。"),
        *NATION,
    ),
    "990104": (
        *TO_CITY,
        CITY[0],
        (5, "review", "demo-shi", "first"),
        (6, "review", "demo-shi-er", "second"),
        CITY[-1],
        (10, "send_back", "demo-shi-fu", "两所学校的器材值与实物账对不上，请核对。"),
        *later((*TO_CITY, *CITY, ENDORSED, *PROVINCE), 12),
        (32, "review", "demo-sheng-du", "province"),
        (33, "return_evaluation", "demo-sheng-fu", "交流轮岗的佐证材料不足，请补充。"),
        (38, "answer", "{county}", "guarantee-10"),
        *later(TO_CITY, 40),
        (44, "accept", "demo-shi", ""),
        (46, "review", "demo-shi", "third-round"),
        (47, "review", "demo-shi-er", "third-round-second"),
    ),
    "990105": (
        *TO_CITY,
        *CITY,
        ENDORSED,
        *PROVINCE,
        (22, "not_recommend", "demo-sheng-fu", "实地核查发现大班额没有消除，不予推荐。"),
    ),
    "999001": (
        *TO_CITY,
        (4, "accept", "demo-sheng-du", ""),
        (6, "review", "demo-sheng-du", "asked"),
        (9, "conclude_review", "demo-sheng-du", ""),
        (12, "endorse", "demo-sheng-fu", "没有市级，由省级代行复核，属实。"),
        *PROVINCE[:3],
    ),
}


def answer(ledger: Ledger, *, by: Officer, at: datetime) -> None:
    """Give the county's conclusion on every item that asks for one, before its ledger is accepted."""
    for item in published.load(ledger.standard).items:
        if item.method == ANSWERED or item.concluded:
            conclusion = Conclusion(met=True, conclusion=CONCLUSION)
            indicators.answer(
                county=ledger.county, year=ledger.year, item=item, conclusion=conclusion, by=by, at=at
            )


def answer_again(assessment: Assessment, code: str, *, by: Officer, at: datetime) -> None:
    """Say more of one item than in the round before."""
    item = next(each for each in published.load(cast.STANDARD).items if each.code == code)
    said = Conclusion(met=True, conclusion=f"{CONCLUSION}编制统筹文件和各校岗位核定表已补入（示例）。")
    indicators.answer(
        county=assessment.county, year=assessment.year, item=item, conclusion=said, by=by, at=at
    )


def play(*, began: datetime, year: int = cast.YEAR) -> Iterator[str]:
    """Take every county that is assessed in *year* as far as it is to come; one that has begun is left where
    it is. Where there is no office of the nation (a server in earnest), its moves are left to nobody."""
    for code in papers.PAPERS if year == cast.YEAR else ():
        _show(Division.objects.current().get(code=code), at=began)
    for code, moves in JOURNEYS.items():
        if cast.ASSESSED.get(code, cast.YEAR) != year:
            continue
        county = Division.objects.current().with_parents().get(code=code)
        filled = Ledger.objects.accepted().filter(county=county, year=year, kind=Ledger.Kind.SCHOOLS)
        if filled.exists() and not Assessment.objects.filter(county=county, year=year).exists():
            yield f"{county}：从自评到{'认定' if moves[-1][1] == 'recognise' else '各级'}……"
            _play(county, moves, began, year)


def _show(county: Division, *, at: datetime) -> None:
    """Give a county its evidence, once, before anything is signed."""
    clerk = officer(next(part.username for part in cast.CLERKS if part.division == county.code))
    begun = Assessment.objects.filter(county=county, year=cast.YEAR).exists()
    if begun or Evidence.objects.of(county, cast.YEAR).exists():
        return
    for paper in papers.PAPERS[county.code]:
        codes = School.objects.filter(county=county).order_by("code").values_list("code", flat=True)
        purpose = evidence.Purpose(title=paper.title, items=paper.items, schools=codes[: paper.schools])
        file = ContentFile(paper.content(county.name), name=paper.filename)
        evidence.receive(county=county, year=cast.YEAR, file=file, purpose=purpose, by=clerk, at=at)


def _play(county: Division, moves: tuple[Move, ...], began: datetime, year: int) -> None:
    clerk = next(part.username for part in cast.CLERKS if part.division == county.code)
    assessment = actions.start(county=county, year=year, standard=cast.STANDARD, by=officer(clerk), at=began)
    for day, deed, login, opinion in moves:
        username = login.format(county=clerk)
        if not Officer.objects.serving().filter(user__username=username).exists():
            return
        _do(assessment, deed, officer(username), opinion, began + timedelta(days=day))


def _do(assessment: Assessment, deed: str, by: Officer, opinion: str, at: datetime) -> None:
    assessment.refresh_from_db()
    if deed == "review":
        clerk = next(part.username for part in cast.CLERKS if part.division == assessment.county.code)
        reviews.play(assessment, reviews.SHEETS[opinion], by=by, county=officer(clerk), at=at)
    elif deed == "answer":
        answer_again(assessment, opinion, by=by, at=at)
    elif deed == "survey":
        actions.record_survey(assessment=assessment, valid=1260, satisfied=1158, held=opinion, by=by, at=at)
    elif deed == "inspect":
        for school in actions.draw_schools(assessment=assessment, count=4, by=by, at=at).schools:
            actions.record_inspection(
                assessment=assessment, school=school["code"], agrees=True, found=opinion, by=by, at=at
            )
    else:
        actions.advance(
            assessment=assessment,
            transition=BY_NAME[deed],
            version=assessment.version,
            comment=opinion,
            by=by,
            at=at,
        )


def set_deadlines(*, began: datetime) -> None:
    """Two deadlines of the province, one of which is past."""
    leader = officer("demo-sheng-fu")
    if Deadline.objects.visible_to(leader).exists():
        return
    for step, days in ((Step.CITY_REVIEW, 20), (Step.PROVINCE_SITE, 30)):
        due = (began + timedelta(days=days)).date()
        actions.set_deadline(by=leader, year=cast.YEAR, step=step, due_on=due, reason="", at=began)


def set_roadmap(*, began: datetime) -> None:
    """The province's plan: kept, early, late, overdue, ahead, and one county without."""
    leader = officer("demo-sheng-fu")
    for code, year in PLANNED.items():
        county = Division.objects.current().get(code=code)
        if not CountyPlan.objects.visible_to(leader).filter(county=county).exists():
            roadmap.plan(county=county, year=year, basis=PLAN, by=leader, at=began)


def officer(username: str) -> Officer:
    return Officer.objects.serving().select_related("division", "user").get(user__username=username)
