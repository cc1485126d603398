"""The national declaration (国家申报表) whole: 表Ⅰ to 表Ⅵ of 2017, 表Ⅰ to 表Ⅶ of 2012, in their order."""

from collections.abc import Iterator
from dataclasses import replace

from reports.contents import county, items, national, recognition, tables
from reports.contents.judged import Judged
from reports.contents.national import Form
from reports.contents.tables import Column, Group, Table

TITLES = {
    "quality": {
        "form-1": ("表Ⅰ", "义务教育优质均衡发展县（市、区）基本情况"),
        "form-4": ("表Ⅳ", "政府保障程度评估指标"),
        "form-5": ("表Ⅴ", "教育质量评估指标"),
        "form-6": ("表Ⅵ", "社会认可度调查情况"),
    },
    "basic": {
        "form-1": ("表Ⅰ", "义务教育发展基本均衡县（市、区）基本情况"),
        "form-4": ("表Ⅳ", "县级人民政府推进义务教育均衡发展工作情况"),
        "form-5": ("表Ⅴ", "义务教育经费情况"),
        "form-6": ("表Ⅵ", "公众满意度调查情况"),
        "form-7": ("表Ⅶ", "县级人民政府推进义务教育均衡发展的措施和成效"),
    },
}

TO_WRITE_IN = 110  # millimetres, on a page that lies across


def forms(judged: Judged) -> tuple[Form, ...]:
    """Return the forms that can be filled in; without county figures 表Ⅳ and those after are left out."""
    first = _form(judged, "form-1", county.overview_form(judged))
    return (first, *national.forms(judged.county), *_of_whole(judged))


def _of_whole(judged: Judged) -> Iterator[Form]:
    whole = judged.whole
    if whole is None:
        return
    if judged.standard.family == "quality":
        yield _form(judged, "form-4", items.guarantee_form(whole))
        yield _form(judged, "form-5", items.quality_form(whole))
    else:
        yield _form(judged, "form-4", items.work_form(whole))
        yield _form(judged, "form-5", county.funding(judged))
    yield _form(judged, "form-6", recognition.form(judged))
    if judged.standard.family == "basic":
        yield _form(judged, "form-7", _frame())


def _frame() -> Table:
    """表Ⅶ is written by the county's government: the frame is empty, and says so."""
    empty = Group(label="", rows=((tables.words(""),),))
    note = "本表由县级人民政府撰写并加盖公章；系统不代拟文字，此处留空。"
    columns = (Column(heading="措施和成效", width=200),)
    return Table(caption="", columns=columns, groups=(empty,), notes=(note,), tall=TO_WRITE_IN)


def _form(judged: Judged, slug: str, table: Table) -> Form:
    number, title = TITLES[judged.standard.family][slug]
    return Form(slug=slug, number=number, table=replace(table, caption=f"{number}　{title}"))
