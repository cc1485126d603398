"""How a document is set: what stays on a line, what has a number, what stands at the head of a page."""

from collections.abc import Iterable, Iterator
from io import BytesIO

import pytest
from django.template import Context, Template
from PIL import Image

from indicators import charts
from indicators.calculation import findings
from indicators.calculation.facts import Stage
from reports import raster, rendering
from reports.contents import tables
from reports.contents.tables import Column
from reports.papers import county, outline
from reports.papers.blocks import Grid, Para, Picture, Section
from reports.papers.paper import LONGEST, Paper
from reports.verification.seal import Seal
from reports.word import writing
from tests.calculation.complete import QUALITY
from tests.reports.counties import county as large_county
from tests.reports.papers import reading_word
from tests.reports.test_whole_dossier import made


def paper(*title: str) -> Paper:
    return Paper(name="报告", title=title, subject="示例县 2025 学年", sections=(), foot="")


@pytest.mark.parametrize(
    "whole",
    ["教督〔2017〕6号", "国教督办函〔2019〕30号", "2025 学年", "（签名）", "教育督导委员会（盖章）"],
)
def test_a_line_does_not_divide(whole: str) -> None:
    markup = Template("{% load unbroken %}{% unbroken text %}").render(Context({"text": f"前，{whole}<b>"}))
    assert markup == f'前，<span class="whole">{whole}</span>&lt;b&gt;'


def test_what_is_written_in_two_lines_stands_in_two() -> None:
    markup = Template("{% load unbroken %}{% unbroken text %}").render(Context({"text": "上\n下"}))
    assert markup == "上<br>下"


def test_a_part_alone_below_another_has_no_number_and_two_have() -> None:
    below = (Section(title="甲", blocks=()), Section(title="乙", blocks=()))
    one, two = outline.numbered(
        [Section(title="一个", blocks=below[:1]), Section(title="两个", blocks=below)]
    )
    assert [each.heading for each in (one, *one.sections)] == ["一、一个", "甲"]
    assert [each.heading for each in (two, *two.sections)] == ["二、两个", "（一）甲", "（二）乙"]


def test_the_head_of_a_page_leaves_room_for_the_section() -> None:
    assert paper("一校", "一策").head == "一校一策"
    assert paper("县" * LONGEST, "一校一策").head == "一校一策"


def test_a_seal_says_where_to_type_the_code() -> None:
    seal = Seal(number="1", digest="ab" * 32, code="A" * 28, address="https://balance.example/")
    assert seal.desk == "https://balance.example/verify/"
    assert seal.url == f"{seal.desk}{seal.grouped}"


def test_the_county_signs_its_own_report(html: str) -> None:
    assert '人民政府<span class="whole">（盖章）</span>' in html


def test_the_ministrys_tables_keep_their_own_numbers() -> None:
    """What is called 表Ⅰ is not called 附表 1 as well."""
    own = [block.table.caption for block in grids(county.sections(made())) if "own" in block.kind]
    assert own and not [caption for caption in own if caption.startswith("表")]


def grids(sections: Iterable[Section]) -> Iterator[Grid]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Grid))
        yield from grids(section.sections)


def test_in_word_what_leads_to_a_table_stays_on_its_page() -> None:
    table = tables.plain("", (Column(heading="学段", width=1),), ((tables.words("小学"),),))
    blocks = (Para("一段"), Para("如下："), Grid(table, "short centred"), Para("完"))
    one = Paper(name="", title=("报告",), subject="", sections=(Section(title="", blocks=blocks),), foot="")
    written = reading_word.body(writing.docx(one))
    kept = {
        reading_word.text(each)
        for each in written.iter(f"{reading_word.W}p")
        if each.find(f"{reading_word.W}pPr/{reading_word.W}keepNext") is not None
    }
    assert "如下：" in kept and not {"一段", "完"} & kept
    cell = next(each for each in written.iter(f"{reading_word.W}tc") if reading_word.text(each) == "小学")
    middle = cell.find(f".//{reading_word.W}jc")
    assert middle is not None and middle.get(f"{reading_word.W}val") == "center"


def test_word_has_each_chart_as_a_picture_with_number_and_words() -> None:
    chart = charts.of_stage(findings.judge(large_county(20), QUALITY).stage(Stage.PRIMARY))
    blocks = (Picture("差异系数", chart), Picture("同一张", chart, strip=True))
    one = Paper(name="", title=("报告",), subject="", sections=(Section(title="", blocks=blocks),), foot="")
    drawn = rendering.drawn(writing.charts(one))
    assert list(drawn) == [chart]
    wide, tall = Image.open(BytesIO(drawn[chart])).size
    assert (wide, tall) == (raster.WIDE, raster.WIDE * 160 // 360)
    written = reading_word.body(writing.docx(one, drawn))
    told = reading_word.text(written)
    assert "图 1　差异系数" in told and "图 2　同一张" in told and "PDF" not in told
    described = [each.get("descr") for each in written.iter() if each.tag.endswith("}docPr")]
    assert described == ["差异系数", "同一张"]
    assert "见同一文书的 PDF" in reading_word.text(reading_word.body(writing.docx(one)))
