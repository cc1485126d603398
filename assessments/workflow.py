"""The workflow (督导评估程序) as a table, ``workflow.csv``: every step, and every way from one to the next.

县级自评 → 市级复核 → 省级评估 → 国家认定 (教督〔2017〕6号; 国家一级六个环节依教督函〔2025〕3号). What a
transition asks for beside level and role, ``preconditions`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assessments import ways
from assessments.ways import Way
from counties.levels import Level


class Step(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    CITY_REVIEW = "city_review"
    CITY_OPINION = "city_opinion"
    ENDORSED = "endorsed"
    PROVINCE_DOCUMENTS = "province_documents"
    PROVINCE_SITE = "province_site"
    PROVINCE_EVALUATION = "province_evaluation"
    PROVINCE_NOTICE = "province_notice"
    RECOMMENDED = "recommended"
    NATION_QUALIFICATION = "nation_qualification"
    NATION_MONITORING = "nation_monitoring"
    NATION_SURVEY = "nation_survey"
    NATION_INDICATORS = "nation_indicators"
    NATION_SITE = "nation_site"
    NATION_NOTICE = "nation_notice"
    RECOGNISED = "recognised"
    NOT_RECOMMENDED = "not_recommended"
    NOT_RECOGNISED = "not_recognised"

    @property
    def label(self) -> str:
        return PLACES[self].label

    @property
    def holder(self) -> Level:
        """The level whose office has it in hand."""
        return PLACES[self].holder

    @property
    def is_closed(self) -> bool:
        return self in CLOSED


@dataclass(frozen=True)
class Place:
    label: str
    holder: Level


PLACES: Mapping[Step, Place] = {
    Step.DRAFT: Place("县级自评", Level.COUNTY),
    Step.SIGNED: Place("已审签，待报送", Level.COUNTY),
    Step.SUBMITTED: Place("已报送，待市级受理", Level.CITY),
    Step.CITY_REVIEW: Place("市级复核", Level.CITY),
    Step.CITY_OPINION: Place("市级复核意见", Level.CITY),
    Step.ENDORSED: Place("市级已通过，待省级受理", Level.PROVINCE),
    Step.PROVINCE_DOCUMENTS: Place("省级材料审核", Level.PROVINCE),
    Step.PROVINCE_SITE: Place("省级实地核查", Level.PROVINCE),
    Step.PROVINCE_EVALUATION: Place("省级评估结论", Level.PROVINCE),
    Step.PROVINCE_NOTICE: Place("省级公示", Level.PROVINCE),
    Step.RECOMMENDED: Place("省级已推荐，待国家受理", Level.NATION),
    Step.NATION_QUALIFICATION: Place("国家资格审查", Level.NATION),
    Step.NATION_MONITORING: Place("国家质量监测", Level.NATION),
    Step.NATION_SURVEY: Place("国家社会认可度调查", Level.NATION),
    Step.NATION_INDICATORS: Place("国家指标审核", Level.NATION),
    Step.NATION_SITE: Place("国家实地核查", Level.NATION),
    Step.NATION_NOTICE: Place("国家公示", Level.NATION),
    Step.RECOGNISED: Place("已认定", Level.NATION),
    Step.NOT_RECOMMENDED: Place("省级不予推荐", Level.PROVINCE),
    Step.NOT_RECOGNISED: Place("不予认定", Level.NATION),
}
CLOSED = frozenset({Step.RECOGNISED, Step.NOT_RECOMMENDED, Step.NOT_RECOGNISED})
WITH_COUNTY = frozenset({Step.DRAFT, Step.SIGNED})  # before anything has been passed on


REVIEWERS = ("inspector", "leader")  # 督学、负责人


@dataclass(frozen=True, kw_only=True)
class Transition(Way[Step]):
    """A way of an assessment. *freezes*: the round's snapshot is made; *new_round*: what was submitted stays
    as it was, and the county begins again; *decides*: it is the office's one decision of the round."""

    freezes: bool = False
    new_round: bool = False

    @property
    def passes_on(self) -> bool:
        """Does it leave the office for good? Then the trail is anchored."""
        return self.freezes or self.new_round or self.decides


TRANSITIONS = tuple(
    Transition(
        **ways.told(line, Step), freezes=line["freezes"] == "yes", new_round=line["new_round"] == "yes"
    )
    for line in ways.lines(Path(__file__).parent / "workflow.csv")
)
BY_NAME: Mapping[str, Transition] = {each.name: each for each in TRANSITIONS}


def ways_from(step: Step) -> tuple[Transition, ...]:
    """Return the ways from *step*, first the one that leads on."""
    return tuple(each for each in TRANSITIONS if each.source is step)


def acting_level(transition: Transition, *, has_city: bool) -> Level:
    """Return the level that takes *transition*: of a county without a city, the province acts for it."""
    if transition.level is Level.CITY and not has_city:
        return Level.PROVINCE
    return transition.level


def holder(step: Step, *, has_city: bool) -> Level:
    """Return the level that has *step* in hand, the province for a city that is not there."""
    return Level.PROVINCE if step.holder is Level.CITY and not has_city else step.holder
