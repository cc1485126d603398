"""逐项核查: what reviewers of a level marked, item by item, and what came back from below."""

from collections import Counter
from collections.abc import Iterator

from assessments.review.models import Mark
from assessments.review.record import Remark
from counties.levels import Level
from reports.contents import tables
from reports.contents.tables import Cell, Column, Row, Table
from reports.papers import phrases
from reports.papers.blocks import Block, Grid, Para, Section
from reports.papers.record import Record

# Until then two reviewers do not see what the other marked.
CONCLUDED = {
    Level.CITY: "conclude_review",
    Level.PROVINCE: "pass_documents",
    Level.NATION: "pass_indicators",
}


def section(record: Record, level: Level) -> Iterator[Section]:
    """Yield the section of what the level's reviewers marked, once they are through; else none."""
    found = [each for each in record.remarks if each.level is level]
    if found and record.move(CONCLUDED[level]):
        yield Section(title="逐项核查", blocks=tuple(_told(found)))


def _told(found: list[Remark]) -> Iterator[Block]:
    counted = Counter(each.mark_label for each in found)
    marked = "、".join(f"{label} {number} 条" for label, number in counted.items())
    waiting = sum(each.waits for each in found)
    answered = f"，存疑的有 {waiting} 条尚未答复" if waiting else ""
    reviewers = "、".join(dict.fromkeys(each.reviewer for each in found))
    yield Para(f"{reviewers}逐项核查，作出核查结论 {len(found)} 条：{marked}{answered}。")
    yield Grid(_marks(found), "own small")


def _marks(found: list[Remark]) -> Table:
    columns = (
        Column(heading="核查项", width=68),
        Column(heading="结论", width=16),
        Column(heading="意见", width=38),
        Column(heading="答复", width=38),
        Column(heading="核查人、日期", width=36),
    )
    return tables.plain("逐项核查结论", columns, tuple(map(_row, found)))


def _row(remark: Remark) -> Row:
    place = " ".join(filter(None, (remark.school, remark.cell)))
    return (
        tables.words(f"{remark.title}　{remark.name}"),
        Cell(text=remark.mark_label, below=remark.mark == Mark.Kind.FALSE, near=remark.is_doubtful),
        tables.words("\n".join(filter(None, (remark.remark, place))) or tables.NONE),
        tables.words("\n".join(f"{each.text}（{each.by}）" for each in remark.answers) or tables.NONE),
        tables.words(f"{remark.reviewer}\n{phrases.minute(remark.at)[:10]}"),
    )
