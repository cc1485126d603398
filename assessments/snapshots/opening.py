"""A snapshot opened again: facts, verdicts and figures from its bytes alone, without any database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from indicators import gather
from indicators.calculation import provinces, rounding, whole
from indicators.calculation.facts import Stage
from indicators.calculation.findings import StageFinding
from indicators.calculation.items.reading import Answer, CountyFacts
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from indicators.courses import Figures
from operations import canonical
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.ledger.columns import Column, Kind, Value

KNOWN = {"balance-snapshot-1"}


class Broken(Exception):
    """These bytes are no snapshot, or not as one was frozen; the message says what is wrong."""


@dataclass(frozen=True)
class Snap:
    """A snapshot's content. *plain* is what was frozen, key by key."""

    plain: Mapping[str, Any]

    @property
    def county(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.plain["county"]
        return found

    @property
    def year(self) -> int:
        return int(self.plain["year"])

    @property
    def round(self) -> int:
        return int(self.plain["round"])

    @property
    def on(self) -> date:
        return date.fromisoformat(self.plain["on"])

    @cached_property
    def standard(self) -> Standard:
        """The standard rebuilt from its definition; raise ``Broken`` if it is not the one named."""
        stated = self.plain["standard"]
        texts: Mapping[str, str] = stated["definition"]
        code = stated["code"]
        files = {name: text.encode() for name, text in texts.items()}
        built = provinces.parse(files[code], f"{code}.toml", files.__getitem__)
        if built.digest != stated["digest"]:
            raise Broken(f"标准 {code} 的内容与摘要不符")
        return built

    @cached_property
    def rows(self) -> tuple[Mapping[str, Value], ...]:
        """The schools' values by field, in the order of the ledger's rows."""
        return tuple(_values(row["values"], COLUMNS) for row in self.plain["ledger"]["rows"])

    @cached_property
    def county_values(self) -> Mapping[str, Value]:
        figures = self.plain["county_figures"]
        return _values(figures["values"], FIGURES) if figures else {}

    @property
    def explanations(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self.plain["explanations"]
        return found

    @property
    def evidence(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self.plain["evidence"]
        return found

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        return {
            each["item"]: Answer(
                met=each["met"],
                conclusion=each["conclusion"],
                score=None if each["score"] is None else Fraction(each["score"]),
            )
            for each in self.plain["answers"]
        }

    @property
    def earlier(self) -> tuple[Figures, ...]:
        """What was found in earlier years; snapshots frozen before it was kept have none."""
        return tuple(
            (
                int(each["year"]),
                Stage(each["stage"]),
                {code: (cv, of) for code, (cv, of) in each["found"].items()},
            )
            for each in self.plain.get("earlier", ())
        )

    def facts(self) -> CountyFacts:
        composites = {
            (int(each["year"]), Stage(each["stage"])): Fraction(each["cv"])
            for each in self.plain["composites"]
        }
        return gather.county_facts(
            self.county_values,
            [gather.school_facts(row) for row in self.rows],
            answers=self.answers,
            year=self.year,
            basic_composites=composites,
        )

    @cached_property
    def finding(self) -> WholeFinding:
        return self.judged()

    def judged(self) -> WholeFinding:
        """Judge what was submitted by the standard that was frozen with it, on the day it was frozen."""
        return whole.judge(self.facts(), self.standard, on=self.on)


def opened(content: bytes) -> Snap:
    """Open the canonical bytes of a snapshot; raise ``Broken`` for anything else."""
    try:
        plain = canonical.loads(content)
    except ValueError as error:
        raise Broken("不是快照：内容读不出来") from error
    if not isinstance(plain, dict) or plain.get("format") not in KNOWN:
        raise Broken("不是快照，或者是不认识的格式")
    if canonical.compact(plain) != content:
        raise Broken("不是快照原样的字节")
    return Snap(plain)


def figures(content: bytes) -> dict[str, str]:
    """Return every coefficient, figure and verdict of a snapshot as text, by name.

    Worked out again from the same bytes they are the same texts, character by character.
    """
    return figures_of(opened(content))


def figures_of(snap: Snap) -> dict[str, str]:
    """Return the figures of a snapshot that is open already."""
    found = snap.judged()
    named = {"outcome": str(found.outcome), "allocation/outcome": str(found.county.outcome)}
    for stage in found.county.stages:
        named |= _stage(stage)
    for item in found.items:
        named[f"item/{item.item.code}/value"] = item.measured.value
        named[f"item/{item.item.code}/outcome"] = str(item.measured.outcome)
    return named


def _stage(stage: StageFinding) -> dict[str, str]:
    named = {
        f"{stage.stage}/outcome": str(stage.outcome),
        f"{stage.stage}/composite": stage.composite.text or "",
        f"{stage.stage}/pupils": str(stage.pupils),
    }
    for each in stage.indicators:
        place = f"{stage.stage}/{each.indicator.code}"
        named[f"{place}/cv"] = each.dispersion.text if each.dispersion else ""
        named[f"{place}/mean"] = "" if each.mean is None else rounding.text(each.mean)
        named[f"{place}/outcome"] = str(each.outcome or "")
    for unit in stage.units:
        place = f"{stage.stage}/school/{unit.unit.school.code}"
        named[f"{place}/outcome"] = str(unit.outcome)
        for code, value in unit.values.items():
            named[f"{place}/{code}"] = "" if value is None else str(value)
    return named


def _values(texts: Mapping[str, str | None], columns: Mapping[str, Column]) -> dict[str, Value]:
    """Return texts as the values of the contract's columns; a column that is no more is left out."""
    return {field: _value(text, columns[field]) for field, text in texts.items() if field in columns}


def _value(text: str | None, column: Column) -> Value:
    if text is None:
        return None
    if column.kind is Kind.BOOL:
        return text == "true"
    if column.kind is Kind.INT:
        return int(text)
    return Decimal(text) if column.is_number else text
