"""一校一策: what a school reaches, what it lacks, and what would mend it; one school, or all of a county."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from indicators import wording
from indicators.calculation import explain, headroom, rounding
from indicators.calculation.findings import UnitFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from reports.contents import figures, tables
from reports.contents.tables import Cell, Column, Row, Table
from reports.papers import phrases
from reports.papers.blocks import Block, Grid, Note, Para, Points, Section, Verdict
from reports.papers.record import Record

Units = Sequence[UnitFinding]


def codes(record: Record) -> tuple[str, ...]:
    """Return the codes of the schools that count, in the order of the ledger."""
    return tuple(dict.fromkeys(unit.unit.school.code for unit in record.judged.county.units))


def name(record: Record, code: str) -> str:
    return next(unit.unit.school.name for unit in record.judged.county.units if unit.unit.school.code == code)


def title(record: Record, code: str) -> tuple[str, ...]:
    matter = "义务教育资源配置一校一策"
    return (f"{name(record, code)}{record.snap.year}学年", matter) if code else (matter,)


def sections(record: Record, code: str = "") -> tuple[Section, ...]:
    """Return one school's section, or with no *code* that of every school, each on a page of its own."""
    chosen = (code,) if code else codes(record)
    return tuple(
        Section(
            title="" if code else name(record, each),
            blocks=tuple(_school(record, each)),
            counted=not code,
            fresh=not code,
        )
        for each in chosen
    )


def _school(record: Record, code: str) -> Iterator[Block]:
    units = [unit for unit in record.judged.county.units if unit.unit.school.code == code]
    yield Para(f"{phrases.basis(record)}；{record.subject}，学校标识码 {code}。结论：{_conclusion(units)}")
    for unit in units:
        yield from _unit(record, unit, alone=len(units) == 1)


def _conclusion(units: Units) -> str:
    told = [f"{unit.unit.stage.label}部{unit.outcome.label}" for unit in units]
    return f"{'，'.join(told) if len(units) > 1 else units[0].outcome.label}。"


def _unit(record: Record, unit: UnitFinding, *, alone: bool) -> Iterator[Block]:
    standard = record.snap.standard
    measures = tuple(_measures(record, unit))
    word = f"{unit.unit.stage.label}：{unit.outcome.label}"
    yield Verdict(word, _reason(unit, len(standard.of_schools)))
    yield Grid(_table(record, unit), "short small")
    between = tuple(_between(record, unit))
    if not measures:
        yield Para("各项指标都达到标准，请保持；学生增加或教师减少以前，请先看余量。")
    else:
        yield Para("怎样达到标准：")
        yield Points(measures, steps=True)
    if between:
        yield Para("对全县校际均衡的影响：")
        yield Points(between, steps=True)
    if unit.unit.share not in (None, Fraction(1)):
        yield Note("全校共用的面积、设备按学生数乘以权重拆分到各学段，须增加的数量按全校计。")


def _between(record: Record, unit: UnitFinding) -> Iterator[str]:
    """Yield the unit's part in each coefficient above its ceiling, and what of it alone would mend that."""
    stage = record.judged.county.stage(unit.unit.stage)
    for each in stage.indicators:
        if each.outcome is not Outcome.FAILS or each.ceiling is None:
            continue
        code = each.indicator.code
        share = next(part.share for part in explain.shares(stage, code) if part.unit == unit.unit)
        turn = next(to for to in headroom.to_ceiling(stage, code, each.ceiling) if to.unit == unit.unit)
        alone = wording.room(turn, each.indicator)
        mend = f"；只靠本校，{alone}可使它降到上限以内" if alone else ""
        part = "" if share is None else f"，本校占差异的 {rounding.shown(share * 100, 1)}%"
        yield f"{stage.stage.label}{each.indicator.short}差异系数高于上限{part}{mend}。"


def _reason(unit: UnitFinding, asked: int) -> str:
    reached = asked - len(unit.below) - len(unit.missing)
    told = f"{unit.unit.pupils or 0} 名学生，{asked} 项指标中 {reached} 项达标"
    if unit.outcome is Outcome.PASSES and unit.below:
        return f"{told}，余下 {len(unit.below)} 项不低于底线。"
    return f"{told}{'，' + unit.reason if unit.reason else ''}。".replace("。。", "。")


def _table(record: Record, unit: UnitFinding) -> Table:
    columns = (
        Column(heading="指标", width=47),
        Column(heading="单位", width=17),
        Column(heading="本校", width=16),
        Column(heading="标准", width=12),
        Column(heading="底线", width=12),
        Column(heading="全县平均", width=15),
        Column(heading="差什么、余多少", width=43),
    )
    rows = tuple(_row(record, unit, indicator) for indicator in record.snap.standard.of_schools)
    return tables.plain(f"{unit.unit.name}各项指标", columns, rows)


def _row(record: Record, unit: UnitFinding, indicator: Indicator) -> Row:
    standard = record.snap.standard
    limit = standard.limit(indicator.code, unit.unit.stage, unit.unit.school)
    floor = None if limit is None else figures.floor_of(standard, limit)
    return (
        tables.words(indicator.name),
        tables.words(indicator.unit),
        figures.of_unit(unit, indicator, standard),
        _limit(limit),
        _limit(floor),
        _mean(record, unit, indicator),
        tables.words(_room(record, unit, indicator)),
    )


def _limit(limit: Fraction | None) -> Cell:
    return tables.words(tables.NONE) if limit is None else tables.number(rounding.text(limit))


def _mean(record: Record, unit: UnitFinding, indicator: Indicator) -> Cell:
    stage = record.judged.county.stage(unit.unit.stage)
    found = next((each for each in stage.indicators if each.indicator.code == indicator.code), None)
    return tables.words(tables.NONE) if found is None else figures.mean(found)


def _room(record: Record, unit: UnitFinding, indicator: Indicator) -> str:
    """Say what is lacking, or how much may be lost and how many pupils may come before it is below."""
    if unit.values.get(indicator.code) is None:
        return "未填报，须补报"
    found = headroom.to_threshold(unit.unit, indicator, record.snap.standard)
    if found is None:
        return "超过标准，须降下来" if indicator.code in unit.below else tables.NONE
    if found.lacks:
        return f"差 {wording.amount(indicator, found.lacks)}"
    return f"再增 {found.pupils} 名学生即低于标准" if found.pupils else "达标"


def _measures(record: Record, unit: UnitFinding) -> Iterator[str]:
    """Yield what would mend each shortfall: so much more of it, or so many fewer pupils."""
    standard = record.snap.standard
    for indicator in standard.of_schools:
        if indicator.code in unit.missing:
            yield f"{indicator.short}：补报数据后重新测算。"
        elif indicator.code in unit.below:
            found = headroom.to_threshold(unit.unit, indicator, standard)
            if found is not None:
                floor = "（目前低于底线，须优先解决）" if indicator.code in unit.below_floor else ""
                yield f"{indicator.short}：增加 {wording.amount(indicator, found.lacks)}即达到标准{floor}。"
    rule = standard.school
    if rule is not None and unit.below and unit.outcome is Outcome.FAILS and not unit.missing:
        spare = rule.may_fall_short
        part = rounding.text(rule.floor.value * 100)
        yield f"以上各项不必全部达到标准：最多 {spare} 项可以低于标准，但不得低于标准的 {part}%。"
