"""Dossier and national forms by every published standard, and what a province asks in the form of 2012."""

import pytest

from indicators import published
from indicators.calculation import findings
from indicators.calculation.findings import CountyFinding
from reports.contents import dossier, national
from reports.contents.occasion import Occasion
from reports.contents.tables import Table
from tests.calculation.counties import county, school

OCCASION = Occasion(county="示例县", filename="台账.xlsx", sha256="ab" * 32, schools=2, demo=False, year=2025)


def judged(code: str) -> CountyFinding:
    figures = {"largest_class_primary": 46, "migrant_pupils": 0, "operating_budget": 95}
    return findings.judge(county(school(figures=figures)), published.load(code))


def by_school(code: str) -> Table:
    return national.forms(judged(code))[1].table


@pytest.mark.parametrize("code", published.codes())
def test_every_published_standard_makes_a_dossier_and_the_forms(code: str) -> None:
    finding = judged(code)
    assert dossier.dossier(finding, OCCASION).standard is finding.standard
    assert len(national.forms(finding)) == 3


def test_the_form_of_2012_has_a_pair_of_columns_for_each_item_of_the_province() -> None:
    headings = [column.over for column in by_school("basic-2012-fujian").columns if column.over]
    assert len(headings) == 2 * 11
    assert {"班额", "实验室（科学教室）", "生均图书册数"} <= set(headings)
    assert len([column for column in by_school("basic-2012").columns if column.over]) == 2 * 8


def test_a_value_above_an_upper_limit_is_marked_and_an_unknown_limit_left_open() -> None:
    table = by_school("basic-2012-fujian")
    row = table.groups[0].rows[0]
    pairs = list(zip(table.columns, row, strict=True))
    values = {column.over: cell for column, cell in pairs if column.heading == "指标值"}
    asked = {column.over: cell.text for column, cell in pairs if column.heading == "省级评估标准"}
    assert (values["班额"].text, values["班额"].below, asked["班额"]) == ("46", True, "45")
    assert asked["师生比"] == "——"
