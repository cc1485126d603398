"""The lists that can be taken away: of a calculation its schools, coefficients and items, of a ledger
its problems. Whole lists, whatever a page is filtered by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from counties.models import Officer
from indicators import checklist, matrix
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.models import Calculation, CountyFigure, StageFigure
from indicators.templatetags.figures import NOT_FILLED
from reports.exports import years
from reports.exports.table import Table, Value
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem

SEVERITIES = {Severity.ERROR: "错误", Severity.QUERY: "疑点"}
SCHOOL_HEADINGS = ("学段", "学校", "学校标识码", "在校生数")
COEFFICIENT_HEADINGS = ("学段", "指标", "差异系数", "上限", "平均值", "结论", "缺数的单位数", "备注")
ITEM_HEADINGS = ("部分", "序号", "条目", "分值", "现在", "要求", "结论", "理由", "来源", "条款", "可信度")
PROBLEM_HEADINGS = (
    *("级别", "学校或数据", "学校标识码", "工作表", "单元格", "问题"),
    *("现在是", "应为", "怎样改", "建议值", "县里说明"),
)

Row = tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Exportable:
    """A list's rows, and the code of the division in whose trail it is noted who took them away."""

    stream: str
    table: Table


def of_calculation(name: str, calculation: Calculation, *, at: datetime) -> Exportable:
    """Return the list called *name* in ``OF_CALCULATIONS``, with the answers as they are at the time."""
    label, headings, rows = OF_CALCULATIONS[name](calculation, at)
    ledger = calculation.ledger
    table = Table(title=_title(ledger, label), headings=headings, rows=rows)
    return Exportable(stream=ledger.county.code, table=table)


def of_problems(ledger: Ledger) -> Exportable:
    """Return the problems of *ledger*, 错误 before 疑点."""
    rows = [_problem(problem) for problem in ledger.problems.order_by("severity", "pk")]
    table = Table(title=_title(ledger, "错误与疑点"), headings=PROBLEM_HEADINGS, rows=rows)
    return Exportable(stream=ledger.county.code, table=table)


def find(name: str, pk: int, officer: Officer, *, at: datetime) -> Exportable | None:
    """Return the list called *name* of row *pk*, or of the school year *pk*, if there is one that *officer*
    may see."""
    if name in OF_CALCULATIONS:
        rows = Calculation.objects.visible_to(officer).select_related("ledger__county")
        calculation = rows.filter(pk=pk).first()
        return of_calculation(name, calculation, at=at) if calculation else None
    if table := years.of_year(name, pk, officer):
        return Exportable(stream=officer.division.code, table=table)
    if name != "problems":
        return None
    ledger = Ledger.objects.visible_to(officer).select_related("county").filter(pk=pk).first()
    return of_problems(ledger) if ledger else None


def _title(ledger: Ledger, label: str) -> str:
    demo = "（示例）" if ledger.county.is_demo else ""
    return f"{ledger.county.name}{ledger.year}学年第{ledger.version}版{label}{demo}"


Found = tuple[str, tuple[str, ...], list[Row]]


def _schools(calculation: Calculation, at: datetime) -> Found:
    standard = calculation.standard
    asked = [each for each in standard.all_indicators if each.terms]
    names = tuple(f"{each.name}（{each.unit}）" for each in asked)
    short = {each.code: each.short for each in standard.all_indicators}
    rows: list[Row] = []
    for stage in calculation.stages.all():
        for unit in matrix.units(stage.schools.all()):
            known = (stage.get_stage_display(), unit.name, unit.code, unit.pupils)
            below = "、".join(short.get(code, code) for code in unit.below)
            values = (_measured(each, stage, unit) for each in asked)
            rows.append((*known, *values, matrix.LABELS[unit.outcome], below, unit.reason))
    return "各校指标", (*SCHOOL_HEADINGS, *names, "结论", "低于标准的指标", "说明"), rows


def _measured(indicator: Indicator, stage: StageFigure, unit: matrix.Unit) -> Value:
    """Return a value as it was decided on; empty where nothing is asked of the stage."""
    if stage.stage not in indicator.terms:
        return None
    text = unit.values.get(indicator.code)
    return NOT_FILLED if text is None else Fraction(text)


def _coefficients(calculation: Calculation, at: datetime) -> Found:
    stages = calculation.stages.prefetch_related("indicators")
    rows = [row for stage in stages if stage.units for row in _stage_coefficients(stage, calculation)]
    return "差异系数", COEFFICIENT_HEADINGS, rows


def _stage_coefficients(stage: StageFigure, calculation: Calculation) -> Iterator[Row]:
    label = stage.get_stage_display()
    for figure in stage.indicators.all():
        yield (label, *_coefficient(figure, calculation))
    known = (_number(stage.composite_cv), _number(stage.composite_ceiling))
    yield (label, "综合差异系数", *known, None, _label(stage.composite_outcome), None, "")


def _coefficient(figure: CountyFigure, calculation: Calculation) -> Row:
    name = calculation.standard.indicator(figure.indicator).name
    numbers = (_number(figure.cv), _number(figure.cv_ceiling), _number(figure.mean))
    return (name, *numbers, _label(figure.outcome), figure.missing, figure.note)


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _label(outcome: str) -> str:
    return Outcome(outcome).label if outcome else ""


def _items(calculation: Calculation, at: datetime) -> Found:
    return "逐条判定", ITEM_HEADINGS, [_item(entry) for entry in checklist.of(calculation, at=at).entries]


def _item(entry: checklist.Entry) -> Row:
    item, measured = entry.item, entry.finding.measured
    return (
        item.part.label,
        item.number,
        item.name,
        item.points.value if item.points else None,
        measured.value,
        measured.threshold,
        entry.finding.outcome.label,
        "；".join(measured.reasons),
        "、".join(entry.sources),
        item.rule.clause,
        item.rule.confidence.value,
    )


def _problem(problem: LedgerProblem) -> Row:
    return (
        SEVERITIES[Severity(problem.severity)],
        problem.about or "全表",
        problem.school_code,
        problem.sheet,
        problem.cell,
        problem.message,
        problem.value,
        problem.expected,
        problem.remedy,
        "，".join(f"{change.cell} 改为 {change.value}" for change in problem.suggested),
        problem.explanation,
    )


OF_CALCULATIONS: Mapping[str, Callable[[Calculation, datetime], Found]] = {
    "schools": _schools,
    "coefficients": _coefficients,
    "items": _items,
}
