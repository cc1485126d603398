"""结论 of the whole standard: what passes, what fails, what is open, and what is missing for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.calculation import rounding
from indicators.calculation.items.item import Part
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.whole import WholeFinding
from reports.contents import figures, sentences, tables
from reports.contents.tables import Cell, Column, Table

RESOURCES = {"quality": "资源配置与校际均衡", "basic": "学校达标与校际均衡"}
SURVEY = {"quality": "社会认可度", "basic": "公众满意度"}
BY_ITEMS = (Part.GUARANTEE, Part.QUALITY, Part.VETO, Part.CONDITION)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one part of the standard stands; *passing*, *failing* and *open* are the numbers of its
    items, empty where it is judged as one; *told* puts it into words."""

    name: str
    outcome: Outcome
    told: str
    passing: tuple[int, ...] = ()
    failing: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


def standings(whole: WholeFinding) -> tuple[Standing, ...]:
    """Return the parts in the order of the standard."""
    family = whole.county.standard.family
    county = whole.county.outcome
    found = [
        Standing(name=RESOURCES[family], outcome=county, told=county.label),
        *(_of_items(part.label, whole.part(part)) for part in BY_ITEMS[:2] if whole.part(part)),
        *_of_work(whole),
    ]
    if whole.survey:
        rate = whole.survey.satisfied
        shown = "" if rate is None else f"（综合满意度 {rounding.shown(rate * 100, 1)}%）"
        outcome = whole.survey.outcome
        found.append(Standing(name=SURVEY[family], outcome=outcome, told=f"{outcome.label}{shown}"))
    found += [_of_items(part.label, whole.part(part)) for part in BY_ITEMS[2:] if whole.part(part)]
    return tuple(found)


def _of_items(name: str, found: Sequence[ItemFinding]) -> Standing:
    passing, failing, unknown = (_numbers(found, outcome) for outcome in Outcome)
    said = [
        f" {len(passing)} 项达标" if passing else "",
        f"第 {'、'.join(map(str, failing))} 项不达标" if failing else "",
        f"第 {'、'.join(map(str, unknown))} 项未定" if unknown else "",
    ]
    told = f" {len(found)} 项全部达标" if len(passing) == len(found) else f" {len(found)} 项中{_and(said)}"
    outcome = Outcome.FAILS if failing else Outcome.UNDETERMINED if unknown else Outcome.PASSES
    return Standing(name=name, outcome=outcome, told=told, passing=passing, failing=failing, open=unknown)


def _and(said: Sequence[str]) -> str:
    return "，".join(filter(None, said))


def _numbers(found: Sequence[ItemFinding], outcome: Outcome) -> tuple[int, ...]:
    return tuple(each.item.number for each in found if each.outcome is outcome)


def _of_work(whole: WholeFinding) -> Iterator[Standing]:
    """The 17 items of 2012 are judged by their points, not one by one."""
    if whole.score is None:
        return
    score = whole.score
    counted = _of_items(Part.WORK.label, whole.part(Part.WORK))
    known, possible = (rounding.shown(points, 2) for points in (score.known, score.possible))
    points = f"得 {known} 分" if known == possible else f"已得 {known} 分，最多可得 {possible} 分"
    yield Standing(
        name=counted.name,
        outcome=score.outcome,
        told=f"{score.outcome.label}（{points}，合格 {rounding.text(score.asked)} 分）",
        passing=counted.passing,
        failing=counted.failing,
        open=counted.open,
    )


def sentence(whole: WholeFinding, subject: str, outcome: Outcome) -> str:
    """Say in one sentence how the county stands to the whole standard, part after part."""
    parts = "；".join(f"{each.name}{each.told}" for each in standings(whole))
    reference = whole.county.standard.reference
    return f"{subject}义务教育学校，依{reference}按整个标准判定，{outcome.label}：{parts}。"


def reasons(whole: WholeFinding) -> tuple[str, ...]:
    """Return what fails and what is open, resources first; of what is open, what is missing for it."""
    found = [*whole.county.reasons]
    for finding in whole.items:
        if finding.item.part is not Part.WORK or whole.score is None:
            found += [
                f"{finding.item.part.label}{reason.removesuffix('。')}"
                for reason in sentences.reasons(finding)
            ]
    for each in standings(whole):
        if each.name == Part.WORK.label and each.outcome is not Outcome.PASSES:
            found.append(f"{each.name}{each.told}")
    if whole.survey:
        name = SURVEY[whole.county.standard.family]
        found += [f"{name}：{reason}" for reason in whole.survey.reasons]
    return tuple(found)


def parts(whole: WholeFinding) -> Table:
    """List the parts with how many of their items pass, fail and are open."""
    headings = (("部分", 64), ("达标", 18), ("不达标", 18), ("未定", 18), ("结论", 24))
    columns = tuple(Column(heading=heading, width=width) for heading, width in headings)
    rows = tuple(
        (tables.words(each.name), *_counts(each), figures.verdict(each.outcome)) for each in standings(whole)
    )
    return tables.plain("标准各部分的结论（项数）", columns, rows)


def _counts(standing: Standing) -> tuple[Cell, ...]:
    counted = (standing.passing, standing.failing, standing.open)
    if not any(counted):
        return (tables.words(tables.NONE),) * 3
    return tuple(tables.count(len(numbers)) for numbers in counted)
