"""A standard (标准) as data: every figure with its clause and how sure we are of it.

A standard file says the figures of the law; this module says what a standard must state, and
refuses a file that states less, more or something else. Files of provinces are read by ``provinces``.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol, TypeVar

from indicators.calculation import allowances, school_rule, survey, variation
from indicators.calculation.allowances import Allowance
from indicators.calculation.citations import (
    Cited,
    Confidence,
    StandardRefused,
    Table,
    figures,
    one_of,
    positive,
    whole,
)
from indicators.calculation.facts import JUDGED, SchoolFacts, Stage
from indicators.calculation.indicators import DEGREES, SETS, Indicator
from indicators.calculation.items import item
from indicators.calculation.items.item import Item, Part
from indicators.calculation.school_rule import SchoolRule
from indicators.calculation.survey import SurveyRule
from indicators.calculation.variation import Variation


class Coded(Protocol):
    """A clause that goes by a code."""

    @property
    def code(self) -> str: ...


T = TypeVar("T")
C = TypeVar("C", bound=Coded)
EACH, COMPOSITE = "each", "composite"
FULL_SCORE = 100


@dataclass(frozen=True)
class AfterRecognition:
    """认定以后: within how many years a value passed by an allowance is to be reached in full, and how
    many years of failing monitoring lead to a review (复查)."""

    duty_years: Cited[int] | None
    review_years: Cited[int] | None


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One standard, whole.

    *digest* is the SHA-256 of its file, which is never edited once used; of a province's file, of the
    national file and its own one after the other. *family_code* is the national standard it descends
    from, *area* the beginning of the division codes it is for (empty: the nation). *source* is where its
    figures were found, *confidence* how sure we are of the document itself; *remarks* are rules of the
    document that no calculation follows.
    """

    code: str
    title: str
    reference: str
    issued: date
    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence
    family: str
    extends: str
    area: str
    digest: str
    indicators: tuple[Indicator, ...]
    founders: Cited[frozenset[str]]
    teaching_point_pupils: Cited[int] | None
    weights: Cited[Mapping[Stage, Fraction]]
    degree_counted_from: Mapping[Stage, Cited[str]]
    school: SchoolRule | None
    cv_judged: Cited[str]
    cv_ceiling: Mapping[Stage, Cited[Fraction]]
    items: tuple[Item, ...]
    pass_score: Cited[Fraction] | None
    survey: SurveyRule | None
    allowances: tuple[Allowance, ...]
    after: AfterRecognition
    variation: Mapping[str, Variation]
    remarks: tuple[Cited[str], ...]

    @property
    def family_code(self) -> str:
        return self.extends or self.code

    @property
    def province(self) -> str:
        """The first two digits of the division codes it is for, empty where it is for the nation."""
        return self.area[:2]

    def in_force(self, on: date) -> bool:
        """Tell whether *on* lies between the first and the last day of validity."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, division: str) -> bool:
        """Tell whether it is for the division of this code."""
        return division.startswith(self.area)

    @cached_property
    def all_indicators(self) -> tuple[Indicator, ...]:
        """Those whose dispersion is judged, and after them those that only schools must reach."""
        own = self.school.indicators if self.school else ()
        return (*self.indicators, *(each for each in own if each not in self.indicators))

    @property
    def of_schools(self) -> tuple[Indicator, ...]:
        """The indicators that forms show of each school (表Ⅱ): those asked of schools, where known."""
        return self.school.indicators if self.school else self.indicators

    @cached_property
    def thresholds(self) -> Mapping[str, Mapping[Stage, Cited[Fraction]]]:
        """The thresholds that are known, by indicator and stage; none where provinces are to set them."""
        stated = self.school.thresholds if self.school else {}
        return {
            code: {
                stage: Cited(cited.value, cited.clause, cited.confidence)
                for stage, cited in by_stage.items()
                if cited.value is not None
            }
            for code, by_stage in stated.items()
        }

    def indicator(self, code: str) -> Indicator:
        """Return the indicator *code*, or raise KeyError."""
        return {indicator.code: indicator for indicator in self.all_indicators}[code]

    def threshold(self, code: str, stage: Stage) -> Fraction | None:
        """Return what a unit must reach, or None where this standard does not say."""
        cited = self.thresholds.get(code, {}).get(stage)
        return cited.value if cited else None

    def limit(self, code: str, stage: Stage, school: SchoolFacts) -> Fraction | None:
        """Return what this *school* must reach, cases (分类标准) considered; None where that is open."""
        limits = self.school.limits(code, stage, school) if self.school else ()
        return limits[0] if len(limits) == 1 else None

    @property
    def judges_each(self) -> bool:
        return self.cv_judged.value == EACH


def parse(data: bytes, file: str) -> Standard:
    """Read a national standard from the bytes of its TOML *file*.

    Raise ``StandardRefused`` with file, key and reason for an unknown key, a missing figure or a
    value of the wrong kind.
    """
    return build(load(data, file), file, hashlib.sha256(data).hexdigest())


def load(data: bytes, file: str) -> Mapping[str, Any]:
    """Return the TOML of a standard file, or raise ``StandardRefused``."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardRefused(file, "文件", f"不是 UTF-8 的 TOML：{error}") from error


def build(raw: Mapping[str, Any], file: str, digest: str, extends: str = "") -> Standard:
    """Make a standard of all that *raw* states, or raise ``StandardRefused``."""
    root = Table(file, raw)
    family = root.take("family", one_of(*SETS))
    scope, split = root.table("scope"), root.table("split")
    degrees = _by_stage(root.table("degree_counted_from"), one_of(*DEGREES))
    measured = SETS[family]({stage: cited.value for stage, cited in degrees.items()})
    standard = Standard(
        code=root.text("code"),
        title=root.text("title"),
        reference=root.text("reference"),
        issued=root.day("issued"),
        valid_from=root.day("valid_from"),
        valid_to=root.day("valid_to") if root.has("valid_to") else None,
        source=root.text("source"),
        confidence=Confidence(root.take("confidence", one_of(*Confidence))),
        family=family,
        extends=extends,
        area=root.text("area") if root.has("area") else "",
        digest=digest,
        indicators=measured,
        founders=scope.cited("founders", _founders),
        teaching_point_pupils=scope.optional("teaching_point_pupils", whole),
        weights=split.cited("weights", _weights),
        degree_counted_from=degrees,
        school=school_rule.parse(root, measured),
        cv_judged=root.cited("cv_judged", one_of(EACH, COMPOSITE)),
        cv_ceiling=_by_stage(root.table("cv_ceiling"), positive),
        items=tuple(sorted(_coded(root, "items", item.parse), key=lambda each: each.place)),
        pass_score=root.optional("pass_score", positive),
        survey=survey.parse(root.table("survey")) if root.has("survey") else None,
        allowances=_coded(root, "allowances", allowances.parse),
        after=_after(root.table("after_recognition")),
        variation=variation.parse(root.table("variation")) if root.has("variation") else {},
        remarks=tuple(table.cited("remark", str) for table in root.tables("remarks")),
    )
    for table in (scope, split, root):
        table.end()
    _check(standard, root)
    return standard


def _check(standard: Standard, root: Table) -> None:
    """Refuse what every key by itself allows, but all of them together do not."""
    if standard.valid_to is not None and standard.valid_to < standard.valid_from:
        raise root.refuse("valid_to", "早于 valid_from")
    points = [each.points.value if each.points else 0 for each in standard.items if each.part is Part.WORK]
    if standard.pass_score and sum(points) != FULL_SCORE:
        raise root.refuse("items", f"的分值合计应为 {FULL_SCORE} 分，现为 {sum(points)} 分")
    asked = {each.code for each in standard.all_indicators} | {each.method for each in standard.items}
    for allowance in standard.allowances:
        if allowance.item not in asked:
            key = f"allowances[{allowance.code}].item"
            raise root.refuse(key, f"{allowance.item!r} 不是这个标准的指标或条目")


def _coded(root: Table, key: str, read: Callable[[Table], C]) -> tuple[C, ...]:
    """Read an array of tables whose codes must differ."""
    found = tuple(read(table) for table in root.tables(key))
    codes = [each.code for each in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise root.refuse(key, f"有重复的代码 {'、'.join(sorted(twice))}")
    return found


def _after(table: Table) -> AfterRecognition:
    after = AfterRecognition(table.optional("duty_years", whole), table.optional("review_years", whole))
    table.end()
    return after


def _by_stage(table: Table, convert: Callable[[Any], T]) -> Mapping[Stage, Cited[T]]:
    stated = {stage: table.cited(stage.value, convert) for stage in JUDGED}
    table.end()
    return stated


def _founders(raw: Sequence[Any]) -> frozenset[str]:
    return frozenset(str(whole(code)) for code in raw or [None])


def _weights(raw: Mapping[str, str]) -> Mapping[Stage, Fraction]:
    figures(raw, Stage)
    return {stage: positive(raw[stage.value]) for stage in Stage}
