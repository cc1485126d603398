"""What officers found when they checked: schools drawn and visited, the survey, the public notice."""

from collections.abc import Iterator
from fractions import Fraction

from assessments.workflow import Step
from indicators.calculation import rounding
from indicators.calculation.survey import SurveyRule
from reports.contents import tables
from reports.contents.tables import Cell, Column, Table
from reports.papers import phrases
from reports.papers.blocks import Block, Facts, Grid, Note, Para
from reports.papers.record import Draw, Poll, Record


def site(record: Record, step: Step) -> Iterator[Block]:
    """实地核查 of a step: how schools were drawn, and what was found at each."""
    drawn = record.draw(step)
    if drawn is None:
        yield Para("尚未抽取实地核查的学校。")
        return
    differing = sum(not visit.agrees for visit in drawn.visits)
    told = f"其中 {differing} 条与台账不符" if differing else "均与台账相符"
    yield Para(
        f"{phrases.day(drawn.at)}从快照所列 {len(record.snap.rows)} 所学校中"
        f"随机抽取 {len(drawn.schools)} 所，"
        f"实地核查后作出核查记录 {len(drawn.visits)} 条，{told}。"
    )
    yield Grid(_visits(drawn), "own")
    yield Note(f"抽取学校的种子：{drawn.seed}。由快照和种子可以重新抽取，结果相同。抽取人：{drawn.who}。")


def _visits(drawn: Draw) -> Table:
    columns = (
        Column(heading="学校标识码", width=28),
        Column(heading="学校", width=46),
        Column(heading="与台账", width=16),
        Column(heading="核查情况", width=58),
        Column(heading="核查人、时间", width=40),
    )
    names = dict(drawn.schools)
    rows: list[tuple[Cell, ...]] = []
    for code, name in drawn.schools:
        found = [visit for visit in drawn.visits if visit.code == code]
        rows += [
            (
                tables.words(code),
                tables.words(names[code]),
                Cell(text="相符" if visit.agrees else "不符", below=not visit.agrees),
                tables.words(visit.found),
                tables.words(f"{visit.who}\n{phrases.minute(visit.at)}"),
            )
            for visit in found
        ]
        if not found:
            rows.append((tables.words(code), tables.words(name), *(tables.unknown("未记录") for _ in "123")))
    return tables.plain("抽取学校和核查记录", columns, tuple(rows))


def poll(record: Record, found: Poll | None) -> Iterator[Block]:
    """The nation's own survey beside what the standard asks."""
    if found is None:
        yield Para("尚未登记社会认可度调查的结果。")
        return
    rate = Fraction(found.satisfied * 100, found.valid)
    asked = record.snap.standard.survey
    yield Facts(
        (
            ("调查方式", found.held or "未注明"),
            ("有效答卷", f"{found.valid} 份"),
            ("满意答卷", f"{found.satisfied} 份"),
            ("认可度", f"{rounding.shown(rate, 1)}%{_against(asked, rate)}"),
            ("登记", f"{found.who}　{phrases.minute(found.at)}"),
        )
    )


def _against(asked: SurveyRule | None, rate: Fraction) -> str:
    if asked is None:
        return ""
    limit = asked.satisfied.value * 100
    reached = "达到" if rate >= limit else "低于"
    return f"，{reached}标准的 {rounding.text(limit)}%"


def notice(record: Record, step: Step) -> Iterator[Block]:
    found = record.notice(step)
    if found is None:
        yield Para("尚未公示。")
        return
    yield Para(
        f"{phrases.day(found.began_on)}至{phrases.day(found.ends_on)}公示（按工作日计，首尾两日都计在内）。"
    )
