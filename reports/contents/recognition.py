"""社会认可度（2012：公众满意度）: 表Ⅵ, and the conditions that a survey must meet."""

from dataclasses import replace
from fractions import Fraction

from indicators.calculation.items.reading import ratio
from indicators.calculation.outcomes import Outcome
from indicators.calculation.survey import SurveyFinding
from reports.contents import tables
from reports.contents.judged import Judged
from reports.contents.tables import OPEN, Cell, Column, Group, Row, Table

RETURNS, VALID, VISITS = "问卷总数", "其中：回收有效问卷数", "实地走访人数"
COLUMNS = (
    Column(heading="", width=34),
    Column(over=RETURNS, heading="计", code="L1", width=34),
    Column(over=RETURNS, within=VALID, heading="计", code="L2", width=34),
    Column(over=RETURNS, within=VALID, heading="其中：满意问卷数", code="L3", width=34),
    Column(heading="问卷调查综合满意度（%）", code="L4", width=34),
    Column(over=VISITS, heading="计", code="L5", width=34),
    Column(over=VISITS, heading="其中：满意人数", code="L6", width=34),
    Column(heading="实地走访满意度（%）", code="L7", width=34),
)
ROWS = (
    ("计", ("survey_total", "survey_valid", "survey_satisfied", "visits_total", "visits_satisfied")),
    ("其中：家长", ("survey_parents_total", "survey_parents_valid", "survey_parents_satisfied", "", "")),
)


def form(judged: Judged) -> Table:
    """表Ⅵ: everybody who was asked, and the parents among them."""
    rows = tuple(_row(judged, label, fields) for label, fields in ROWS)
    return Table(caption="", columns=COLUMNS, groups=(Group(label="", rows=rows),))


def printed(judged: Judged) -> Table:
    """表Ⅵ under its title, as a dossier prints it."""
    return replace(form(judged), caption="表Ⅵ　问卷与走访情况")


def _row(judged: Judged, label: str, fields: tuple[str, ...]) -> Row:
    total, valid, satisfied, visits, pleased = (judged.facts.figures.get(field) for field in fields)
    return (
        tables.words(label),
        *map(_count, (total, valid, satisfied)),
        _percent(ratio(satisfied, valid)),
        *map(_count, (visits, pleased)),
        _percent(ratio(pleased, visits)),
    )


def _count(value: Fraction | None) -> Cell:
    return tables.words("") if value is None else tables.count(value)


def _percent(value: Fraction | None) -> Cell:
    return tables.words("") if value is None else tables.fraction(value * 100, 1)


def conditions(survey: SurveyFinding) -> Table:
    """What the survey came to beside what is asked of it."""
    columns = (
        Column(heading="事项", width=44),
        Column(heading="结果", width=40),
        Column(heading="要求", width=40),
        Column(heading="结论", width=24),
    )
    rows = tuple(
        (
            tables.words(each.name),
            tables.words(each.value),
            tables.words(each.asked),
            tables.unknown(OPEN)
            if each.outcome is Outcome.UNDETERMINED
            else Cell(text=each.outcome.label, below=each.outcome is Outcome.FAILS),
        )
        for each in survey.conditions
    )
    return tables.plain("问卷调查的样本和结果", columns, rows)
