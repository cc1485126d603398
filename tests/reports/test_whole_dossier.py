"""The dossier of the whole standard: every part, every item, what was relaxed, and on what grounds."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import pypdfium2
import pytest

from indicators.calculation import findings, whole
from indicators.calculation.facts import SchoolType, Stage
from indicators.calculation.items.reading import CountyFacts
from indicators.calculation.standard import Standard
from reports import rendering, setting
from reports.contents import beside, dossier, sentences
from reports.contents.dossier import Dossier
from reports.contents.judged import Judged
from reports.contents.occasion import Occasion
from reports.contents.tables import Table
from tests.calculation import complete
from tests.calculation.complete import BASIC, LAST_DAY, QUALITY, Change

OCCASION = Occasion(county="示例县", filename="台账.xlsx", sha256="ab" * 32, schools=2, demo=False, year=2021)
SECTIONS = {
    "quality-2017": [
        "一、结论", "二、基本情况", "三、校际均衡情况", "四、学校达标情况", "五、政府保障程度",
        "六、教育质量", "七、社会认可度", "八、一票否决与申报条件", "九、宽限条款使用情况",
        "十、各校资源配置情况", "十一、各校分布", "十二、纳入范围与疑点", "附录一　计算方法与算例",
        "附录二　标准取值及其依据",
    ],
    "basic-2012": [
        "一、结论", "二、基本情况", "三、校际均衡情况", "四、学校达标情况",
        "五、县级人民政府推进义务教育均衡发展工作", "六、公众满意度", "七、各校资源配置情况", "八、各校分布",
        "九、纳入范围与疑点", "附录一　计算方法与算例", "附录二　标准取值及其依据",
    ],
}  # fmt: skip


def made(*changes: Change, standard: Standard = QUALITY, on: date = LAST_DAY) -> Dossier:
    facts = complete.complete()
    for change in changes:
        facts = change(facts)
    found = whole.judge(facts, standard, on=on)
    judged = Judged(facts=facts, county=found.county, whole=found)
    return dossier.dossier(found.county, OCCASION, beside.of(judged))


def texts(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for group in table.groups for row in group.rows]


@pytest.mark.parametrize("standard", [QUALITY, BASIC], ids=lambda each: each.code)
def test_the_sections_are_numbered_through(standard: Standard) -> None:
    assert [section.title for section in made(standard=standard).sections] == SECTIONS[standard.code]


@pytest.mark.parametrize("standard", [QUALITY, BASIC], ids=lambda each: each.code)
def test_every_section_and_item_is_in_print(standard: Standard) -> None:
    with pypdfium2.PdfDocument(BytesIO(rendering.render(setting.html(made(standard=standard))))) as pdf:
        told = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    for title in SECTIONS[standard.code]:
        assert "".join(title.split()) in told
    for finding in whole.judge(complete.complete(), standard, on=LAST_DAY).items:
        assert sentences.name(finding)[:8] in told


def test_what_ledgers_alone_answer_keeps_its_sections_and_reservation() -> None:
    schools = complete.complete().schools
    judged = Judged(facts=CountyFacts(schools=schools), county=findings.judge(schools, QUALITY))
    told = dossier.dossier(judged.county, OCCASION, beside.of(judged))
    assert [section.title for section in told.sections][:3] == [
        "一、结论",
        "二、基本情况",
        "三、校际均衡情况",
    ]
    assert len(told.sections) == 9
    assert "不在此列" in told.reservation


def test_a_county_that_meets_everything_passes_and_says_why() -> None:
    told = made()
    assert told.outcome == "passes"
    assert told.reasons == ()
    assert told.verdict == (
        "示例县 2021 学年义务教育学校，依教督〔2017〕6号按整个标准判定，达标：资源配置与校际均衡达标；"
        "政府保障程度 15 项全部达标；教育质量 9 项全部达标；社会认可度达标（综合满意度 85.0%）；"
        "一票否决 6 项全部达标；申报条件 5 项全部达标。"
    )


def test_what_fails_and_what_is_open_is_named_with_what_is_missing() -> None:
    told = made(
        complete.county(teacher_pay=None, survey_satisfied=356),
        complete.answer("veto-1", False),
        complete.primary(oversize_classes_primary=1),
    )
    assert told.outcome == "fails"
    assert "政府保障程度 15 项中 13 项达标，第 5 项不达标，第 8 项未定；" in told.verdict
    assert "社会认可度不达标（综合满意度 84.8%）；一票否决 6 项中 5 项达标，第 1 项不达标；" in told.verdict
    assert any(
        "政府保障程度第8项未定：义务教育学校教师年平均工资收入未填报" in reason for reason in told.reasons
    )
    assert told.whole is not None
    rows = {row[0]: row[1:] for row in texts(told.whole.parts)}
    assert rows["政府保障程度"] == ["13", "1", "1", "不达标"]
    assert rows["教育质量"] == ["9", "0", "0", "达标"]


def test_the_17_items_are_judged_by_their_points() -> None:
    told = made(complete.answer("work-01", False), complete.answer("work-02", False), standard=BASIC)
    assert "推进义务教育均衡发展工作达标（得 88.24 分，合格 85 分）" in told.verdict
    told = made(*(complete.answer(f"work-0{n}", False) for n in (1, 2, 4)), standard=BASIC)
    assert "推进义务教育均衡发展工作不达标（得 82.35 分，合格 85 分）" in told.verdict
    assert told.whole is not None
    assert texts(told.whole.work)[0][2:] == ["5.88", "0.00", "不达标"]


def test_an_allowance_is_told_with_its_last_day_and_the_duty() -> None:
    large = complete.primary(built_year=2010, pupils_primary=2300, pupils_in_zone_primary=2300)
    told = made(large)
    assert told.whole is not None
    ((school, about, _, last, clause),) = texts(told.whole.uses)
    assert (school, about, last) == ("示例小学", "学校规模", "2022-09-30")
    assert "国教督办函〔2019〕30号" in clause
    assert "认定后 3 年之内达到规定标准要求" in told.whole.duty
    after = made(large, on=date(2022, 10, 1))
    assert after.whole is not None and texts(after.whole.uses) == []
    assert "第 4 项不达标" in after.verdict.replace("第 4、", "第 4 项不达标、")


def test_every_item_stands_in_the_appendix_with_clause_and_confidence() -> None:
    told = made(standard=BASIC)
    assert told.whole is not None
    rows = texts(told.whole.clauses)
    items = [row for row in rows if row[0] == "推进义务教育均衡发展工作" and "项" in row[1]]
    assert {row[1] for row in items} == {f"第 {n} 项" for n in range(1, 18)}
    assert {row[4] for row in items} == {"C　请省级确认", "D　请省级确认"}
    assert all(row[3] for row in rows)


def test_the_overview_tells_the_source_of_each_figure() -> None:
    rows = texts(made().overview)
    assert rows[0] == ["L1", "人口总数", "40.00", "万人", "县级数据"]
    assert rows[18] == ["L19", "小学在校学生数", "1000", "人", "学校台账"]
    assert rows[20][2:] == ["未填报", "人", "台账和县级数据都没有，请自行填写"]


def test_where_the_unweighted_figure_would_be_judged_otherwise_it_is_set_beside() -> None:
    # One school of twenty pupils has far more; by pupils it hardly counts, by schools it does.
    small = complete.a_school(
        "小学二",
        SchoolType.PRIMARY,
        Stage.PRIMARY,
        pupils_primary=20,
        pupils_in_zone_primary=20,
        teachers_backbone_primary=Fraction("0.8"),
    )
    told = made(complete.also(small))
    assert any(note.startswith("小学县级以上骨干教师：按学生数加权为") for note in told.contrast)
    assert made().contrast == ()


def test_the_same_county_gives_the_same_text() -> None:
    assert setting.html(made()) == setting.html(made())
