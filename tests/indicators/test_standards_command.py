"""``manage.py standards``: what a reader is told of standards, and of a change between two."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from counties.models import Officer
from indicators import impact, published
from schools.ledger.columns import Value
from schools.models import Ledger
from tests.factories import NOW
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.steps import judged, workbook

DAY = date(2025, 9, 20)


def told(*arguments: str) -> str:
    """Return what the command prints; without a database unless the test has one."""
    out = StringIO()
    call_command("standards", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_names_every_standard_its_validity_and_for_whom_it_is() -> None:
    text = told("list")
    for code in published.codes():
        standard = published.load(code)
        assert f"{code}　{standard.title}（{standard.reference}）" in text
        assert f"有效期 {standard.valid_from} 起" in text
    assert "适用于全国" in text
    assert "适用于区划代码 2101 开头的县" in text
    assert "适用省份未见，使用前请省级确认" in text


@pytest.mark.parametrize("code", published.codes())
def test_a_standard_is_shown_whole_with_its_grounds(code: str) -> None:
    standard = published.load(code)
    text = told("show", code)
    assert standard.digest in text
    assert standard.source in text
    for item in standard.items:
        assert item.name in text
        assert f"〔{item.rule.clause}；可信度 {item.rule.confidence}" in text
    assert ("以 " in text) is bool(standard.extends)


def test_what_is_of_confidence_c_or_d_is_for_the_province_to_confirm() -> None:
    text = told("show", "basic-2012")
    assert "小学上限：≤0.65　〔校际均衡：小学综合差异系数≤0.65；可信度 C，请省级确认〕" in text
    quality = told("show", "quality-2017")
    assert "小学上限：≤0.50　〔办法 资源配置：小学校际差异系数≤0.50；可信度 A〕" in quality


def test_two_standards_are_compared_clause_by_clause() -> None:
    text = told("compare", "quality-2017", "quality-2017-shenyang")
    assert "【政府保障程度】\n  改变　第 2 项\n      A 县域内城乡" in text
    assert "      第 2 项：没有规定 → 小学生均公用经费基准定额≥1150元\n" in text
    assert "B 增加　第 7 项：不存在规范治理校外培训机构" in text
    assert "学校达标" not in text
    assert "共 10 处不同" in text


def test_the_same_figure_on_other_grounds_is_told_as_that() -> None:
    text = told("compare", "quality-2017", "quality-2017-hebei")
    assert "依据不同　纳入的教学点：50 人及以上\n      A 〔申报表" in text
    assert "没有不同" in told("compare", "quality-2017", "quality-2017")


def test_what_the_other_standard_does_not_ask_is_told() -> None:
    text = told("compare", "quality-2017", "basic-2012")
    assert "B 没有　每百名学生拥有县级及以上骨干教师数（小学）：≥1 人/百生" in text
    assert "B 增加　回收有效率：≥70%" in text


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(CommandError, match="quality-2018"):
        told("show", "quality-2018")


@pytest.fixture
def ledger(clerk: Officer) -> Ledger:
    """An accepted ledger whose first school has classes of 46."""
    rows: list[dict[str, Value]] = county_rows()
    rows[0] |= {"largest_class_primary": 46, "oversize_classes_primary": 1}
    return judged(clerk, workbook(rows)).ledger


@pytest.mark.django_db
def test_an_impact_names_the_counties_and_schools_whose_verdict_changes(ledger: Ledger) -> None:
    text = told("impact", "basic-2012", "basic-2012-indicator-table", "--on", "2025-09-20")
    school = ledger.rows.order_by("sheet", "row")[0]
    assert f"示例县（990101）{ledger.year} 学年" in text
    assert "资源配置：未定 → 不达标" in text
    assert f"{school.values['name']}：未定 → 不达标" in text
    assert "共测算 1 份已采用的台账，1 份结论有改变" in text


@pytest.mark.django_db
def test_a_school_that_only_one_standard_counts_is_told(clerk: Officer) -> None:
    rows: list[dict[str, Value]] = county_rows()
    rows[0] |= {"founder": "10"}
    judged(clerk, workbook(rows))
    assert f"{rows[0]['name']}：达标 → 未纳入" in told("impact", "quality-2017", "basic-2012")


@pytest.mark.django_db
def test_without_a_difference_no_verdict_changes(ledger: Ledger) -> None:
    text = told("impact", "quality-2017", "quality-2017-hebei")
    assert "共测算 1 份已采用的台账，0 份结论有改变" in text
    assert "990101" not in text


@pytest.mark.django_db
def test_an_impact_can_be_limited_to_an_area(ledger: Ledger) -> None:
    assert "库中没有已采用的台账" in told("impact", "quality-2017", "basic-2012", "--area", "21")
    assert "示例县" in told("impact", "quality-2017", "basic-2012", "--area", "9901")


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"state": Ledger.State.REPLACED}, {"kind": Ledger.Kind.COUNTY}])
def test_only_accepted_ledgers_of_schools_are_judged(ledger: Ledger, other: dict[str, str]) -> None:
    before, after = published.load("quality-2017"), published.load("basic-2012")
    assert len(list(impact.of_all(before, after, at=NOW, on=DAY))) == 1
    forge(Ledger.objects.all(), **other)
    assert list(impact.of_all(before, after, at=NOW, on=DAY)) == []
