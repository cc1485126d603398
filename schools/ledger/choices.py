"""Choices (下拉选项) however they are written: by code, by label, or by a word everybody uses."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from schools.ledger.columns import COLUMNS, Column
from schools.ledger.texts import folded

YES = frozenset({"是", "是的", "√", "✓", "✔", "☑", "有", "1", "1.0", "y", "yes", "true", "t", "对"})
NO = frozenset(
    {"否", "不是", "非", "×", "✗", "✘", "x", "无", "没有", "0", "0.0", "n", "no", "false", "f", "错"}
)

# 城乡类型: the statistical codes of 统计用城乡划分代码 stand beside the words.
_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "school_type": {
            "小学": ("普通小学", "完全小学", "完小", "中心小学"),
            "教学点": ("小学教学点",),
            "初级中学": ("初中", "普通初中", "独立初中", "初级中学校"),
            "九年一贯制学校": (
                "九年一贯制",
                "九年制学校",
                "九年制",
                "9年一贯制",
                "9年一贯制学校",
                "9年制学校",
            ),
            "完全中学": ("完中", "完全中学校"),
            "十二年一贯制学校": (
                "十二年一贯制",
                "十二年制学校",
                "12年一贯制",
                "12年一贯制学校",
                "12年制学校",
            ),
            "特殊教育学校": ("特殊教育", "特教学校", "特校", "特教"),
            "职业学校": ("中等职业学校", "中职", "中职学校", "职业高中", "职高", "职业中学", "职业初中"),
        },
        "founder": {
            "1": ("教育部",),
            "3": ("省教育厅", "省级教育行政部门"),
            "5": ("地市级教育部门", "地级教育行政部门"),
            "7": ("县教育局", "县教体局", "县级教育局", "县级教育行政部门", "区教育局", "县区教育部门"),
            "9": ("企业", "企业办"),
            "10": ("民办学校", "私立", "社会力量", "个人"),
        },
        "locale": {
            "城区": ("城市", "主城区", "城乡结合区", "111", "112"),
            "镇区": ("县镇", "镇", "县城", "镇中心区", "镇乡结合区", "特殊区域", "121", "122", "123"),
            "乡村": ("农村", "乡", "村", "乡中心区", "村庄", "210", "220"),
        },
    }
)
# 学业水平等级 Ⅰ to Ⅳ, the best being Ⅳ
_LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        roman: tuple(
            f"{number}{suffix}" for number in (folded(roman), arabic, chinese) for suffix in ("", "级")
        )
        for roman, arabic, chinese in (("Ⅰ", "1", "一"), ("Ⅱ", "2", "二"), ("Ⅲ", "3", "三"), ("Ⅳ", "4", "四"))
    }
)
_CODED = re.compile(r"0?([0-9]{1,2})(?:\.0+)?(?:[、.:,\-—]*(\D.*))?")
_PUBLIC = re.compile(r"^公办(?:学校)?[、.:,\-—/()]*")


def _dictionary(column: Column) -> Mapping[str, str]:
    words = {folded(label): key for key, label in column.choices.items()}
    others_of = _LEVELS if "Ⅲ" in column.choices else _WORDS.get(column.field, {})
    for key, others in others_of.items():
        words.update(dict.fromkeys(others, key))
    return MappingProxyType(words)


_DICTIONARIES = {column.field: _dictionary(column) for column in COLUMNS if column.choices}


def _words_of(column: Column) -> Mapping[str, str]:
    """Return what may be written for each choice; other contracts' columns are added when first met."""
    return _DICTIONARIES.get(column.field) or _DICTIONARIES.setdefault(column.field, _dictionary(column))


def chosen(column: Column, text: str) -> str | None:
    """Return the key of *column*'s choice that *text* means, or None where it means none or two.

    A founder (举办者类型) may be written ``7``, ``7.0``, ``7 县级教育部门`` or ``公办 县级教育部门``.
    """
    if text in column.choices:
        return text
    word, words = folded(text), _words_of(column)
    key = words.get(word) or words.get(_PUBLIC.sub("", word).rstrip(")"))
    if key is None and (match := _CODED.fullmatch(word)):
        number, label = match.groups()
        if number in column.choices and (label is None or words.get(label) == number):
            return number
    return key
