"""Every indicator of every standard is explained."""

import pytest
from django.test import Client

from indicators import guide, published
from indicators.calculation.facts import Stage


@pytest.mark.parametrize("code", published.codes())
def test_every_indicator_says_what_it_means_and_what_goes_wrong(code: str) -> None:
    standard = published.load(code)
    for indicator in standard.all_indicators:
        said = guide.of(indicator, standard).said
        assert said.meaning.endswith("。"), indicator.code
        assert said.mistakes, indicator.code


def test_the_file_explains_nothing_that_no_standard_asks() -> None:
    asked = {each.code for code in published.codes() for each in published.load(code).all_indicators}
    assert guide.texts().keys() == asked


def test_a_formula_is_written_with_the_headings_of_the_ledger() -> None:
    standard = published.load("quality-2017")
    rooms, equipment = standard.indicator("teaching_room_area"), standard.indicator("equipment_value")
    assert guide.formula(rooms, Stage.PRIMARY) == (
        "（教学及辅助用房面积 − 室内体育用房面积） ÷ 小学在校生数（一贯制学校、完全中学先按学段拆分）"
    )
    assert guide.formula(equipment, Stage.JUNIOR).startswith("教学仪器设备资产值 × 10000 ÷ 初中在校生数")


@pytest.mark.django_db
def test_the_page_of_an_indicator_tells_formula_limit_clause_and_slips(clerk_client: Client) -> None:
    text = clerk_client.get("/standards/quality-2017/equipment_value/").content.decode()
    for expected in ("× 10000", "≥ 2,000", "≥ 2,500", "万元", "最容易错的地方", "thresholds.equipment_value"):
        assert expected in text
    assert clerk_client.get("/standards/quality-2017/nothing/").status_code == 404
    assert clerk_client.get("/standards/nothing/equipment_value/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("code", published.codes())
def test_every_page_of_an_indicator_opens(clerk_client: Client, code: str) -> None:
    for indicator in published.load(code).all_indicators:
        assert clerk_client.get(f"/standards/{code}/{indicator.code}/").status_code == 200
