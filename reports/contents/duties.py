"""宽限条款: which schools used which clause until when, and the duty that comes with it."""

from collections.abc import Iterator

from indicators.calculation.allowances import RULES, Use
from indicators.calculation.whole import WholeFinding
from reports.contents import tables
from reports.contents.tables import Column, Table


def sentences(whole: WholeFinding) -> Iterator[str]:
    """Yield a sentence for each clause that was used, naming its schools."""
    must = duty(whole)
    for use in _first_uses(whole):
        names = [each.school.name for each in whole.uses if each.allowance == use.allowance]
        yield (
            f"使用宽限条款（{RULES[use.allowance.item].label}）：{'、'.join(names)}。"
            f"{use.allowance.name}；条款适用至 {use.allowance.last:%Y-%m-%d}；{must}。"
        )


def duty(whole: WholeFinding) -> str:
    """Say what a county owes that rests on an allowance."""
    years = whole.county.standard.after.duty_years
    within = f"认定后 {years.value} 年之内" if years else "认定后"
    return f"县须做出建设规划，评估后接受跟踪复查，{within}达到规定标准要求"


def _first_uses(whole: WholeFinding) -> Iterator[Use]:
    seen = set()
    for use in whole.uses:
        if use.allowance.code not in seen:
            seen.add(use.allowance.code)
            yield use


def listed(whole: WholeFinding) -> Table:
    """Every use, school by school, with clause, last day and duty."""
    columns = (
        Column(heading="学校", width=40),
        Column(heading="事项", width=28),
        Column(heading="条款", width=62),
        Column(heading="适用至", width=26),
        Column(heading="出处", width=40),
    )
    rows = tuple(
        (
            tables.words(use.school.name),
            tables.words(RULES[use.allowance.item].label),
            tables.words(use.allowance.name),
            tables.words(f"{use.allowance.last:%Y-%m-%d}"),
            tables.words(use.allowance.rule.clause),
        )
        for use in whole.uses
    )
    return tables.plain("使用宽限条款的学校", columns, rows)
