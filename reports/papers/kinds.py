"""Which documents a round has: who issues each, when it is due, and what it is put together from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assessments.workflow import Step
from counties.levels import Level
from reports.papers import making, record, school
from reports.papers.paper import Paper
from reports.papers.record import Move, Record

OF_CITY = frozenset({Step.CITY_REVIEW, Step.CITY_OPINION})
OF_PROVINCE = frozenset(
    {Step.PROVINCE_DOCUMENTS, Step.PROVINCE_SITE, Step.PROVINCE_EVALUATION, Step.PROVINCE_NOTICE}
)
OF_NATION = frozenset(
    {
        Step.NATION_QUALIFICATION,
        Step.NATION_MONITORING,
        Step.NATION_SURVEY,
        Step.NATION_INDICATORS,
        Step.NATION_SITE,
        Step.NATION_NOTICE,
    }
)
Due = Callable[[Sequence[Move], str], Move | None]


def _one(known: Record) -> tuple[str, ...]:
    return ("",)


def _passings(known: Record) -> tuple[str, ...]:
    return tuple(str(move.version) for move in known.moves if move.passes_on)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of document; *number* stands in its number. *due* finds the move that makes it final; until
    then it *waits*, in words, and the issuing *office* alone may have a draft of it while the assessment
    stands at one of *drafts*. Of *several* in a round each has a subject: a school, a move, one of
    *subjects*."""

    slug: str
    label: str
    number: str
    office: Level
    due: Due
    waits: str
    make: Callable[[Record, str], Paper]
    drafts: frozenset[Step] = frozenset()
    subjects: Callable[[Record], tuple[str, ...]] = _one
    several: bool = False

    def issuer(self, *, has_city: bool) -> Level:
        """The level that issues it: the province for a city that is not there."""
        return Level.PROVINCE if self.office is Level.CITY and not has_city else self.office


def _decided(level: Level) -> Due:
    return lambda moves, subject: record.decided(moves, level)


def _moved(*names: str) -> Due:
    return lambda moves, subject: record.moved(moves, *names)


def _passed_on(moves: Sequence[Move], subject: str) -> Move | None:
    return next((move for move in moves if move.passes_on and str(move.version) == subject), None)


def _submitted(moves: Sequence[Move], subject: str) -> Move | None:
    return record.moved(moves, "submit")


SUBMITTED = "县级报送以后生成。"
KINDS: tuple[Kind, ...] = (
    Kind(
        slug="county",
        label="县级自评报告",
        number="",
        office=Level.COUNTY,
        due=_submitted,
        waits=SUBMITTED,
        make=making.of_county,
    ),
    Kind(
        slug="schools",
        label="一校一策（全县）",
        number="校",
        office=Level.COUNTY,
        due=_submitted,
        waits=SUBMITTED,
        make=making.of_schools,
    ),
    Kind(
        slug="school",
        label="一校一策",
        number="校",
        office=Level.COUNTY,
        due=_submitted,
        waits=SUBMITTED,
        make=making.of_schools,
        subjects=school.codes,
        several=True,
    ),
    Kind(
        slug="form-2021",
        label="先行创建县推荐表",
        number="推",
        office=Level.COUNTY,
        due=_submitted,
        waits=SUBMITTED,
        make=making.of_recommendation,
    ),
    Kind(
        slug="city",
        label="市级复核意见书",
        number="市",
        office=Level.CITY,
        due=_decided(Level.CITY),
        waits="市级出具复核意见以后生成。",
        make=making.of_city,
        drafts=OF_CITY,
    ),
    Kind(
        slug="notice-province",
        label="省级公示",
        number="省示",
        office=Level.PROVINCE,
        due=_moved("give_notice"),
        waits="省级同意公示以后生成。",
        make=making.announced(Level.PROVINCE),
        drafts=frozenset({Step.PROVINCE_EVALUATION}),
    ),
    Kind(
        slug="province",
        label="省级督导评估报告",
        number="省",
        office=Level.PROVINCE,
        due=_decided(Level.PROVINCE),
        waits="省级作出评估结论以后生成。",
        make=making.of_province,
        drafts=OF_PROVINCE,
    ),
    Kind(
        slug="notice-nation",
        label="国家公示",
        number="国示",
        office=Level.NATION,
        due=_moved("pass_site"),
        waits="国家实地核查完毕并公示以后生成。",
        make=making.announced(Level.NATION),
        drafts=frozenset({Step.NATION_SITE}),
    ),
    Kind(
        slug="nation",
        label="国家认定全卷",
        number="国",
        office=Level.NATION,
        due=_decided(Level.NATION),
        waits="国家作出认定结论以后生成。",
        make=making.of_nation,
        drafts=OF_NATION,
    ),
    Kind(
        slug="receipt",
        label="回执",
        number="回",
        office=Level.COUNTY,
        due=_passed_on,
        waits="报送、退回或作出结论时生成。",
        make=making.of_receipt,
        subjects=_passings,
        several=True,
    ),
)
BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in KINDS}
