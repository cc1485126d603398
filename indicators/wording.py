"""How an amount of an indicator is said to a headmaster: 差 2 名体育艺术教师、差 186 平方米……"""

from collections.abc import Mapping
from fractions import Fraction

from indicators.calculation import rounding
from indicators.calculation.headroom import ToCeiling
from indicators.calculation.indicators import Indicator
from indicators.templatetags.figures import grouped

# What is counted: 量词和名称, by indicator code.
NOUNS: Mapping[str, tuple[str, str]] = {
    "teachers_above_required": ("名", "高于规定学历的教师"),
    "backbone_teachers": ("名", "骨干教师"),
    "pe_art_teachers": ("名", "体育艺术教师"),
    "teaching_room_area": ("平方米", "教学及辅助用房"),
    "sports_area": ("平方米", "体育运动场馆"),
    "equipment_value": ("元", "教学仪器设备"),
    "multimedia_rooms": ("间", "网络多媒体教室"),
    "computers": ("台", "教学用计算机"),
    "books": ("册", "图书"),
    "teachers": ("名", "教师"),
    "teachers_midrank": ("名", "中级及以上职务教师"),
}


def amount(indicator: Indicator, number: int) -> str:
    """Say so many of what *indicator* counts, in whole units of the school.

    >>> from indicators.calculation.indicators import quality
    >>> from indicators.calculation.facts import JUDGED
    >>> amount(quality(dict.fromkeys(JUDGED, "college"))[2], 2)
    '2 名体育艺术教师'
    """
    measure, noun = _noun(indicator)
    return f"{grouped(rounding.shown(Fraction(number), 0))} {measure}{noun}"


def room(to: ToCeiling, indicator: Indicator) -> str:
    """Say with how much more or less in this one school the verdict on the coefficient changes."""
    measure, noun = _noun(indicator)
    steps = [("增加", to.gains), ("减少", to.loses)]
    ways = [f"{verb} {grouped(str(step))} {measure}" for verb, step in steps if step is not None]
    return f"{' 或 '.join(ways)}{noun}" if ways else ""


def _noun(indicator: Indicator) -> tuple[str, str]:
    """What a province counts besides goes by its own unit and name."""
    return NOUNS.get(indicator.code, (indicator.unit.partition("/")[0], indicator.short))
