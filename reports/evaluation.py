"""A ledger file judged without any database, and the object the command line prints of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from indicators import gather
from indicators.calculation import findings, rounding, whole
from indicators.calculation.findings import CountyFinding, IndicatorFinding, StageFinding, UnitFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding
from reports import whole_object
from reports.contents.judged import Judged
from schools import apart
from schools.figures import checks as figure_checks
from schools.figures import reading as figures
from schools.ledger import checks
from schools.ledger.problems import LedgerRefused, Problem, Severity

# What is merely not filled in is already told by 未定; every other 错误 makes the ledger refused.
LEFT_OPEN = frozenset({"required_cell_missing"})


@dataclass(frozen=True, kw_only=True)
class CountyFile:
    """A file of county figures (县级数据) that stands beside the ledger, the school year that is
    judged and the day on which."""

    path: Path
    year: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """One ledger file and what became of it; *judged* is None where nothing could be read."""

    standard: Standard
    file: str
    sha256: str
    schools: int
    judged: Judged | None
    problems: Sequence[Problem]
    notices: Sequence[str] = ()

    @property
    def finding(self) -> CountyFinding | None:
        """What ledgers answer."""
        return None if self.judged is None else self.judged.county

    @property
    def whole(self) -> WholeFinding | None:
        """What the whole standard answers, where county figures stood beside the ledger."""
        return None if self.judged is None else self.judged.whole

    @property
    def errors(self) -> int:
        """How many 错误 must be mended before the ledger can be judged."""
        return sum(each.severity is Severity.ERROR for each in self.problems) - self.left_open

    @property
    def left_open(self) -> int:
        """How many 错误 are cells that nobody has filled: what rests on them is 未定, the rest is judged."""
        return sum(each.code in LEFT_OPEN for each in self.problems)

    @property
    def outcome(self) -> Outcome:
        """The verdict; while there are 错误 there is none, whichever way the figures point."""
        if self.errors or self.finding is None:
            return Outcome.UNDETERMINED
        return self.finding.outcome if self.whole is None else self.whole.outcome

    @property
    def reasons(self) -> list[str]:
        if self.finding is None:
            return [problem.message for problem in self.problems]
        beside = f"（另有 {self.left_open} 处没有填）" if self.left_open else ""
        refused = f"有 {self.errors} 处错误{beside}，改正后才能作出结论；下面按现有的数测算"
        return [*([refused] if self.errors else []), *(self.whole or self.finding).reasons]


def evaluate(path: Path, standard: Standard, beside: CountyFile | None = None) -> Evaluation:
    """Read, check and judge the ledger at *path*; what can be computed is computed.

    With county figures *beside* it the whole standard is judged, else what ledgers answer.
    """
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        reading = apart.read("schools", path)
    except LedgerRefused as refused:
        return Evaluation(
            standard=standard,
            file=path.name,
            sha256=sha256,
            schools=0,
            judged=None,
            problems=[refused.problem],
        )
    schools = [gather.school_facts(row.values) for row in reading.rows]
    problems = list(checks.check(reading, standard=standard.code))
    county = None if beside is None else _figures(beside, problems)
    if beside is None or county is None:
        facts = gather.county_facts({}, schools)
        judged = Judged(facts=facts, county=findings.judge(schools, standard))
    else:
        facts = gather.county_facts(county.values, schools, year=beside.year)
        found = whole.judge(facts, standard, on=beside.on)
        judged = Judged(facts=facts, county=found.county, whole=found)
        problems += figure_checks.check(county, needed=_used(found), year=beside.year)
    return Evaluation(
        standard=standard,
        file=path.name,
        sha256=sha256,
        schools=len(reading.rows),
        judged=judged,
        problems=problems,
        notices=reading.notices,
    )


def _figures(beside: CountyFile, problems: list[Problem]) -> figures.Reading | None:
    """Read the county figures; a file that is refused is one problem more, named by its file."""
    try:
        return apart.read("county", beside.path)
    except LedgerRefused as refused:
        told = f"县级数据文件 {beside.path.name}：{refused.problem.message}"
        problems.append(replace(refused.problem, message=told))
        return None


def _used(finding: WholeFinding) -> set[str]:
    return {field for item in finding.items for field in item.used}


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the printed object: numbers as decimal texts, absent ones as None."""
    standard, finding, judged = evaluation.standard, evaluation.finding, evaluation.whole
    explained = judged is not None
    printed = {
        "standard": {"code": standard.code, "reference": standard.reference, "digest": standard.digest},
        "ledger": {"file": evaluation.file, "sha256": evaluation.sha256, "schools": evaluation.schools},
        "verdict": evaluation.outcome.value,
        "reasons": evaluation.reasons,
        "stages": {
            each.stage.value: _stage(each, explained=explained)
            for each in (() if finding is None else finding.stages)
        },
        "units": [_unit(each) for each in (() if finding is None else finding.units)],
        "left_out": [
            {"school_code": each.school.code, "school": each.school.name, "reason": each.reason}
            for each in (() if finding is None else finding.left_out)
        ],
        "problems": [_problem(problem) for problem in evaluation.problems],
    }
    return printed if judged is None else {**printed, **whole_object.as_json(judged)}


def _stage(finding: StageFinding, *, explained: bool) -> dict[str, Any]:
    composite = finding.composite
    return {
        "units": len(finding.units),
        "pupils": finding.pupils,
        "verdict": finding.outcome.value,
        "indicators": {
            each.indicator.code: _indicator(each)
            | ({"explain": whole_object.why(finding, each.indicator.code)} if explained else {})
            for each in finding.indicators
        },
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
