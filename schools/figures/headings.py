"""Headings (项目) of the county figures, and of the columns they are listed in."""

from collections.abc import Mapping
from types import MappingProxyType

from schools.figures.columns import BY_FIELD, FIGURES, Figure
from schools.ledger.vocabulary import Heading, Remembered, Vocabulary

PART = "其中"

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "population": ("常住人口", "常住人口数", "常住人口总数", "总人口"),
        "rural_population": ("农业人口", "农业人口总数"),
        "townships": ("乡镇个数", "乡(镇)数", "乡镇(街道)数"),
        "villages": ("行政村个数", "村数"),
        "gdp_per_head": ("人均国内生产总值", "人均gdp", "年人均gdp", "人均地区生产总值"),
        "revenue_per_head": ("人均地方财政收入",),
        "rural_income": ("农民人均纯收入",),
        "urban_income": ("城镇居民人均可支配收入",),
        "teacher_pay": ("义务教育教师年平均工资收入", "教师年平均工资收入"),
        "civil_servant_pay": ("公务员年平均工资收入", "当地公务员年平均工资"),
        "basic_recognised_year": ("基本均衡认定年份", "通过基本均衡认定年份"),
    }
)


def _names(figure: Figure) -> tuple[str, ...]:
    """A part may be named with a colon after 其中, or by itself; any figure by its field's name."""
    part = figure.heading.removeprefix(PART)
    parts = (f"{PART}:{part}", part) if part != figure.heading else ()
    return (figure.field, *parts, *_OTHER_NAMES.get(figure.field, ()))


COUNTY = Vocabulary(FIGURES, {figure.field: _names(figure) for figure in FIGURES})


def remembered(answers: Mapping[str, str]) -> Remembered:
    return Remembered(FIGURES, answers)


NOTHING_REMEMBERED = remembered({})

# Over the column that holds the figures, where they stand one below the other.
VALUE_COLUMNS = frozenset(
    {
        "填报值",
        "数值",
        "值",
        "填报数",
        "填报数值",
        "填报内容",
        "数据",
        "本年数",
        "实际值",
        "指标值",
        "本年值",
        "数",
    }
)
UNIT_COLUMNS = frozenset({"单位", "计量单位"})


def figure_of(heading: Heading) -> Figure:
    return BY_FIELD[heading.column.field]
