"""The sections of a dossier in their order, numbered as official documents (公文) number them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

SURVEY = "社会认可度"
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")


@dataclass(frozen=True)
class Section:
    """One numbered part: its *anchor* says which, and its title. It is set on a *wide* page, or *on* the
    page of the part before."""

    anchor: str
    title: str
    wide: bool = False
    on: bool = False


# Those that every dossier has, and those that only some have, which are named when asked for.
BODY = (
    Section("verdict", "结论"),
    Section("overview", "基本情况"),
    Section("dispersion", "校际均衡情况"),
    Section("standing", "学校达标情况", on=True),
    Section("guarantee", "政府保障程度"),
    Section("quality", "教育质量", on=True),
    Section("work", "县级人民政府推进义务教育均衡发展工作"),
    Section("recognition", SURVEY, on=True),
    Section("vetoes", "一票否决与申报条件", on=True),
    Section("allowances", "宽限条款使用情况", on=True),
    Section("schools", "各校资源配置情况", wide=True),
    Section("distribution", "各校分布"),
    Section("scope", "纳入范围与疑点"),
)
APPENDICES = (
    Section("method", "计算方法与算例"),
    Section("sources", "标准取值及其依据", on=True),
)
ONLY_WHERE_ASKED = {
    "overview",
    "guarantee",
    "quality",
    "work",
    "recognition",
    "vetoes",
    "allowances",
}


def of(asked: Collection[str] = (), survey: str = SURVEY) -> tuple[Section, ...]:
    """Return the sections that every dossier has and those *asked* for, numbered through; *survey* is
    what the standard calls the survey."""
    body = [
        replace(each, title=survey) if each.title == SURVEY else each
        for each in BODY
        if each.anchor in asked or each.anchor not in ONLY_WHERE_ASKED
    ]
    return (*_numbered(body, "{}、{}"), *_numbered(APPENDICES, "附录{}　{}"))


def _numbered(sections: Collection[Section], pattern: str) -> Iterator[Section]:
    for numeral, section in zip(NUMERALS, sections, strict=False):
        yield replace(section, title=pattern.format(numeral, section.title))
