"""What a reader is told beside an indicator (指标说明): meaning, formula, limits, sources, usual slips."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from indicators.calculation.citations import Cited
from indicators.calculation.facts import Stage
from indicators.calculation.indicators import Indicator
from indicators.calculation.standard import Standard
from schools.ledger.columns import BY_FIELD, Column

FILE = Path(__file__).with_name("guide.toml")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the file says of an indicator."""

    meaning: str
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageGuide:
    """An indicator at a stage: its *formula* in the words of the ledger, its *limit* with the clause."""

    stage: Stage
    formula: str
    limit: Cited[Fraction] | None


@dataclass(frozen=True, kw_only=True)
class Guide:
    """*columns* are those of the ledger that the indicator is worked out from."""

    indicator: Indicator
    said: Said
    stages: tuple[StageGuide, ...]
    columns: tuple[Column, ...]


@cache
def texts() -> Mapping[str, Said]:
    """Return what the file says, by the codes of indicators."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Said(meaning=each["meaning"], mistakes=tuple(each.get("mistakes", ())))
        for code, each in found.items()
    }


def of(indicator: Indicator, standard: Standard) -> Guide:
    """Tell *indicator* as *standard* asks it."""
    limits = standard.thresholds.get(indicator.code, {})
    fields = dict.fromkeys(term.field for terms in indicator.terms.values() for term in terms)
    return Guide(
        indicator=indicator,
        said=texts()[indicator.code],
        stages=tuple(
            StageGuide(stage=stage, formula=formula(indicator, stage), limit=limits.get(stage))
            for stage in indicator.terms
        ),
        columns=tuple(BY_FIELD[field] for field in fields),
    )


def formula(indicator: Indicator, stage: Stage) -> str:
    """Write the formula with the headings of the ledger; empty where no column answers it."""
    terms = indicator.terms[stage]
    if not terms:
        return ""
    said = BY_FIELD[terms[0].field].heading
    for term in terms[1:]:
        said += f" {'−' if term.sign < 0 else '+'} {BY_FIELD[term.field].heading}"
    amount = f"（{said}）" if len(terms) > 1 else said
    factors = "".join(f" × {each}" for each in (indicator.factor, indicator.per) if each != 1)
    over = f" ÷ {stage.label}{indicator.over.label}" if indicator.over.value != "school" else ""
    split = "（一贯制学校、完全中学先按学段拆分）" if indicator.shared else ""
    return f"{amount}{factors}{over}{split}"
