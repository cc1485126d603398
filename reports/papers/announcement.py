"""公示: the text that province or nation publishes about a county to be recommended or recognised."""

from collections.abc import Iterator

from assessments.workflow import Step
from counties.levels import Level
from indicators.calculation import rounding
from indicators.calculation.outcomes import Outcome
from reports.contents import tables
from reports.contents.tables import Column, Table
from reports.papers import phrases
from reports.papers.blocks import Block, Grid, Para, Section, Signing
from reports.papers.record import Record

PLANS = {Level.PROVINCE: "拟推荐", Level.NATION: "拟认定"}
STEPS = {Level.PROVINCE: Step.PROVINCE_NOTICE, Level.NATION: Step.NATION_NOTICE}


def title(record: Record, level: Level) -> tuple[str, ...]:
    plan = PLANS[level]
    return (f"关于{plan}{record.snap.year}学年", f"{phrases.matter(record)}县（市、区）的公示")


def sections(record: Record, level: Level) -> tuple[Section, ...]:
    return (Section(title="", counted=False, blocks=tuple(_text(record, level))),)


def _text(record: Record, level: Level) -> Iterator[Block]:
    plan, found = PLANS[level], record.notice(STEPS[level])
    checked = record.draw(Step.NATION_SITE if level is Level.NATION else Step.PROVINCE_SITE)
    visited = f"，并实地核查学校 {len(checked.schools)} 所" if checked else ""
    yield Para(
        f"按照{phrases.basis(record)}，经县级自评、市级复核、{_so_far(level)}{visited}，"
        f"{plan}{record.county}为{record.snap.year}学年{phrases.matter(record)}县（市、区）。现予公示，接受社会监督。"
    )
    yield Grid(_results(record), "short centred")
    days = (
        f"公示时间：{phrases.day(found.began_on)}至{phrases.day(found.ends_on)}。"
        if found
        else "公示时间：　　　　年　　月　　日至　　　　年　　月　　日。"
    )
    yield Para(days)
    yield Para(
        "公示期内，单位和个人如有异议，请以书面形式反映：单位署名并加盖公章，个人署真实姓名和联系方式。"
        "反映的情况应当具体，便于核实。"
    )
    yield Para("联系电话：　　　　　　　　　　通信地址：")
    yield Signing((f"{phrases.council(record, level)}（盖章）",))


def _so_far(level: Level) -> str:
    return (
        "省级督导评估"
        if level is Level.PROVINCE
        else "省级督导评估、国家资格审查、质量监测、社会认可度调查、指标审核"
    )


def _results(record: Record) -> Table:
    """What a reader of the notice is told: units, how many reach the standard, the largest coefficient."""
    columns = (
        Column(heading="学段", width=20),
        Column(heading="学段单位", width=24),
        Column(heading="在校生数", width=26),
        Column(heading="达标的学段单位", width=32),
        Column(heading="最大的差异系数", width=40),
        Column(heading="上限", width=20),
    )
    standard = record.snap.standard
    rows = []
    for stage in record.judged.county.stages:
        known = [each for each in stage.indicators if each.dispersion is not None]
        largest = max(known, key=lambda each: each.dispersion.squared if each.dispersion else 0, default=None)
        shown = (
            f"{largest.indicator.short} {largest.dispersion.display(3)}"
            if largest and largest.dispersion
            else tables.OPEN
        )
        rows.append(
            (
                tables.words(stage.stage.label),
                tables.count(len(stage.units)),
                tables.count(stage.pupils),
                tables.count(sum(unit.outcome is Outcome.PASSES for unit in stage.units)),
                tables.words(shown),
                tables.number(rounding.shown(standard.cv_ceiling[stage.stage].value, 2)),
            )
        )
    return tables.plain("资源配置和校际均衡", columns, tuple(rows))
