"""The problems of a ledger, filtered as a reader asks."""

import re
from dataclasses import dataclass
from typing import Self

from django.db.models import Count, Min, Q, QuerySet
from django.http import QueryDict

from schools.history.changes import Kind
from schools.history.over_time import PREFIX
from schools.ledger.columns import COLUMNS
from schools.ledger.problems import Severity
from schools.ledger.texts import cut, visible
from schools.ledger.values import DASH
from schools.models import Ledger, LedgerProblem

LONGEST_NAME = 30
HEADINGS = frozenset(column.heading for column in COLUMNS)
_CHANGES = {f"{PREFIX}{kind}": f"学校变动：{kind.label}" for kind in Kind}


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What is asked for; an empty text asks for everything."""

    level: str = ""
    rule: str = ""
    school: str = ""
    open: bool = False

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        """Read a filter from an address; what is not understood filters nothing."""
        level = asked.get("level", "")
        return cls(
            level=level if level in {severity.value for severity in Severity} else "",
            rule=visible(asked.get("rule", ""))[:60],
            school=visible(asked.get("school", ""))[:120],
            open=asked.get("open") == "1",
        )

    def __bool__(self) -> bool:
        return bool(self.level or self.rule or self.school or self.open)

    def problems(self, ledger: Ledger) -> "QuerySet[LedgerProblem]":
        """Return the ledger's problems that are asked for, 错误 before 疑点."""
        rows = ledger.problems.order_by("severity", "pk")
        if self.level:
            rows = rows.filter(severity=self.level)
        if self.rule:
            rows = rows.filter(code=self.rule)
        if self.school:
            rows = rows.filter(Q(school__icontains=self.school) | Q(school_code=self.school))
        return rows.filter(severity=Severity.QUERY, explanation="") if self.open else rows


@dataclass(frozen=True, kw_only=True)
class Counts:
    errors: int
    queries: int
    open: int
    suggested: int
    taken_as_none: int


def counts(ledger: Ledger) -> Counts:
    """Count the 错误, the 疑点 and those of them without an explanation, the likely values and those of them
    that take a dash, which may stand for what nobody has counted, as 0."""
    query = Q(severity=Severity.QUERY)
    return Counts(
        **ledger.problems.aggregate(
            errors=Count("pk", filter=Q(severity=Severity.ERROR)),
            queries=Count("pk", filter=query),
            open=Count("pk", filter=query & Q(explanation="")),
            suggested=Count("pk", filter=~Q(changes=[])),
            taken_as_none=Count("pk", filter=Q(code=DASH) & ~Q(changes=[])),
        )
    )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule that found something in the ledger, and how often."""

    code: str
    name: str
    found: int


def rules(ledger: Ledger) -> list[Rule]:
    """Return the rules that found something, the most frequent first."""
    rows = ledger.problems.order_by().values_list("code").annotate(found=Count("pk"), example=Min("message"))
    return [
        Rule(code=code, name=_CHANGES.get(code) or name_of(example), found=found)
        for code, found, example in rows.order_by("-found", "code")
    ]


def name_of(message: str) -> str:
    """Name a rule by the first clause of what it says, without the figures and names of one case.

    >>> name_of("学校标识码 9901010001 重复：第 5 行与第 9 行。"), name_of("图书册数：“约3万”不是一个数。")
    ('学校标识码 … 重复', '“…”不是一个数')
    """
    column, _, told = message.partition("：")
    bare = re.sub("“[^”]*”", "“…”", re.sub("（[^）]*）", "", told if column in HEADINGS else message))
    named = re.split("[，。；：]", bare, maxsplit=1)[0]
    return cut(re.sub("[0-9][0-9,.]*", "…", named), LONGEST_NAME)
