"""The national forms (国家申报表) 表Ⅱ-1, 表Ⅱ-2 and 表Ⅲ, cell by cell as the ministry prints them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.calculation import reasons, rounding
from indicators.calculation.facts import SchoolType, Stage
from indicators.calculation.findings import CountyFinding, StageFinding, UnitFinding
from indicators.calculation.indicators import Indicator
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from reports.contents import figures, remarks, tables
from reports.contents.tables import NONE, OPEN, Cell, Column, Group, Row, Table

TITLES = {
    "quality": {
        "form-2-1": ("表Ⅱ-1", "小学、初中资源配置基本情况"),
        "form-2-2": ("表Ⅱ-2", "小学、初中资源配置基本情况（分学校）"),
        "form-3": ("表Ⅲ", "县域义务教育校际均衡情况"),
    },
    "basic": {
        "form-2-1": ("表Ⅱ-1", "义务教育学校办学基本标准达标情况"),
        "form-2-2": ("表Ⅱ-2", "义务教育学校办学基本标准达标情况（分学校）"),
        "form-3": ("表Ⅲ", "县域义务教育校际均衡情况"),
    },
}
ROUNDING_NOTE = "注：全县平均值保留两位小数，差异系数保留三位小数。"
FOUNDERS_NOTE = (
    "2.举办者类型处填写代码：中央教育部门代码为1、中央其他部门为2、省级教育部门为3、省级其他部门为4、"
    "地级教育部门为5、地级其他部门为6、县级教育部门为7、县级其他部门为8、地方企业为9、民办为10。"
    "3.L7-L13数值均保留两位小数。"
)
ONE_ROW_BOTH_STAGES = {SchoolType.NINE_YEAR, SchoolType.TWELVE_YEAR}


@dataclass(frozen=True, kw_only=True)
class Form:
    """One national form: *slug* in addresses, *number* as the ministry counts, and its table."""

    slug: str
    number: str
    table: Table

    @property
    def filename(self) -> str:
        return f"{self.number}.xlsx"

    def by_stage(self) -> tuple[Table, ...]:
        """Return one table a stage, captioned with it: how a long form is printed."""
        groups = [group for group in self.table.groups if group.rows]
        return tuple(
            replace(
                self.table,
                caption=f"{self.table.caption}——{group.label}",
                groups=(group,),
                notes=self.table.notes if group is groups[-1] else (),
            )
            for group in groups
        )


def forms(finding: CountyFinding) -> tuple[Form, Form, Form]:
    """Return 表Ⅱ-1, 表Ⅱ-2 and 表Ⅲ in the layout that goes with the finding's standard."""
    return (_standing(finding), _by_school(finding), _between_schools(finding))


def heading(indicator: Indicator) -> str:
    """Return the heading of an indicator, with the unit where its name does not tell it."""
    unit = indicator.unit.partition("/")[0]
    return f"{indicator.name}（{unit}）" if unit in {"㎡", "元"} else indicator.name


def _form(finding: CountyFinding, slug: str, table: Table) -> Form:
    number, title = TITLES[finding.standard.family][slug]
    return Form(slug=slug, number=number, table=replace(table, caption=f"{number}　{title}"))


def _summary(
    indicators: Sequence[Indicator], last: str, groups: Sequence[Group], notes: Sequence[str]
) -> Table:
    """Return the shape that 表Ⅱ-1 and 表Ⅲ share: two rows a stage, a column an indicator and a last."""
    headings = [*(heading(indicator) for indicator in indicators), last]
    columns = [Column(heading=text, code=f"L{place}", width=16) for place, text in enumerate(headings, 1)]
    stub = (Column(heading="", width=10), Column(heading="", width=29))
    return Table(caption="", columns=(*stub, *columns), groups=tuple(groups), notes=tuple(notes), stub=True)


def _standing(finding: CountyFinding) -> Form:
    """表Ⅱ-1: how many units reach each indicator, and how many the standard as a whole."""
    groups = [_standing_of(stage, finding.standard) for stage in finding.stages]
    notes = [reasons.NO_SCHOOL_STANDARD] if finding.standard.school is None else []
    for stage in finding.stages if finding.standard.school else ():
        notes.extend(_open_counts(stage))
    return _form(finding, "form-2-1", _summary(finding.standard.of_schools, "综合评估", groups, notes))


def _standing_of(stage: StageFinding, standard: Standard) -> Group:
    reached = [_reached(stage, indicator.code, standard) for indicator in standard.of_schools]
    passing = [unit.outcome is Outcome.PASSES for unit in stage.units]
    decided = all(unit.outcome is not Outcome.UNDETERMINED for unit in stage.units)
    totals = [*reached, sum(passing) if decided and stage.units else None]
    counts = [tables.unknown(OPEN) if total is None else tables.count(total) for total in totals]
    shares = [
        tables.unknown(OPEN) if total is None else tables.fraction(Fraction(total * 100, len(stage.units)), 1)
        for total in totals
    ]
    rows = ((tables.words("达标学校总数"), *counts), (tables.words("达标学校比例（%）"), *shares))
    return Group(label=stage.stage.label, rows=rows)


def _reached(stage: StageFinding, code: str, standard: Standard) -> int | None:
    """How many units reach the threshold; None where a value or the threshold is not known."""
    values = [unit.values.get(code) for unit in stage.units]
    limits = [standard.limit(code, stage.stage, unit.unit.school) for unit in stage.units]
    if None in values or None in limits or not values:
        return None
    return sum(code not in unit.below for unit in stage.units)


def _open_counts(stage: StageFinding) -> Iterator[str]:
    for each in stage.indicators:
        if each.missing:
            what = f"{stage.stage.label}{each.indicator.short}"
            yield f"{what}：{each.missing} 个学段单位未填报，达标学校数未定。"


def _by_school(finding: CountyFinding) -> Form:
    """表Ⅱ-2: every unit, its figures and whether it reaches the standard."""
    if finding.standard.family == "basic":
        return _form(finding, "form-2-2", _by_school_2012(finding))
    standard = finding.standard
    codes = remarks.codes(standard)
    columns = (
        Column(heading="序号", code="L1", width=9),
        Column(heading="学校名称", code="L2", width=47),
        Column(heading="举办者类型", code="L3", width=12, figures=True),
        Column(heading="在校生数", code="L4", width=14, figures=True),
        Column(heading="年级数", code="L5", width=11, figures=True),
        Column(heading="班级数", code="L6", width=11, figures=True),
        *(
            Column(heading=heading(each), code=codes[each.code], width=17, figures=True)
            for each in standard.indicators
        ),
        Column(heading="该校综合评估是否达标", code="L14", width=15, brief=True),
        Column(heading="备注（注明有哪几项指标达标，哪几项指标达到85%）", width=30),
    )
    groups = tuple(
        Group(
            label=stage.stage.label,
            rows=tuple(_row(place, unit, standard) for place, unit in enumerate(stage.units, 1)),
            limits=tuple(_limits(stage.stage, standard)),
        )
        for stage in finding.stages
    )
    notes = (f"注：1.{_school_counts(finding)}{FOUNDERS_NOTE}",)
    return _form(finding, "form-2-2", Table(caption="", columns=columns, groups=groups, notes=notes))


def _row(place: int, finding: UnitFinding, standard: Standard) -> Row:
    unit = finding.unit
    known = unit.school.figures
    verdict = tables.words(finding.outcome.label)
    return (
        tables.count(place),
        tables.words(unit.name),
        tables.number(unit.school.founder) if unit.school.founder else tables.unknown(),
        tables.count(unit.pupils),
        tables.count(known.get(f"grades_{unit.stage}")),
        tables.count(known.get(f"classes_{unit.stage}")),
        *(figures.of_unit(finding, indicator, standard) for indicator in standard.indicators),
        replace(
            verdict,
            below_floor=finding.outcome is Outcome.FAILS,
            missing=finding.outcome is Outcome.UNDETERMINED,
        ),
        tables.words(remarks.of_unit(finding, standard)),
    )


def _limits(stage: Stage, standard: Standard) -> Iterator[Row]:
    """Yield the thresholds and their floors, exactly; in print they stand above the schools."""
    if standard.school is None:
        return
    limits = [standard.thresholds[each.code][stage].value for each in standard.indicators]
    floors = [limit * standard.school.floor.value for limit in limits]
    part = rounding.text(standard.school.floor.value * 100)
    for name, values in (("标准值", limits), (f"标准值的 {part}%", floors)):
        cells = [tables.number(rounding.text(value)) for value in values]
        yield (tables.words(name, columns=6), *cells, tables.words("", columns=2))


def _school_counts(finding: CountyFinding) -> str:
    """Fill in the ministry's note that counts the schools."""
    primary, junior = (
        [unit.unit.school.school_type for unit in finding.stage(stage).units]
        for stage in (Stage.PRIMARY, Stage.JUNIOR)
    )
    points = primary.count(SchoolType.TEACHING_POINT)
    complete = junior.count(SchoolType.COMPLETE)
    through = [sum(kind in ONE_ROW_BOTH_STAGES for kind in kinds) for kinds in (primary, junior)]
    return (
        f"小学学校总数 {len(primary)} 所（其中：一贯制学校的小学部有 {through[0]} 所，"
        f"50人及以上教学点有 {points} 个），初中学校总数 {len(junior)} 所（其中：一贯制学校的初中部 "
        f"{through[1]} 所，完全中学的初中部 {complete} 所）。"
    )


def _by_school_2012(finding: CountyFinding) -> Table:
    """The form of 2012 puts beside each value what the province asks for."""
    standard = finding.standard
    pairs = [
        Column(heading=name, over=heading(indicator), code=f"L{2 * place + half}", width=12, figures=True)
        for place, indicator in enumerate(standard.of_schools)
        for half, name in enumerate(("指标值", "省级评估标准"), 1)
    ]
    columns = (
        Column(heading="序号", width=9),
        Column(heading="学校名称", width=40),
        *pairs,
        Column(heading="该校综合评估是否达标", width=16, brief=True),
    )
    groups = tuple(
        Group(
            label=stage.stage.label,
            rows=tuple(_row_2012(place, unit, standard) for place, unit in enumerate(stage.units, 1)),
        )
        for stage in finding.stages
    )
    notes = ["注：综合评估达标填1，不达标不填；不达标的单元格用深色背景标志。"]
    if standard.school is None:
        notes.append(f"{reasons.NO_SCHOOL_STANDARD}，“省级评估标准”和“综合评估”两栏待省级标准载入后填写。")
    return Table(caption="", columns=columns, groups=groups, notes=tuple(notes))


def _row_2012(place: int, finding: UnitFinding, standard: Standard) -> Row:
    cells: list[Cell] = []
    for indicator in standard.of_schools:
        limit = standard.limit(indicator.code, finding.unit.stage, finding.unit.school)
        asked = tables.words(NONE) if limit is None else tables.number(rounding.text(limit))
        cells += [figures.of_unit(finding, indicator, standard), asked]
    passed = tables.count(1) if finding.outcome is Outcome.PASSES else tables.words("")
    return (tables.count(place), tables.words(finding.unit.name), *cells, passed)


def _between_schools(finding: CountyFinding) -> Form:
    """表Ⅲ: the county's means and coefficients of variation."""
    groups = [_dispersion_of(stage) for stage in finding.stages]
    notes = [ROUNDING_NOTE, *(note for stage in finding.stages for note in remarks.of_dispersions(stage))]
    return _form(finding, "form-3", _summary(finding.standard.indicators, "综合", groups, notes))


def _dispersion_of(stage: StageFinding) -> Group:
    means = [figures.mean(each) for each in stage.indicators]
    coefficients = [figures.coefficient(each) for each in stage.indicators]
    rows = (
        (tables.words("全县平均值"), *means, tables.words(NONE)),
        (tables.words("差异系数"), *coefficients, figures.composite(stage.composite)),
    )
    return Group(label=stage.stage.label, rows=rows)
