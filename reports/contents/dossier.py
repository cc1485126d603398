"""A county's self-evaluation (县级自评报告) as plain data: section by section, ready to be set."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators import charts
from indicators.calculation import reasons
from indicators.calculation.findings import CountyFinding, StageFinding
from indicators.calculation.outcomes import Outcome, all_of
from indicators.calculation.standard import Standard
from reports.contents import causes, conclusion, lists, national, pictures, remarks, sections, working
from reports.contents.beside import Beside, Whole
from reports.contents.national import Form
from reports.contents.occasion import Occasion
from reports.contents.pictures import Captioned
from reports.contents.sections import Section
from reports.contents.tables import Table
from reports.contents.working import Split, Working

DRAFT, DEMO = "草稿", "示例数据"
TITLES = {"quality": "县域义务教育优质均衡发展", "basic": "县域义务教育基本均衡发展"}
OPEN_TO_LEDGERS = {
    "quality": "本报告只就台账能够说明的资源配置作出结论：学校是否达标、校际差异系数是否不高于上限。"
    "政府保障程度、教育质量、社会认可度和一票否决事项不在此列，须另行评估。",
    "basic": "本报告只就台账能够说明的校际均衡作出结论：综合差异系数是否不高于上限。"
    "学校是否达到省定办学基本标准、县级政府推进工作和公众满意度不在此列，须另行评估。",
}


WHOLE = "本报告按整个标准作出结论。简要结论由县填写，以佐证材料为准，上级复核。"
SECTIONS = sections.of()  # of a dossier that says what ledgers answer, and no more


@dataclass(frozen=True, kw_only=True)
class StagePart:
    """What a stage shows in pictures: SVG, those of the schools with their captions."""

    label: str
    units: int
    coefficients: str
    schools: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that a dossier says, in the order of its sections."""

    title: str
    standard: Standard
    occasion: Occasion
    stamps: tuple[str, ...]
    outcome: Outcome
    verdict: str
    reasons: tuple[str, ...]
    reservation: str
    summary: Table
    stages: tuple[StagePart, ...]
    standing: Form
    by_school: Form
    between_schools: Form
    causes: tuple[str, ...]
    shares: tuple[Captioned, ...]
    courses: tuple[Captioned, ...]
    gaps: Table
    left_out: Table
    queries: Table
    working: Working | None
    split: Split | None
    sources: Table
    contrast: tuple[str, ...]
    overview: Table | None
    funding: Table | None
    whole: Whole | None
    sections: tuple[Section, ...]

    @property
    def foot(self) -> str:
        """What stands at the foot of every page, that a loose sheet can be told."""
        parts = (self.occasion.subject, self.standard.reference, f"台账摘要 {self.occasion.short_digest}")
        return " · ".join((*parts, *self.stamps))


def dossier(finding: CountyFinding, occasion: Occasion, beside: Beside | None = None) -> Dossier:
    """Return the dossier of *finding*, and of what is known *beside* it; nothing in it depends on
    when or where it is made."""
    standing, by_school, between_schools = national.forms(finding)
    whole = beside.whole if beside else None
    open_questions = [Outcome.UNDETERMINED] if occasion.doubts else []
    outcome = all_of([whole.finding.outcome if whole else finding.outcome, *open_questions])
    return Dossier(
        title=TITLES[finding.standard.family],
        standard=finding.standard,
        occasion=occasion,
        stamps=(*(() if occasion.seal else (DRAFT,)), *((DEMO,) if occasion.demo else ())),
        outcome=outcome,
        verdict=conclusion.sentence(whole.finding, occasion.subject, outcome)
        if whole
        else _verdict(finding, occasion, outcome),
        reasons=(*occasion.doubts, *(whole.reasons if whole else finding.reasons)),
        reservation=WHOLE if whole else OPEN_TO_LEDGERS[finding.standard.family],
        summary=lists.stages(finding),
        stages=tuple(_stage_parts(finding)),
        standing=standing,
        by_school=by_school,
        between_schools=between_schools,
        causes=causes.of_county(finding),
        shares=tuple(pictures.shares(finding)),
        courses=tuple(pictures.years(finding, occasion.year, occasion.earlier)),
        gaps=lists.gaps(finding),
        left_out=lists.left_out(finding),
        queries=lists.queries(occasion.queries),
        working=working.of_county(finding),
        split=working.of_split(finding),
        sources=lists.sources(finding.standard),
        contrast=tuple(note for stage in finding.stages for note in remarks.of_contrast(stage)),
        overview=beside.overview if beside else None,
        funding=beside.funding if beside else None,
        whole=whole,
        sections=sections.of(beside.anchors, conclusion.SURVEY[finding.standard.family])
        if beside
        else SECTIONS,
    )


def _verdict(finding: CountyFinding, occasion: Occasion, outcome: Outcome) -> str:
    """Say the verdict in one sentence."""
    if outcome is Outcome.PASSES:
        because = "；".join(_reached(stage, finding.standard) for stage in finding.stages)
    elif outcome is Outcome.FAILS:
        because = "；".join(wanting for stage in finding.stages for wanting in _wanting(stage))
    else:
        because = "尚缺下列各项，补齐后重新测算，才能作出结论"
    judged = f"{occasion.subject}义务教育学校，依{finding.standard.reference}由台账判定"
    return f"{judged}，{outcome.label}：{because}。"


def _reached(stage: StageFinding, standard: Standard) -> str:
    judged = (
        f"{len(stage.indicators)} 项差异系数均不高于上限"
        if standard.judges_each
        else f"综合差异系数 {stage.composite.display(reasons.CV_PLACES)}，不高于上限"
    )
    return f"{stage.stage.label} {len(stage.units)} 个学段单位全部达标，{judged}"


def _wanting(stage: StageFinding) -> Iterator[str]:
    """Count what fails in a stage, for the sentence."""
    label = stage.stage.label
    if schools := sum(unit.outcome is Outcome.FAILS for unit in stage.units):
        yield f"{label} {len(stage.units)} 个学段单位中有 {schools} 个不达标"
    if above := [each.indicator.short for each in stage.indicators if each.outcome is Outcome.FAILS]:
        yield f"{label}{'、'.join(above)}差异系数高于上限"
    if stage.composite.outcome is Outcome.FAILS:
        yield f"{label}综合差异系数 {stage.composite.display(reasons.CV_PLACES)}，高于上限"


def _stage_parts(finding: CountyFinding) -> Iterator[StagePart]:
    drawn = dict(pictures.schools(finding))
    for stage in finding.stages:
        if stage.units:
            yield StagePart(
                label=stage.stage.label,
                units=len(stage.units),
                coefficients=charts.of_stage(stage),
                schools=drawn[stage.stage.label],
            )
