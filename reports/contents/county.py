"""Forms of the county's own figures: 表Ⅰ of both standards, and the funding of 2012 (表Ⅴ)."""

from collections.abc import Iterator

from indicators import overview
from indicators.calculation import rounding
from indicators.calculation.scope import LeftOut
from indicators.overview import Entry, Source
from reports.contents import tables
from reports.contents.judged import Judged
from reports.contents.tables import Cell, Column, Group, Row, Table
from schools.figures.columns import BY_FIELD, Figure

CAPTION_ROWS = 4  # of the ministry's 表Ⅰ, whose headings begin in row 5
POPULATION_NOTE = "注：“人口总数”和“农业人口数”按常住人口统计，数字保留两位小数。L5-L8列数字保留整数。"
NATURE = ("自然情况", ("人口总数（万人）", "农业人口数（万人）", "乡镇数（个）", "行政村数（个）"))
ECONOMY = (
    "经济情况",
    (
        "年人均国内生产总值（元）",
        "年人均地方财政收入（元）",
        "农民年人均纯收入（元）",
        "城镇居民年人均可支配收入（元）",
    ),
)
Over = tuple[str, tuple[str, ...]]
CLASSES: Over = ("教学班数（个）", ("小学", "初中"))
PUPILS: Over = ("在校学生数（人）", ("小学", "初中"))
HEADINGS: dict[str, tuple[Over, ...]] = {
    "quality": (
        NATURE,
        ECONOMY,
        ("普通中小学校数（所）", ("小学", "九年一贯制学校", "初中", "完全中学", "十二年一贯制学校")),
        ("", ("特殊教育学校（所）",)),
        ("小学教学点数（个）", ("计", "其中：50人及以上")),
        CLASSES,
        PUPILS,
    ),
    "basic": (
        NATURE,
        ECONOMY,
        ("普通中小学校数（所）", ("小学", "一贯制学校", "初中", "完全中学")),
        ("", ("特殊教育学校数（所）", "小学教学点数（个）")),
        CLASSES,
        PUPILS,
    ),
}
STAFF = ("小学", "初中")
# 表Ⅴ of 2012. The county figures know no growth of the share (L6); its heading follows the others'.
FUNDING: tuple[tuple[str, str, str], ...] = (
    ("义务教育预算内经费拨款", "拨款（千元）", "allocation"),
    ("义务教育预算内经费拨款", "比上年增长（%）", "allocation_growth"),
    ("地方财政经常性收入", "收入（千元）", "recurrent_revenue"),
    ("地方财政经常性收入", "比上年增长（%）", "recurrent_revenue_growth"),
    ("预算内教育经费占财政支出比例", "比例（%）", "education_share"),
    ("预算内教育经费占财政支出比例", "比上年增长", ""),
    ("生均预算内教育事业费", "小学（元）", "expenditure_per_pupil_primary"),
    ("生均预算内教育事业费", "小学增长（%）", "expenditure_per_pupil_growth_primary"),
    ("生均预算内教育事业费", "初中（元）", "expenditure_per_pupil_junior"),
    ("生均预算内教育事业费", "初中增长（%）", "expenditure_per_pupil_growth_junior"),
    ("生均预算内公用经费", "小学（元）", "operating_per_pupil_primary"),
    ("生均预算内公用经费", "小学增长（%）", "operating_per_pupil_growth_primary"),
    ("生均预算内公用经费", "初中（元）", "operating_per_pupil_junior"),
    ("生均预算内公用经费", "初中增长（%）", "operating_per_pupil_growth_junior"),
    ("教职工年人均工资", "工资（元）", "staff_pay"),
    ("教职工年人均工资", "比上年增长（%）", "staff_pay_growth"),
)


def overview_form(judged: Judged) -> Table:
    """表Ⅰ in one row; below it, where each figure is from and what is still to be filled in."""
    found = overview.of_county(judged.facts, judged.standard.family)
    columns = tuple(
        Column(over=over, within=within, heading=heading, code=entry.code, width=13)
        for (over, within, heading), entry in zip(_headings(judged.standard.family), found, strict=True)
    )
    spare: Row = tuple(tables.words("") for _ in columns)  # the ministry's form has a row more
    rows = (tuple(_cell(entry) for entry in found), spare)
    return Table(
        caption="",
        columns=columns,
        groups=(Group(label="", rows=rows),),
        notes=(POPULATION_NOTE, *_others(judged), *_origins(found)),
        caption_rows=CAPTION_ROWS,
    )


def _headings(family: str) -> Iterator[tuple[str, str, str]]:
    for over, headings in HEADINGS[family]:
        yield from ((over, "", heading) for heading in headings)
    for stage in STAFF:
        yield from (("教职工数（人）", stage, heading) for heading in ("合计", "其中专任教师"))


def _cell(entry: Entry) -> Cell:
    return tables.words("") if entry.value is None else tables.fraction(entry.value, entry.places)


def _origins(found: tuple[Entry, ...]) -> Iterator[str]:
    """Say where the figures are from, and which are still missing."""
    for source in (Source.COUNTY, Source.LEDGER):
        codes = [entry.code for entry in found if entry.source is source]
        yield f"{'、'.join(codes)}取自{source}。"
    if missing := [f"{entry.code}{entry.name}" for entry in found if entry.value is None]:
        yield f"未填：{'、'.join(missing)}。教职工数台账不收，请按教育事业统计填写。"


def _others(judged: Judged) -> Iterator[str]:
    """表Ⅰ counts all schools; 2012 asks that those that are not the county's be told (表Ⅰ 注)."""
    if judged.standard.family != "basic":
        return
    schools: dict[int, LeftOut] = {id(each.school): each for each in judged.county.left_out}
    founders = [each.school.founder for each in schools.values()]
    private = founders.count("10")
    others = sum(founder not in {None, "7", "8", "10"} for founder in founders)
    yield f"其中：民办学校 {private} 所，省直、市直、企业办等不属本县人民政府举办的学校 {others} 所。"


def overview_list(judged: Judged) -> Table:
    """The figures of 表Ⅰ one below the other, each with its source: how a dossier prints them."""
    columns = (
        Column(heading="编号", width=12),
        Column(heading="项目", width=56),
        Column(heading="数值", width=30),
        Column(heading="单位", width=14),
        Column(heading="来源", width=60),
    )
    rows = tuple(
        (
            tables.words(entry.code),
            tables.words(entry.name),
            tables.unknown() if entry.value is None else _cell(entry),
            tables.words(entry.unit),
            tables.words(entry.source),
        )
        for entry in overview.of_county(judged.facts, judged.standard.family)
    )
    return tables.plain("表Ⅰ　基本情况", columns, rows, *_others(judged))


def funding(judged: Judged) -> Table:
    """表Ⅴ of 2012: 义务教育经费情况, L1 to L16."""
    columns = tuple(
        Column(over=over, heading=heading, code=f"L{place}", width=16)
        for place, (over, heading, _) in enumerate(FUNDING, 1)
    )
    row = tuple(_funding(judged, field) for _, _, field in FUNDING)
    missing = [f"L{place}" for place, cell in enumerate(row, 1) if cell.number is None]
    notes = (f"未填：{'、'.join(missing)}。L6 县级数据不收，列名系推定，请对照原表填写。",) if missing else ()
    return Table(caption="", columns=columns, groups=(Group(label="", rows=(row,)),), notes=notes)


def funding_list(judged: Judged) -> Table:
    """表Ⅴ of 2012 one figure below the other: how a dossier prints it."""
    columns = (
        Column(heading="编号", width=12),
        Column(heading="项目", width=80),
        Column(heading="数值", width=40),
    )
    rows = []
    for place, (over, heading, field) in enumerate(FUNDING, 1):
        cell = _funding(judged, field)
        shown = cell if cell.number is not None else tables.unknown()
        rows.append((tables.words(f"L{place}"), tables.words(f"{over}：{heading}"), shown))
    return tables.plain("表Ⅴ　义务教育经费情况", columns, tuple(rows))


def _funding(judged: Judged, field: str) -> Cell:
    value = judged.facts.figures.get(field)
    if value is None:
        return tables.words("")
    figure: Figure = BY_FIELD[field]
    return tables.number(rounding.shown(value, figure.places))
