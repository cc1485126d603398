"""Standards told to a reader line by line: as they stand, side by side, and what a change would do."""

from collections.abc import Iterable, Iterator

from indicators.calculation import clauses
from indicators.calculation.clauses import Clause, Difference
from indicators.calculation.standard import Standard
from indicators.impact import Impact


def heading(standard: Standard) -> str:
    """Name a standard with its reference."""
    return f"{standard.title}（{standard.reference}）"


def reach(standard: Standard) -> str:
    """Say when and for whom a standard is valid."""
    last = f"至 {standard.valid_to:%Y-%m-%d}" if standard.valid_to else "起"
    return f"有效期 {standard.valid_from:%Y-%m-%d} {last}　{_for_whom(standard)}"


def _for_whom(standard: Standard) -> str:
    if standard.area:
        return f"适用于区划代码 {standard.area} 开头的县"
    return "适用省份未见，使用前请省级确认" if standard.extends else "适用于全国"


def whole(standard: Standard) -> Iterator[str]:
    """Tell a standard clause by clause, each with its grounds and how sure we are of it."""
    yield heading(standard)
    yield f"代码 {standard.code}　{reach(standard)}"
    if standard.extends:
        yield f"以 {standard.extends} 为底本；以下是合并后的全部条款"
    yield f"摘要 {standard.digest}"
    yield f"出处 {standard.source}（可信度 {standard.confidence}：{standard.confidence.meaning}）"
    part = ""
    for clause in clauses.of(standard):
        if clause.part != part:
            part = clause.part
            yield f"\n【{part}】"
        yield f"      {clause.shown}" if clause.detail else f"  {_said(clause)}"


def comparison(before: Standard, after: Standard) -> Iterator[str]:
    """Tell what two standards say differently, A before B."""
    yield f"A　{before.code}　{heading(before)}"
    yield f"B　{after.code}　{heading(after)}"
    found = clauses.differences(before, after)
    part = ""
    for difference in found:
        if difference.clause.part != part:
            part = difference.clause.part
            yield f"\n【{part}】"
        yield from _difference(difference)
    yield f"\n共 {len(found)} 处不同" if found else "\n没有不同"


def _difference(difference: Difference) -> Iterable[str]:
    before, after, clause = difference.before, difference.after, difference.clause
    if clause.detail:
        was, now = (each.shown if each else "没有规定" for each in (before, after))
        return [f"      {clause.name}：{was} → {now}"]
    if before is None or after is None:
        return [f"  {'B 增加' if before is None else 'B 没有'}　{_said(clause)}"]
    if difference.only_cited_differently:
        return [
            f"  依据不同　{clause.name}：{clause.shown}",
            f"      A 〔{_grounds(before)}〕",
            f"      B 〔{_grounds(after)}〕",
        ]
    return [
        f"  改变　{clause.name}",
        f"      A {before.shown}　〔{_grounds(before)}〕",
        f"      B {after.shown}　〔{_grounds(after)}〕",
    ]


def _said(clause: Clause) -> str:
    return f"{clause.name}：{clause.shown}　〔{_grounds(clause)}〕"


def _grounds(clause: Clause) -> str:
    confirm = "，请省级确认" if clause.confidence.must_be_confirmed else ""
    return f"{clause.clause}；可信度 {clause.confidence}{confirm}"


def impact(found: Impact) -> Iterator[str]:
    """Tell which verdicts of a county's year change."""
    yield f"\n{found.county.name}（{found.county.code}）{found.year} 学年"
    for change in (found.resources, found.whole):
        yield f"  {change.name}：{change.words}"
    for change in found.schools:
        yield f"    {change.name}：{change.words}"
