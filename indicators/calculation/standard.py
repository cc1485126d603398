"""A standard (标准) as data: every figure with its clause and how sure we are of it.

A standard file says the figures of the law; this module says what a standard must state, and
refuses a file that states less, more or something else.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from indicators.calculation import allowances, survey
from indicators.calculation.allowances import Allowance
from indicators.calculation.citations import Cited, StandardRefused, Table
from indicators.calculation.facts import JUDGED, Stage
from indicators.calculation.indicators import DEGREES, SETS, Indicator
from indicators.calculation.items import item
from indicators.calculation.items.item import Item
from indicators.calculation.survey import SurveyRule

T = TypeVar("T")
EACH, COMPOSITE = "each", "composite"


@dataclass(frozen=True)
class SchoolRule:
    """学校达标规则: *at_least* indicators reach the threshold, the rest reach *floor* of it."""

    at_least: Cited[int]
    floor: Cited[Fraction]


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One standard, whole. *digest* is the SHA-256 of its file, which is never edited once used."""

    code: str
    title: str
    reference: str
    issued: date
    family: str
    digest: str
    indicators: tuple[Indicator, ...]
    founders: Cited[frozenset[str]]
    teaching_point_pupils: Cited[int] | None
    weights: Cited[Mapping[Stage, Fraction]]
    degree_counted_from: Mapping[Stage, Cited[str]]
    thresholds: Mapping[str, Mapping[Stage, Cited[Fraction]]]
    school: SchoolRule | None
    cv_judged: Cited[str]
    cv_ceiling: Mapping[Stage, Cited[Fraction]]
    items: tuple[Item, ...]
    pass_score: Cited[Fraction] | None
    survey: SurveyRule | None
    allowances: tuple[Allowance, ...]

    def indicator(self, code: str) -> Indicator:
        """Return the indicator *code*, or raise KeyError."""
        return {indicator.code: indicator for indicator in self.indicators}[code]

    def threshold(self, code: str, stage: Stage) -> Fraction | None:
        """Return what a unit must reach, or None where this standard leaves it to the province."""
        return self.thresholds[code][stage].value if self.thresholds else None

    @property
    def judges_each(self) -> bool:
        return self.cv_judged.value == EACH


def parse(data: bytes, file: str) -> Standard:
    """Read a standard from the bytes of its TOML *file*.

    Raise ``StandardRefused`` with file, key and reason for an unknown key, a missing figure or a
    value of the wrong kind.
    """
    try:
        root = Table(file, tomllib.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardRefused(file, "文件", f"不是 UTF-8 的 TOML：{error}") from error
    family = root.text("family")
    if family not in SETS:
        raise root.refuse("family", f"应是 {'、'.join(SETS)} 之一")
    scope, split = root.table("scope"), root.table("split")
    degrees = _by_stage(root.table("degree_counted_from"), _one_of(*DEGREES))
    measured = SETS[family]({stage: cited.value for stage, cited in degrees.items()})
    standard = Standard(
        code=root.text("code"),
        title=root.text("title"),
        reference=root.text("reference"),
        issued=root.day("issued"),
        family=family,
        digest=hashlib.sha256(data).hexdigest(),
        indicators=measured,
        founders=scope.cited("founders", _founders),
        teaching_point_pupils=scope.optional("teaching_point_pupils", _whole),
        weights=split.cited("weights", _weights),
        degree_counted_from=degrees,
        thresholds=_thresholds(root, measured),
        school=_school(root),
        cv_judged=root.cited("cv_judged", _one_of(EACH, COMPOSITE)),
        cv_ceiling=_by_stage(root.table("cv_ceiling"), _positive),
        items=tuple(item.parse(table) for table in root.tables("items")),
        pass_score=root.optional("pass_score", _positive),
        survey=survey.parse(root.table("survey")) if root.has("survey") else None,
        allowances=tuple(allowances.parse(table) for table in root.tables("allowances")),
    )
    for table in (scope, split, root):
        table.end()
    return standard


def _school(root: Table) -> SchoolRule | None:
    if not root.has("school"):
        return None
    table = root.table("school")
    rule = SchoolRule(at_least=table.cited("at_least", _whole), floor=table.cited("floor", _positive))
    table.end()
    return rule


def _thresholds(
    root: Table, measured: tuple[Indicator, ...]
) -> Mapping[str, Mapping[Stage, Cited[Fraction]]]:
    """Thresholds go with a school rule: a standard states both and all of them, or neither."""
    if not root.has("school"):
        return {}
    table = root.table("thresholds")
    stated = {indicator.code: _by_stage(table.table(indicator.code), _positive) for indicator in measured}
    table.end()
    return stated


def _by_stage(table: Table, convert: Callable[[Any], T]) -> Mapping[Stage, Cited[T]]:
    stated = {stage: table.cited(stage.value, convert) for stage in JUDGED}
    table.end()
    return stated


def _positive(raw: Any) -> Fraction:
    """Figures stand in quotes, so that no binary fraction comes between law and verdict."""
    if not isinstance(raw, str) or Fraction(raw) <= 0:
        raise ValueError(raw)
    return Fraction(raw)


def _whole(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise ValueError(raw)
    return raw


def _founders(raw: Any) -> frozenset[str]:
    if not raw or any(not isinstance(code, int) for code in raw):
        raise ValueError(raw)
    return frozenset(str(code) for code in raw)


def _weights(raw: Any) -> Mapping[Stage, Fraction]:
    return {stage: _positive(raw[stage.value]) for stage in Stage}


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def convert(raw: Any) -> str:
        if raw not in allowed:
            raise ValueError(raw)
        return str(raw)

    return convert
