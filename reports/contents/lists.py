"""The lists of a dossier: what schools lack, what was left out, what stays doubtful, where figures stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from indicators import wording
from indicators.calculation import headroom, rounding
from indicators.calculation.citations import Cited, Confidence
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.findings import CountyFinding, StageFinding, UnitFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome, all_of
from indicators.calculation.standard import Standard
from reports.contents import figures, tables
from reports.contents.occasion import Query
from reports.contents.tables import Column, Row, Table

CONFIRM = "请省级确认"
DEGREES = {"college": "专科及以上", "bachelor": "本科及以上", "graduate": "研究生"}


def stages(finding: CountyFinding) -> Table:
    headings = ("学段", "学段单位", "在校生数", "各校达标", "校际均衡", "结论")
    rows = [
        (
            tables.words(stage.stage.label),
            tables.count(len(stage.units)),
            tables.count(stage.pupils),
            *map(figures.verdict, _outcomes(stage)),
        )
        for stage in finding.stages
    ]
    columns = tuple(Column(heading=heading, width=1) for heading in headings)
    return tables.plain("纳入计算的学段单位与结论", columns, tuple(rows))


def _outcomes(stage: StageFinding) -> tuple[Outcome, Outcome, Outcome]:
    """Return how a stage's schools stand, how they stand to each other, and the stage itself."""
    measured = [*(each.outcome for each in stage.indicators), stage.composite.outcome]
    schools = all_of(unit.outcome for unit in stage.units) if stage.units else stage.outcome
    between = all_of(outcome for outcome in measured if outcome is not None)
    return schools, between, stage.outcome


def gaps(finding: CountyFinding) -> Table:
    """List what every unit has too little of, also where it passes all the same, and in words how
    much of it reaches the standard."""
    columns = (
        Column(heading="学校", width=36),
        Column(heading="指标", width=46),
        Column(heading="现值", width=15),
        Column(heading="标准值", width=13),
        Column(heading="差什么", width=48),
    )
    rows = [row for unit in finding.units for row in _gaps_of(unit, finding)]
    return tables.plain("各校差什么", columns, tuple(rows))


def _gaps_of(unit: UnitFinding, finding: CountyFinding) -> Iterator[Row]:
    standard = finding.standard
    for indicator in standard.of_schools:
        limit = standard.limit(indicator.code, unit.unit.stage, unit.unit.school)
        if limit is None or not (indicator.code in unit.below or indicator.code in unit.missing):
            continue
        yield (
            tables.words(unit.unit.name),
            tables.words(f"{indicator.short}（{indicator.unit}）"),
            figures.of_unit(unit, indicator, standard),
            tables.number(rounding.text(limit)),
            tables.words(_lack(unit, indicator, standard)),
        )


def _lack(unit: UnitFinding, indicator: Indicator, standard: Standard) -> str:
    if unit.values.get(indicator.code) is None:
        return "须补报"
    found = headroom.to_threshold(unit.unit, indicator, standard)
    return f"差 {wording.amount(indicator, found.lacks)}" if found else "超过标准，须降下来"


def left_out(finding: CountyFinding) -> Table:
    columns = (
        Column(heading="学校标识码", width=28),
        Column(heading="学校名称", width=56),
        Column(heading="原因", width=70),
    )
    rows = [
        tuple(map(tables.words, (each.school.code, each.school.name, each.reason)))
        for each in finding.left_out
    ]
    return tables.plain("未纳入计算的学校", columns, tuple(rows))


def queries(found: Iterable[Query]) -> Table:
    columns = (
        Column(heading="学校", width=36),
        Column(heading="单元格", width=22),
        Column(heading="疑点", width=50),
        Column(heading="县级说明", width=48),
    )
    rows = [
        tuple(
            map(
                tables.words,
                (
                    each.school,
                    f"{each.sheet} {each.cell}".strip(),
                    each.message,
                    each.explanation or "尚未说明",
                ),
            )
        )
        for each in found
    ]
    return tables.plain("仍然存在的疑点", columns, tuple(rows))


def sources(standard: Standard) -> Table:
    """List every figure of the standard with its clause and how sure we are of it."""
    columns = (
        Column(heading="事项", width=34),
        Column(heading="取值", width=27),
        Column(heading="出处", width=54),
        Column(heading="可信度", width=41),
    )
    return tables.plain("标准取值及其依据", columns, tuple(_source(*each) for each in _cited(standard)))


def _source(what: str, value: str, cited: Cited[Any]) -> Row:
    sure = f"{cited.confidence}　{cited.confidence.meaning}"
    doubtful = cited.confidence in {Confidence.C, Confidence.D}
    shown = tables.Cell(text=sure, near=doubtful)
    return (tables.words(what), tables.words(value), tables.words(cited.clause), shown)


def _cited(standard: Standard) -> Iterator[tuple[str, str, Cited[Any]]]:
    for indicator in standard.of_schools:
        for stage, limit in standard.thresholds.get(indicator.code, {}).items():
            asked = f"{'≤' if indicator.at_most else '≥'} {rounding.text(limit.value)} {indicator.unit}"
            yield f"{stage.label}{indicator.short}", asked, limit
    if standard.school:
        yield "学校达标：至少达到标准的项数", f"{standard.school.at_least.value} 项", standard.school.at_least
        floor = standard.school.floor
        yield "学校达标：其余各项的底线", f"标准的 {rounding.text(floor.value * 100)}%", floor
    what = "差异系数上限" if standard.judges_each else "综合差异系数上限"
    for stage in JUDGED:
        ceiling = standard.cv_ceiling[stage]
        yield f"{stage.label}{what}", f"≤ {rounding.shown(ceiling.value, 2)}", ceiling
    yield (
        "差异系数怎样判定",
        "每项指标分别判定" if standard.judges_each else "各项的平均值判定",
        standard.cv_judged,
    )
    yield from _scope(standard)


def _scope(standard: Standard) -> Iterator[tuple[str, str, Cited[Any]]]:
    founders = "、".join(sorted(standard.founders.value, key=int))
    yield "纳入的举办者类型", f"代码 {founders}", standard.founders
    if standard.teaching_point_pupils:
        points = standard.teaching_point_pupils
        yield "纳入的教学点", f"{points.value} 人及以上", points
    weights = [standard.weights.value[stage] for stage in Stage]
    yield "拆分权重（小学：初中：高中）", "：".join(map(rounding.text, weights)), standard.weights
    for stage in JUDGED:
        degree = standard.degree_counted_from[stage]
        yield f"{stage.label}高于规定学历", DEGREES[degree.value], degree
