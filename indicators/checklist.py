"""The whole standard item by item (条目), as a calculation judged it, laid out for a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from indicators import gather
from indicators.calculation import survey
from indicators.calculation.items import judging
from indicators.calculation.items.item import Item, Part
from indicators.calculation.items.judging import ItemFinding, Score
from indicators.calculation.items.measured import Measured
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.calculation.survey import SurveyFinding
from indicators.inputs import conclusion_of
from indicators.models import AllowanceUse, Answer, Calculation, ItemFigure
from schools.figures.columns import BY_FIELD as COUNTY_FIGURES
from schools.ledger.columns import BY_FIELD as LEDGER_COLUMNS
from schools.ledger.columns import Column
from schools.models import CountyYear

LEDGER, COUNTY, ANSWER, WORKED_OUT = "台账", "县级数据", "结论", "测算"


@dataclass(frozen=True)
class Figure:
    """A figure that an item needs: its heading, where it is filled in, and whether it is missing."""

    heading: str
    place: str
    missing: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item judged. *answer* is the county's newest conclusion, *pending* where the calculation
    does not know it yet."""

    finding: ItemFinding
    answer: Answer | None
    pending: bool
    figures: tuple[Figure, ...]

    @property
    def item(self) -> Item:
        return self.finding.item

    @property
    def is_open(self) -> bool:
        return self.finding.outcome is not Outcome.PASSES

    @property
    def is_answered(self) -> bool:
        """Does the county's conclusion decide it?"""
        return self.item.method == ANSWERED

    @property
    def takes_answer(self) -> bool:
        return self.is_answered or self.item.concluded or self.item.part in {Part.VETO, Part.CONDITION}

    @property
    def is_veto(self) -> bool:
        return self.item.part is Part.VETO

    @property
    def sources(self) -> tuple[str, ...]:
        """Name where the verdict comes from."""
        if self.is_answered:
            return (ANSWER,)
        places = tuple(dict.fromkeys(figure.place for figure in self.figures)) or (WORKED_OUT,)
        return (*places, ANSWER) if self.item.concluded else places

    @property
    def missing(self) -> dict[str, list[str]]:
        """Return the headings of what is missing, by where it is filled in."""
        found: dict[str, list[str]] = {}
        for figure in self.figures:
            if figure.missing:
                found.setdefault(figure.place, []).append(figure.heading)
        return found


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the standard (政府保障程度…); *score* where its items score (2012)."""

    part: Part
    entries: tuple[Entry, ...]
    score: Score | None

    def count(self, outcome: Outcome) -> int:
        return sum(entry.finding.outcome is outcome for entry in self.entries)

    @property
    def passes(self) -> int:
        return self.count(Outcome.PASSES)

    @property
    def fails(self) -> int:
        return self.count(Outcome.FAILS)

    @property
    def undetermined(self) -> int:
        return self.count(Outcome.UNDETERMINED)

    @property
    def unsettled(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_open)


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Everything a calculation judged beside resource allocation."""

    calculation: Calculation
    sections: tuple[Section, ...]
    survey: SurveyFinding | None
    uses: tuple[AllowanceUse, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)

    @cached_property
    def passes(self) -> int:
        return sum(section.passes for section in self.sections)

    @cached_property
    def fails(self) -> int:
        return sum(section.fails for section in self.sections)

    @cached_property
    def undetermined(self) -> int:
        return sum(section.undetermined for section in self.sections)

    @cached_property
    def pending(self) -> int:
        """Count the conclusions given since the calculation was made."""
        return sum(entry.pending for entry in self.entries)


def of(calculation: Calculation, *, at: datetime) -> Checklist:
    """Lay out *calculation* from its rows, with the county's answers as they are at the time."""
    standard = calculation.standard
    kept = {figure.code: figure for figure in calculation.items.all()}
    entries = _entries(calculation, standard.items, kept, at)
    return Checklist(
        calculation=calculation,
        sections=tuple(_section(part, entries, standard) for part in Part if _has(part, entries)),
        survey=_survey(calculation, standard),
        uses=tuple(calculation.allowances.select_related("school")),
    )


def entry(calculation: Calculation, item: Item, *, at: datetime) -> Entry:
    """Lay out a single item of *calculation*."""
    kept = {figure.code: figure for figure in calculation.items.filter(code=item.code)}
    return _entries(calculation, [item], kept, at)[0]


def _entries(
    calculation: Calculation, items: Iterable[Item], kept: Mapping[str, ItemFigure], at: datetime
) -> list[Entry]:
    ledger, given = calculation.ledger, Answer.objects
    known = given.in_force(ledger.county, ledger.year, calculation.made_at)
    newest = given.in_force(ledger.county, ledger.year, at)
    return [
        Entry(
            finding=_finding(item, kept[item.code], known.get(item.code)),
            answer=newest.get(item.code),
            pending=newest.get(item.code) != known.get(item.code),
            figures=_figures(kept[item.code]),
        )
        for item in items
    ]


def _finding(item: Item, kept: ItemFigure, answer: Answer | None) -> ItemFinding:
    """Read a kept item back as it was found."""
    return ItemFinding(
        item=item,
        measured=Measured(
            outcome=Outcome(kept.outcome),
            value=kept.value,
            threshold=kept.threshold,
            blanks=kept.blanks,
            reasons=kept.reasons,
        ),
        answer=None if answer is None else conclusion_of(answer),
        used=tuple(kept.used),
        missing=tuple(kept.missing),
    )


def _figures(kept: ItemFigure) -> tuple[Figure, ...]:
    fields = dict.fromkeys([*kept.used, *kept.missing])
    return tuple(_figure(field, missing=field in kept.missing) for field in fields)


def _figure(field: str, *, missing: bool) -> Figure:
    column: Column | None = LEDGER_COLUMNS.get(field)
    if column is not None:
        return Figure(column.heading, LEDGER, missing)
    return Figure(COUNTY_FIGURES[field].heading, COUNTY, missing)


def _has(part: Part, entries: list[Entry]) -> bool:
    return any(entry.item.part is part for entry in entries)


def _section(part: Part, entries: list[Entry], standard: Standard) -> Section:
    chosen = tuple(entry for entry in entries if entry.item.part is part)
    asked = standard.pass_score if part is Part.WORK else None
    score = judging.score([entry.finding for entry in chosen], asked.value) if asked else None
    return Section(part=part, entries=chosen, score=score)


def _survey(calculation: Calculation, standard: Standard) -> SurveyFinding | None:
    if standard.survey is None:
        return None
    row = CountyYear.objects.filter(ledger=calculation.county_ledger).first()
    return survey.judge(standard.survey, gather.county_facts(row.values if row else {}, ()).figures)
