"""What several documents say alike: days, offices, verdicts in a table, the way a round took."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from counties.levels import Level
from indicators.calculation.findings import StageFinding
from indicators.calculation.outcomes import Outcome
from reports.contents import conclusion, tables
from reports.contents.tables import Column, Table
from reports.papers.record import Move, Record

COUNCIL = "人民政府教育督导委员会"
NATION = "国务院教育督导委员会"
MATTERS = {"quality": "义务教育优质均衡发展", "basic": "义务教育基本均衡发展"}


def day(moment: datetime | date) -> str:
    """Return the day as official documents write it: 2026年5月6日."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return f"{local.year}年{local.month}月{local.day}日"


def minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def council(record: Record, level: Level) -> str:
    """Name the office that supervises at *level*."""
    return NATION if level is Level.NATION else f"{record.offices[level]}{COUNCIL}"


def matter(record: Record) -> str:
    return MATTERS[record.snap.standard.family]


def basis(record: Record) -> str:
    standard = record.snap.standard
    return f"《{standard.title}》（{standard.reference}）"


def frozen(record: Record) -> str:
    """Say what the round rests on."""
    ledger = record.snap.plain["ledger"]
    return (
        f"{record.county}于{day(record.submitted.at)}报送 {record.snap.year} 学年"
        f"第 {record.snap.round} 轮自评，报送内容封存为快照："
        f"学校台账第 {ledger['version']} 版（{len(record.snap.rows)} 所学校）、县级数据、"
        f"{len(record.snap.explanations)} 处疑点的说明、{len(record.snap.plain['answers'])} 项自评结论。"
        "本文各项数据都由快照算出。"
    )


def judged(record: Record) -> str:
    """Say in one sentence how the county stands to the whole standard."""
    found = record.snap.finding
    return conclusion.sentence(found, record.subject, found.outcome)


def wanting(record: Record) -> tuple[str, ...]:
    """Return what fails or is open, each as a sentence."""
    return tuple(f"{reason.removesuffix('。')}。" for reason in conclusion.reasons(record.snap.finding))


def verdict(outcome: Outcome) -> str:
    return outcome.label


def parts(record: Record) -> Table:
    return conclusion.parts(record.snap.finding)


def standing(stage: StageFinding) -> str:
    """Count how a stage's units stand."""
    passing = sum(unit.outcome is Outcome.PASSES for unit in stage.units)
    above = [each.indicator.short for each in stage.indicators if each.outcome is Outcome.FAILS]
    units = (
        f"{stage.stage.label} {len(stage.units)} 个学段单位、{stage.pupils} 名学生，{passing} 个学段单位达标"
    )
    return f"{units}；{'、'.join(above)}差异系数高于上限" if above else f"{units}；各项差异系数均不高于上限"


def way(moves: Iterable[Move]) -> Table:
    """The moves of the round, one a line."""
    columns = (
        Column(heading="时间", width=26),
        Column(heading="办理", width=26),
        Column(heading="到", width=34),
        Column(heading="岗位", width=40),
        Column(heading="意见或理由", width=60),
    )
    rows = tuple(
        tuple(
            map(
                tables.words,
                (
                    minute(move.at),
                    f"{move.label}{'（省级代行）' if move.by_proxy else ''}",
                    move.target.label,
                    move.signed,
                    move.comment or tables.NONE,
                ),
            )
        )
        for move in moves
    )
    return tables.plain("办理经过", columns, rows)
