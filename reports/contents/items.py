"""The items of a standard as tables: 表Ⅳ and 表Ⅴ of 2017, 表Ⅳ of 2012, vetoes and conditions."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.items import judging
from indicators.calculation.items.item import Part
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.whole import WholeFinding
from reports.contents import duties, sentences, tables
from reports.contents.tables import OPEN, Cell, Column, Group, Row, Table

COLUMNS = (
    Column(heading="名称", width=110),
    Column(heading="指标值或简要结论", width=110),
    Column(heading="是否达标", width=28),
)
SECOND_PAGE = ("指标名称", "指标值或简要结论", "是否达标")
FIRST_PAGE = 8  # items of 表Ⅳ on the first page
DECIMALS = "注：表中所有比例数值保留一位小数，其余保留整数。"


def guarantee_form(whole: WholeFinding) -> Table:
    """表Ⅳ 政府保障程度: two pages, as the ministry prints it; below, what is open and what was relaxed."""
    found = whole.part(Part.GUARANTEE)
    groups = (
        Group(label="", rows=tuple(map(_row, found[:FIRST_PAGE]))),
        Group(label="", rows=tuple(map(_row, found[FIRST_PAGE:])), again=SECOND_PAGE),
    )
    notes = (DECIMALS, *_reasons(found), *duties.sentences(whole))
    return Table(caption="", columns=COLUMNS, groups=groups, notes=notes)


def quality_form(whole: WholeFinding) -> Table:
    """表Ⅴ 教育质量, whose headings take two rows."""
    found = whole.part(Part.QUALITY)
    group = Group(label="", rows=tuple(map(_row, found)))
    return Table(caption="", columns=COLUMNS, groups=(group,), notes=tuple(_reasons(found)), spare_rows=1)


def _row(finding: ItemFinding) -> Row:
    """An item as the form has it: what is 未定 is left empty, for the form knows two answers."""
    verdict = "" if finding.outcome is Outcome.UNDETERMINED else finding.outcome.label
    return (*_told(finding), tables.Cell(text=verdict, below=finding.outcome is Outcome.FAILS))


def _told(finding: ItemFinding) -> tuple[Cell, Cell]:
    return tables.words(sentences.name(finding)), tables.words(sentences.of_item(finding))


def _reasons(found: Iterable[ItemFinding]) -> Iterator[str]:
    for finding in found:
        yield from sentences.reasons(finding)


def work_form(whole: WholeFinding) -> Table:
    """表Ⅳ of 2012: the 17 items, what the county says to each, and its points."""
    found = whole.part(Part.WORK)
    columns = (*COLUMNS[:2], Column(heading="得分", width=28))
    rows = [(*_told(finding), _points(judging.earned(finding))) for finding in found]
    return Table(
        caption="",
        columns=columns,
        groups=(Group(label="", rows=(*rows, _total(whole))),),
        notes=(*_score(whole), *_reasons(found)),
    )


def _points(points: Fraction | None) -> Cell:
    return tables.words("") if points is None else tables.fraction(points, 2)


def _total(whole: WholeFinding) -> Row:
    score = whole.score
    certain = score is not None and score.known == score.possible
    total = _points(score.known) if score is not None and certain else tables.words("")
    return (tables.words("合计"), tables.words(""), total)


def _score(whole: WholeFinding) -> Iterator[str]:
    if whole.score is None:
        return
    score = whole.score
    known, possible = (rounding.shown(points, 2) for points in (score.known, score.possible))
    reached = f"得 {known} 分" if known == possible else f"已得 {known} 分，最多可得 {possible} 分"
    yield f"满分 100 分，{rounding.text(score.asked)} 分以上达标；{reached}，{score.outcome.label}。"
    yield "全国没有统一的分值，各项分值由省级规定。"


def listed(caption: str, found: Sequence[ItemFinding]) -> Table:
    """Items one below the other as a dossier prints them: what is asked, what was found, the verdict."""
    columns = (
        Column(heading="条目", width=76),
        Column(heading="指标值或简要结论", width=74),
        Column(heading="结论", width=20),
    )
    rows = tuple((*_told_or_open(finding), _verdict(finding)) for finding in found)
    return tables.plain(caption, columns, rows)


def scored(caption: str, whole: WholeFinding) -> Table:
    """The 17 items of 2012 as a dossier prints them, with the points each can bring."""
    found = whole.part(Part.WORK)
    columns = (
        Column(heading="条目", width=72),
        Column(heading="简要结论", width=50),
        Column(heading="分值", width=16),
        Column(heading="得分", width=16),
        Column(heading="结论", width=20),
    )
    rows = [
        (
            *_told_or_open(finding),
            _points(finding.item.points.value if finding.item.points else None),
            tables.unknown(OPEN) if (points := judging.earned(finding)) is None else _points(points),
            _verdict(finding),
        )
        for finding in found
    ]
    return tables.plain(caption, columns, tuple(rows), *_score(whole), *_reasons(found))


def _told_or_open(finding: ItemFinding) -> tuple[Cell, Cell]:
    name, told = _told(finding)
    return name, told if told.text else tables.unknown("未填报")


def _verdict(finding: ItemFinding) -> Cell:
    if finding.outcome is Outcome.UNDETERMINED:
        return tables.unknown(OPEN)
    return tables.Cell(text=finding.outcome.label, below=finding.outcome is Outcome.FAILS)
