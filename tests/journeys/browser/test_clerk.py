"""A county's clerk from the first login to the report in hand, at both widths."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.reader import WAIT, Reader

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

YEAR = 2026
FAULTY = "示例-有错误的台账.xlsx"


def workbook(reader: Reader, name: str) -> Path:
    found = reader.product.var / "demo" / name
    assert found.exists(), found
    return found


def send(reader: Reader, name: str) -> None:
    """Upload a workbook on the page of uploads, and wait for its check."""
    reader.page.get_by_label("学年").select_option(str(YEAR))
    reader.page.get_by_label("文件").set_input_files(workbook(reader, name))
    reader.press("上传并校核")
    expect(reader.page.locator("main")).to_contain_text(re.compile(r"\d+ 处错误"), timeout=WAIT)


def accept(reader: Reader) -> None:
    reader.follow("采用第")
    reader.sees("采用以后")
    reader.picture("clerk/accept")
    reader.press("采用第")


def mend_a_faulty_ledger(reader: Reader) -> None:
    reader.open(f"/?year={YEAR}")
    reader.sees("还没有台账")
    reader.picture("clerk/empty")
    reader.follow("上传台账")
    send(reader, FAULTY)
    reader.picture("clerk/faulty")
    reader.follow("处错误")
    reader.sees("怎样改")
    reader.picture("clerk/errors")
    reader.picture_of_manual("errors")


def bring_in_the_good_one(reader: Reader) -> None:
    reader.open(f"/ledgers/upload/?year={YEAR}")
    send(reader, "示例乙县2025学年学校台账.xlsx")
    reader.sees("0 处错误")
    accept(reader)
    expect(reader.page.get_by_role("link", name="各校各项指标")).to_be_visible(timeout=WAIT)
    reader.picture("clerk/county")
    reader.picture_of_manual("county")


def read_the_results(reader: Reader) -> None:
    reader.follow("各校各项指标")
    reader.sees("小学各校指标")
    reader.picture("clerk/results")
    reader.page.locator("#primary").evaluate("sheet => sheet.scrollIntoView()")
    reader.picture_of_manual("results")
    reader.follow("只看不足")
    reader.sees("差什么")
    reader.page.locator("table.matrix tbody tr:not(.std) td a").first.click()
    reader.sees("怎样算出来")
    reader.picture("clerk/value")
    reader.picture_of_manual("value")
    reader.follow("这项指标是什么")
    reader.sees("最容易错的地方")
    reader.picture("clerk/indicator")


def send_the_countys_figures(reader: Reader) -> None:
    reader.open(f"/ledgers/upload/?year={YEAR}&kind=county")
    send(reader, "示例乙县2025学年县级数据.xlsx")
    accept(reader)
    expect(reader.page.get_by_role("link", name="处疑点").first).to_be_visible(timeout=WAIT)


def explain_what_is_odd(reader: Reader) -> None:
    """Whatever is in doubt, one after the other, as the button says, until the conclusions are next."""
    while (doubts := reader.page.get_by_role("link", name=re.compile(r"^说明 \d+ 处疑点"))).count():
        doubts.click()
        problem = reader.page.locator("article.problem", has=reader.page.locator("form")).first
        place = problem.get_attribute("id")
        problem.locator("textarea").fill("已与学籍系统核对，数无误。")
        reader.picture("clerk/doubt")
        problem.get_by_role("button", name="保存说明").click()
        expect(reader.page.locator(f"#{place}")).to_contain_text("县里说明", timeout=WAIT)
        reader.open(f"/?year={YEAR}")
    expect(reader.page.get_by_role("link", name="填写自评结论")).to_be_visible(timeout=WAIT)


def answer_an_item(reader: Reader) -> None:
    reader.follow("填写自评结论")
    item = reader.page.locator("article.item", has=reader.page.locator("form")).first
    code = item.get_attribute("id")
    item.locator("textarea").fill("规划经县政府常务会议通过，布局合理。")
    item.get_by_label("达标", exact=True).check()
    item.get_by_role("button", name="保存结论").click()
    expect(reader.page.locator(f"#{code}")).to_contain_text("已填", timeout=WAIT)
    reader.picture("clerk/answers")
    reader.picture_of_manual("items")


def take_the_report(reader: Reader) -> None:
    reader.open("/reports/")
    made = reader.page.get_by_role("button", name="生成报告与申报表")
    if made.count():
        made.click()
    download = reader.page.get_by_role("link", name="下载自评报告").first
    expect(download).to_be_visible(timeout=3 * WAIT)
    reader.picture("clerk/report")
    reader.picture_of_manual("report")
    with reader.page.expect_download() as waiting:
        download.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.proof)])
def test_a_clerk_from_the_first_login_to_the_report(at_screen: Opener, width: int) -> None:
    clerk = at_screen(width)
    clerk.open("/")
    clerk.picture("clerk/login")
    clerk.log_in("demo-yi")
    clerk.sees("2025 学年")
    mend_a_faulty_ledger(clerk)
    bring_in_the_good_one(clerk)
    read_the_results(clerk)
    send_the_countys_figures(clerk)
    explain_what_is_odd(clerk)
    answer_an_item(clerk)
    take_the_report(clerk)
    assert not clerk.overflow()
