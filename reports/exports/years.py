"""The lists of a school year: an office's counties by the roadmap (认定规划), and those under monitoring."""

from collections.abc import Callable, Mapping

from assessments.monitoring import slips, watched
from assessments.recheck.standing import open_by_county as under_review
from assessments.roadmap import standing
from counties.models import Officer
from reports.exports.table import Table, Value

ROADMAP = ("代码", "县（市、区）", "上级", "规划学年", "依据", "本学年评估", "认定学年", "与规划相比")
MONITORING = ("代码", "县（市、区）", "认定学年", "最近一年", "情况", "连续不达标的学年", "哪里滑坡", "复查")
FIRST, LAST = 2000, 2100

Row = tuple[Value, ...]
Found = tuple[str, tuple[str, ...], list[Row]]


def of_year(name: str, year: int, officer: Officer) -> Table | None:
    """Return the list called *name* of the counties that *officer* sees, if there is one of that year."""
    if name not in OF_YEARS or not FIRST <= year <= LAST:
        return None
    label, headings, rows = OF_YEARS[name](officer, year)
    division = officer.division
    demo = "（示例）" if division.is_demo else ""
    return Table(title=f"{division.name}{year}学年{label}{demo}", headings=headings, rows=rows)


def _roadmap(officer: Officer, year: int) -> Found:
    rows: list[Row] = [
        (
            line.code,
            line.name,
            line.above,
            line.planned,
            line.basis,
            line.step.label if line.step else "没有开始",
            line.recognised,
            line.state.label,
        )
        for line in standing.of(officer, year=year).lines
    ]
    return "优质均衡认定规划", ROADMAP, rows


def _monitoring(officer: Officer, year: int) -> Found:
    found = watched.of(officer, year=year)
    told, rechecks = slips.reasons(found), under_review(officer)
    rows: list[Row] = [
        (
            each.county.code,
            each.county.full_name,
            each.recognised,
            each.latest.year if each.latest else None,
            each.state.label,
            "、".join(map(str, each.failing_years)),
            "；".join(told.get(each.county.code, ())),
            rechecks[each.county.code].at_step.label if each.county.code in rechecks else "",
        )
        for each in found
    ]
    return "认定后监测", MONITORING, rows


OF_YEARS: Mapping[str, Callable[[Officer, int], Found]] = {"roadmap": _roadmap, "monitoring": _monitoring}
