"""The documents of a round, each put under its title: which sections, whose head, to whom."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings

from counties.levels import Level
from reports.carrying import packing
from reports.contents import beside, dossier
from reports.contents.dossier import Dossier
from reports.papers import (
    announcement,
    city,
    county,
    nation,
    phrases,
    province,
    receipt,
    recommendation,
    school,
)
from reports.papers.blocks import Section
from reports.papers.paper import Paper
from reports.papers.record import Record
from reports.verification import codes
from reports.verification.seal import Seal

Title = tuple[str, ...]
Sections = tuple[Section, ...]


def of_county(record: Record, subject: str) -> Paper:
    """县级自评报告."""
    return county.paper(_dossier(record))


def _dossier(record: Record) -> Dossier:
    """The county's report bears the code of the snapshot itself, as it does in the file to carry."""
    seal = Seal(
        number=f"{record.code}-{record.snap.year}-{record.snap.round}",
        digest=record.sha256,
        code=codes.code_of("snapshot", record.sha256),
        address=settings.PUBLIC_URL,
    )
    judged = record.judged
    return dossier.dossier(judged.county, packing.occasion_of(record.snap, seal), beside.of(judged))


def of_city(record: Record, subject: str) -> Paper:
    """市级复核意见书."""
    decided = record.decision(Level.CITY)
    returned = decided is not None and decided.transition in city.RETURNING
    to = f"{record.county}人民政府" if returned else phrases.council(record, Level.PROVINCE)
    issuer = phrases.council(record, Level.CITY)
    return _letter("市级复核意见书", city.title(record), record, city.sections(record), issuer, to)


def of_province(record: Record, subject: str) -> Paper:
    """省级督导评估报告."""
    sections = province.sections(record)
    return _book("省级督导评估报告", province.title(record), record, sections, Level.PROVINCE)


def of_nation(record: Record, subject: str) -> Paper:
    """国家认定全卷."""
    parts = nation.sections(record, county.sections(_dossier(record)))
    return replace(_book("国家认定全卷", nation.title(record), record, parts, Level.NATION), parted=True)


def announced(level: Level) -> Callable[[Record, str], Paper]:
    """公示 of that level."""

    def make(record: Record, subject: str) -> Paper:
        title, sections = announcement.title(record, level), announcement.sections(record, level)
        return _letter(f"{level.label}公示", title, record, sections, phrases.council(record, level))

    return make


def of_schools(record: Record, subject: str) -> Paper:
    """一校一策: of the school with the code *subject*, or of all."""
    title, sections = school.title(record, subject), school.sections(record, subject)
    if subject:
        return _letter("一校一策", title, record, sections)
    return Paper(
        name="一校一策",
        title=title,
        subject=record.subject,
        sections=sections,
        foot="",
        facts=(("依据标准", phrases.basis(record)), ("学校", f"{len(sections)} 所，各校另起一页")),
        tabled=1,
    )


def of_recommendation(record: Record, subject: str) -> Paper:
    """先行创建县推荐表."""
    sections = recommendation.sections(record)
    return _letter("先行创建县推荐表", recommendation.title(record), record, sections)


def of_receipt(record: Record, subject: str) -> Paper:
    """回执 of the move whose number is *subject*."""
    move = next(move for move in record.moves if str(move.version) == subject)
    return _letter("回执", receipt.title(record), record, receipt.sections(record, move))


def _letter(
    name: str, title: Title, record: Record, sections: Sections, issuer: str = "", to: str = ""
) -> Paper:
    return Paper(
        name=name,
        title=title,
        subject=record.subject,
        sections=sections,
        foot="",
        issuer=issuer,
        addressee=to,
        cover=False,
    )


def _book(name: str, title: Title, record: Record, sections: Sections, issuer: Level) -> Paper:
    decided = record.decision(issuer)
    return Paper(
        name=name,
        title=title,
        subject=record.subject,
        sections=sections,
        foot="",
        issuer=phrases.council(record, issuer),
        facts=(
            ("依据标准", phrases.basis(record)),
            ("轮次", f"第 {record.snap.round} 轮"),
            ("结论", decided.label if decided else "尚未作出"),
        ),
        tabled=2,
    )
