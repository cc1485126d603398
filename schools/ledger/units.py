"""Units (单位) as clerks write them, in headings and behind figures."""

import re
import unicodedata

_SPELLINGS = {
    "人": ("人", "名", "位"),
    "个": ("个", "班", "个班", "年级", "个年级"),
    "间": ("间",),
    "台": ("台", "台套", "台(套)"),
    "册": ("册", "本"),
    "份": ("份",),
    "平方米": ("平方米", "m2", "平米", "平方"),
    "万元": ("万元", "万"),
    "分钟": ("分钟", "分", "min"),
    "年": ("年",),
    # Known so that a figure in another unit is never taken for one in ours.
    "元": ("元", "人民币元"),
    "千元": ("千元",),
    "亿元": ("亿元",),
    "亩": ("亩",),
    "公顷": ("公顷", "hm2"),
    "万人": ("万人",),
    "万册": ("万册",),
    "小时": ("小时", "h"),
    "%": ("%",),
}
_BY_SPELLING = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_SPACE = re.compile(r"\s+")
_WRAPPED = re.compile(r"\(?(?:(?:计量)?单位:)?(.+?)\)?")


def unit_of(text: str) -> str:
    """Return the unit *text* spells, or an empty text where it spells none.

    >>> unit_of("㎡"), unit_of("（平米）"), unit_of("单位：名"), unit_of("册数")
    ('平方米', '平方米', '人', '')
    """
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()
    inner = _WRAPPED.fullmatch(plain)
    return _BY_SPELLING.get(plain) or _BY_SPELLING.get(inner[1] if inner else "", "")
