"""义务教育优质均衡先行创建县（市、区）推荐表: the annex of the notice of 2021-11-25, cell by cell."""

from collections.abc import Iterator, Sequence

from counties.levels import Level
from indicators.calculation import rounding
from indicators.calculation.facts import JUDGED, SchoolFacts
from indicators.calculation.reasons import CV_PLACES
from reports.papers import phrases
from reports.papers.blocks import Box, Form, Note, Section
from reports.papers.record import Record

RURAL = "乡村"
IDEAS = "（由县级人民政府填写，系统不代拟文字）\n一、具体目标\n\n\n二、推进举措\n"
CONTACTS = "主要负责同志：　姓名　　　　　　　　　电话\n具体工作联系人：姓名　　　　　　　　　电话"
SEAL = "（盖章）\n　　年　　月　　日"
NOTE = (
    "依《教育部办公厅关于开展县域义务教育优质均衡创建工作的通知》（2021年11月25日）附件的样式。学校数、学生数、"
    "专任教师数由快照里的学校台账合计，乡村按台账的城乡类型；“未填报”表示台账或县级数据缺这一项。"
)
Row = tuple[Box, ...]


def title(record: Record) -> tuple[str, ...]:
    return ("义务教育优质均衡先行创建县（市、区）", "推荐表")


def sections(record: Record) -> tuple[Section, ...]:
    blocks = (Form(tuple(_rows(record))), Note(NOTE))
    return (Section(title="", counted=False, blocks=blocks),)


def _rows(record: Record) -> Iterator[Row]:
    above = record.offices[Level.CITY]
    year = record.judged.facts.figures.get("basic_recognised_year")
    yield (
        _label("省、市", 3),
        Box(above, 3),
        _label("县（市、区）", 3),
        Box(str(record.snap.county["name"]), 3),
    )
    yield (
        _label("通过国家义务教育基本均衡发展认定年份", 6),
        Box("未填报" if year is None else rounding.text(year), 6),
    )
    for name, unit, everybody, rural in _counted(record):
        yield (
            _label(f"县域义务教育{name}数（{unit}）", 3),
            Box(everybody, 3),
            _label(f"其中：乡村{name}数（{unit}）", 3),
            Box(rural, 3),
        )
    yield (_label("县域义务教育\n均衡发展情况", 3), Box("\n".join(_standing(record)), 9, tall=50))
    yield (_label("优质均衡创建\n工作基本思路", 3), Box(IDEAS, 9, tall=84))
    yield (_label("县级人民政府\n意见", 3), Box("", 9, tall=28, foot=SEAL))
    yield (_label("省级教育行政部门\n意见", 3), Box(_opinion(record), 9, tall=28, foot=SEAL))
    yield (_label("县级教育行政部门\n联系人及电话", 3), Box(CONTACTS, 9))


def _label(text: str, columns: int) -> Box:
    return Box(text, columns, label=True)


def _counted(record: Record) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, unit, the count of all schools that teach a judged stage, and of the rural ones."""
    schools = [each for each in record.judged.facts.schools if any(map(each.has_stage, JUDGED))]
    rural = [each for each in schools if each.locale == RURAL]
    yield "学校", "所", str(len(schools)), str(len(rural))
    for name, field in (("学生", "pupils"), ("专任教师", "teachers")):
        yield name, "人", _total(schools, field), _total(rural, field)


def _total(schools: Sequence[SchoolFacts], field: str) -> str:
    found = [
        school.figures.get(f"{field}_{stage}")
        for school in schools
        for stage in JUDGED
        if school.has_stage(stage)
    ]
    return "未填报" if None in found else str(int(sum(each for each in found if each is not None)))


def _standing(record: Record) -> Iterator[str]:
    """Yield what the figures say of the county, a sentence a line; the county may add to it."""
    yield f"{record.snap.year} 学年，依{record.snap.standard.reference}由快照判定："
    for stage in record.judged.county.stages:
        told = [
            f"{each.indicator.short} {each.dispersion.display(CV_PLACES)}"
            for each in stage.indicators
            if each.dispersion
        ]
        yield f"{phrases.standing(stage)}（{'，'.join(told)}）。"
    yield f"{phrases.judged(record)}"


def _opinion(record: Record) -> str:
    decided = record.decision(Level.PROVINCE)
    return decided.comment if decided and decided.transition == "recommend" else ""
