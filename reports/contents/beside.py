"""What a dossier says beside what ledgers answer: the county's figures and the whole standard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.calculation import clauses
from indicators.calculation.citations import Confidence
from indicators.calculation.clauses import Clause
from indicators.calculation.items.item import Part
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from reports.contents import conclusion, county, duties, items, recognition, tables
from reports.contents.judged import Judged
from reports.contents.lists import CONFIRM
from reports.contents.tables import Cell, Column, Row, Table

# These stand in the dossier's own table of sources.
OF_LEDGERS = frozenset({clauses.SCOPE, clauses.SCHOOL, clauses.DISPERSION})


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The whole standard in tables; those of parts that it does not have are None."""

    finding: WholeFinding
    reasons: tuple[str, ...]
    parts: Table
    guarantee: Table | None
    quality: Table | None
    work: Table | None
    survey: Table
    asked: Table | None
    vetoes: Table | None
    conditions: Table | None
    uses: Table
    duty: str
    clauses: Table


@dataclass(frozen=True, kw_only=True)
class Beside:
    """*overview* is 表Ⅰ, *funding* 表Ⅴ of 2012; that and *whole* are None where no county
    figures stood beside the ledger."""

    overview: Table
    funding: Table | None
    whole: Whole | None

    @property
    def anchors(self) -> frozenset[str]:
        """The sections it fills, beside those that every dossier has."""
        return frozenset({"overview", *(_filled(self.whole) if self.whole else ())})


def _filled(whole: Whole) -> Iterator[str]:
    for anchor in ("guarantee", "quality", "work"):
        if getattr(whole, anchor) is not None:
            yield anchor
    yield "recognition"
    if whole.vetoes or whole.conditions:
        yield "vetoes"
    if whole.finding.county.standard.allowances:
        yield "allowances"


def of(judged: Judged) -> Beside:
    return Beside(
        overview=county.overview_list(judged),
        funding=county.funding_list(judged) if judged.standard.family == "basic" and judged.whole else None,
        whole=None if judged.whole is None else _whole(judged, judged.whole),
    )


def _whole(judged: Judged, finding: WholeFinding) -> Whole:
    return Whole(
        finding=finding,
        reasons=conclusion.reasons(finding),
        parts=conclusion.parts(finding),
        guarantee=_listed(finding, Part.GUARANTEE, "政府保障程度各项"),
        quality=_listed(finding, Part.QUALITY, "教育质量各项"),
        work=items.scored("推进义务教育均衡发展工作各项", finding) if finding.part(Part.WORK) else None,
        survey=recognition.printed(judged),
        asked=recognition.conditions(finding.survey) if finding.survey else None,
        vetoes=_listed(finding, Part.VETO, "一票否决事项"),
        conditions=_listed(finding, Part.CONDITION, "申报条件"),
        uses=duties.listed(finding),
        duty=duties.duty(finding),
        clauses=_clauses(judged.standard),
    )


def _listed(finding: WholeFinding, part: Part, caption: str) -> Table | None:
    found = finding.part(part)
    return items.listed(caption, found) if found else None


def _clauses(standard: Standard) -> Table:
    """List what the standard says beside the ledgers' figures, with clause and confidence."""
    columns = (
        Column(heading="部分", width=27),
        Column(heading="事项", width=22),
        Column(heading="取值", width=72),
        Column(heading="出处", width=54),
        Column(heading="可信度", width=20),
    )
    stated = [each for each in clauses.of(standard) if each.part not in OF_LEDGERS]
    rows = tuple(_clause(*alike) for alike in _on_the_same_grounds(stated))
    return tables.plain("其余各部分的取值及其依据", columns, rows)


def _on_the_same_grounds(stated: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Put a clause and its details together; a detail that stands elsewhere is told by itself."""
    found: list[list[Clause]] = []
    for each in stated:
        head = found[-1][0] if found else None
        if head and each.detail and (each.clause, each.confidence) == (head.clause, head.confidence):
            found[-1].append(each)
        else:
            found.append([each])
    yield from found


def _clause(head: Clause, *details: Clause) -> Row:
    """How an item is worked out stands with its figures elsewhere; here is only what is asked."""
    shown = [each.shown for each in (head, *details) if not each.key.endswith(".method")]
    doubtful = head.confidence in {Confidence.C, Confidence.D}
    sure = Cell(text=f"{head.confidence}　{CONFIRM}" if doubtful else str(head.confidence), near=doubtful)
    texts = (head.part, head.name, "；".join(shown), head.clause)
    return (*map(tables.words, texts), sure)
