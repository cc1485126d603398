"""What the snapshot says of a county, as opinions and reports of the offices above it tell it."""

from collections.abc import Iterator

from indicators import charts
from indicators.calculation.items.item import Part
from reports.contents import items, national, pictures
from reports.papers import phrases
from reports.papers.blocks import Block, Grid, Para, Picture, Section
from reports.papers.record import Record

PARTS = (Part.GUARANTEE, Part.QUALITY, Part.WORK, Part.VETO, Part.CONDITION)


def _pictures(record: Record) -> Iterator[Picture]:
    """Coefficients beside their ceilings, who makes those above, and how they went from year to year."""
    judged = record.judged.county
    for stage in judged.stages:
        if stage.units:
            yield Picture(f"{stage.stage.label}校际差异系数与上限", charts.of_stage(stage))
    for each in (*pictures.shares(judged), *pictures.years(judged, record.snap.year, record.snap.earlier)):
        yield Picture(*each)


def sections(record: Record) -> Iterator[Section]:
    """Resources and coefficients, the items part by part, and what the county explained."""
    judged, whole = record.judged, record.snap.finding
    standing, _, between = national.forms(judged.county)
    yield Section(
        title="资源配置与校际均衡",
        blocks=(
            *(Para(f"{phrases.standing(stage)}。") for stage in judged.county.stages),
            Grid(standing.table, "short dense"),
            Grid(between.table, "short dense"),
            *_pictures(record),
        ),
    )
    for part in PARTS:
        if found := whole.part(part):
            yield Section(title=part.label, blocks=(Grid(items.listed(f"{part.label}各项", found)),))
    queries = record.explained
    told: Block = Para("台账没有留下疑点。") if queries.is_empty else Grid(queries, "own")
    yield Section(title="疑点和县级说明", blocks=(told,))
