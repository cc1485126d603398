"""A ledger file judged without any database, and the object the command line prints of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators import gather
from indicators.calculation import findings, rounding
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding, UnitFinding
from indicators.calculation.outcomes import Outcome, all_of
from indicators.calculation.standard import Standard
from schools.ledger import checks, workbook
from schools.ledger.problems import LedgerRefused, Problem, Severity

# What is merely not filled in is already told by 未定; every other 错误 makes the ledger refused.
LEFT_OPEN = frozenset({"required_cell_missing"})


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """One ledger file and what became of it; *finding* is None where nothing could be read."""

    standard: Standard
    file: str
    sha256: str
    schools: int
    finding: CountyFinding | None
    problems: Sequence[Problem]

    @property
    def errors(self) -> int:
        """How many 错误 must be mended before the ledger can be judged."""
        return sum(
            problem.severity is Severity.ERROR and problem.code not in LEFT_OPEN for problem in self.problems
        )

    @property
    def outcome(self) -> Outcome:
        """The verdict; while there are 错误 nothing passes."""
        open_questions = [Outcome.UNDETERMINED] if self.errors else []
        found = Outcome.UNDETERMINED if self.finding is None else self.finding.outcome
        return all_of([found, *open_questions])

    @property
    def reasons(self) -> list[str]:
        if self.finding is None:
            return [problem.message for problem in self.problems]
        refused = [f"台账有 {self.errors} 处错误，改正后才能作出结论"] if self.errors else []
        return [*refused, *self.finding.reasons]


def evaluate(path: Path, standard: Standard) -> Evaluation:
    """Read, check and judge the ledger at *path*; what can be computed is computed."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        reading = workbook.read(path)
    except LedgerRefused as refused:
        return Evaluation(
            standard=standard,
            file=path.name,
            sha256=sha256,
            schools=0,
            finding=None,
            problems=[refused.problem],
        )
    return Evaluation(
        standard=standard,
        file=path.name,
        sha256=sha256,
        schools=len(reading.rows),
        finding=findings.judge([gather.school_facts(row.values) for row in reading.rows], standard),
        problems=checks.check(reading, standard=standard.code),
    )


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the printed object: numbers as decimal texts, absent ones as None."""
    standard, finding = evaluation.standard, evaluation.finding
    return {
        "standard": {"code": standard.code, "reference": standard.reference, "digest": standard.digest},
        "ledger": {"file": evaluation.file, "sha256": evaluation.sha256, "schools": evaluation.schools},
        "verdict": evaluation.outcome.value,
        "reasons": evaluation.reasons,
        "stages": {} if finding is None else {each.stage.value: _stage(each) for each in finding.stages},
        "units": [] if finding is None else [_unit(each) for each in finding.units],
        "left_out": []
        if finding is None
        else [
            {"school_code": each.school.code, "school": each.school.name, "reason": each.reason}
            for each in finding.left_out
        ],
        "problems": [_problem(problem) for problem in evaluation.problems],
    }


def _stage(finding: StageFinding) -> dict[str, Any]:
    composite = finding.composite
    return {
        "units": len(finding.units),
        "pupils": finding.pupils,
        "verdict": finding.outcome.value,
        "indicators": {each.indicator.code: _indicator(each) for each in finding.indicators},
        "composite_cv": {
            "cv": composite.text,
            "ceiling": None if composite.ceiling is None else rounding.text(composite.ceiling),
            "verdict": composite.outcome,
        },
    }


def _indicator(finding: IndicatorFinding) -> dict[str, Any]:
    return {
        "name": finding.indicator.name,
        "unit": finding.indicator.unit,
        "mean": None if finding.mean is None else rounding.text(finding.mean),
        "cv": None if finding.dispersion is None else finding.dispersion.text,
        "cv_ceiling": None if finding.ceiling is None else rounding.text(finding.ceiling),
        "verdict": finding.outcome,
        "missing": finding.missing,
    }


def _unit(finding: UnitFinding) -> dict[str, Any]:
    return {
        "school_code": finding.unit.school.code,
        "school": finding.unit.school.name,
        "stage": finding.unit.stage.value,
        "pupils": finding.unit.pupils,
        "values": {
            code: None if value is None else rounding.text(value) for code, value in finding.values.items()
        },
        "below": list(finding.below),
        "below_floor": list(finding.below_floor),
        "verdict": finding.outcome.value,
    }


def _problem(problem: Problem) -> dict[str, str | None]:
    return {
        "level": problem.severity.value,
        "code": problem.code,
        "sheet": problem.sheet or None,
        "cell": problem.cell or None,
        "school": problem.school or None,
        "message": f"{problem.message}{problem.remedy}",
    }
