"""A county's clerk from the first login to the submission, with the leader's signature between.

By the keyboard alone at a desk, where every page is looked at in both widths; as a proof with a telephone.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessments.demo.papers import paper
from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.reader import WAIT, Reader

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

FAULTY = "示例-有错误的台账.xlsx"
SAID = "规划经县政府常务会议通过，逐校核对，符合要求。"


def workbook(reader: Reader, name: str) -> Path:
    found = reader.product.var / "demo" / name
    assert found.exists(), found
    return found


def send(reader: Reader, year: int, name: str) -> None:
    """Upload a workbook on the page of uploads, and wait for its check."""
    reader.choose(reader.page.get_by_label("学年"), f"{year} 学年")
    reader.give(reader.page.get_by_label("文件"), workbook(reader, name))
    reader.look("clerk/upload")
    reader.picture_of_manual("upload")
    reader.press("上传并校核")
    expect(reader.page.locator("main")).to_contain_text(re.compile(r"\d+ 处错误"), timeout=WAIT)


def accept(reader: Reader) -> None:
    reader.follow("采用第")
    reader.sees("采用以后")
    reader.look("clerk/accept")
    reader.press("采用第")


def mend_a_faulty_ledger(reader: Reader, year: int) -> None:
    reader.open(f"/?year={year}")
    reader.sees("还没有台账")
    reader.look("clerk/empty")
    reader.follow("上传台账")
    send(reader, year, FAULTY)
    reader.look("clerk/faulty")
    reader.follow("处错误")
    reader.sees("怎样改")
    reader.look("clerk/errors")
    reader.picture_of_manual("errors")


def bring_in_the_good_one(reader: Reader, year: int) -> None:
    reader.follow("上传新版")
    send(reader, year, "示例乙县2025学年学校台账.xlsx")
    reader.sees("0 处错误")
    accept(reader)
    expect(reader.page.get_by_role("link", name="各校各项指标")).to_be_visible(timeout=WAIT)
    reader.look("clerk/county")
    reader.picture_of_manual("county")


def read_the_results(reader: Reader) -> None:
    reader.follow("各校各项指标")
    reader.sees("小学各校指标")
    reader.look("clerk/results")
    reader.page.locator("#primary").evaluate("sheet => sheet.scrollIntoView()")
    reader.picture_of_manual("results")
    reader.follow("只看不足")
    reader.sees("差什么")
    reader.use(reader.page.locator("table.matrix tbody tr:not(.std) td a").first)
    reader.sees("怎样算出来")
    reader.look("clerk/value")
    reader.picture_of_manual("value")
    reader.follow("这项指标是什么")
    reader.sees("最容易错的地方")
    reader.look("clerk/indicator")


def send_the_countys_figures(reader: Reader, year: int) -> None:
    reader.open(f"/ledgers/upload/?year={year}&kind=county")
    send(reader, year, "示例乙县2025学年县级数据.xlsx")
    accept(reader)
    expect(reader.page.get_by_role("link", name="处疑点").first).to_be_visible(timeout=WAIT)


def explain_what_is_odd(reader: Reader, year: int) -> None:
    """Whatever is in doubt, one after the other, as the button says, until the conclusions are next."""
    while (doubts := reader.page.get_by_role("link", name=re.compile(r"^说明 \d+ 处疑点"))).count():
        reader.use(doubts)
        problem = reader.page.locator("article.problem", has=reader.page.locator("form")).first
        place = problem.get_attribute("id")
        reader.write(problem.locator("textarea"), "已与学籍系统核对，数无误。")
        reader.look("clerk/doubt")
        reader.use(problem.get_by_role("button", name="保存说明"))
        expect(reader.page.locator(f"#{place}")).to_contain_text("县里说明", timeout=WAIT)
        reader.open(f"/?year={year}")
    expect(reader.page.get_by_role("link", name="填写自评结论")).to_be_visible(timeout=WAIT)


def answer_every_item(reader: Reader, year: int) -> None:
    reader.follow("填写自评结论")
    reader.sees("只看未达标和未定")
    asked = reader.page.locator("article.item").filter(has=reader.page.locator("form textarea:visible"))
    codes = [each.get_attribute("id") for each in asked.all()]
    assert codes
    for code in codes:
        item = reader.page.locator(f"#{code}")
        reader.use(item.get_by_role("radio").first)
        reader.write(item.locator("textarea"), SAID)
        reader.use(item.get_by_role("button", name="保存结论"))
        expect(item).to_contain_text("已填", timeout=WAIT)
        reader.look("clerk/answers")
        reader.picture_of_manual("items")
    reader.open(f"/?year={year}")
    expect(reader.page.get_by_role("button", name="开始督导评估")).to_be_visible(timeout=WAIT)


def show_evidence(reader: Reader, year: int) -> None:
    reader.follow("逐条清单")
    reader.follow("上传佐证材料")
    content = paper("示例乙县义务教育学校布局规划", ("示例",))
    reader.give(reader.page.get_by_label("文件"), ("布局规划.pdf", "application/pdf", content))
    for name in ("规划布局合理", "建设标准统一"):
        reader.use(reader.page.get_by_label(name))
    reader.look("clerk/evidence-upload")
    reader.use(reader.page.locator("main").get_by_role("button", name="上传"))
    reader.sees("1 份材料，2 条有佐证")
    reader.look("clerk/evidence")
    reader.picture_of_manual("evidence")
    reader.open(f"/?year={year}")


def take_the_report(reader: Reader, year: int) -> None:
    reader.follow("下载报告")
    reader.press("生成报告与申报表")
    download = reader.page.get_by_role("link", name="下载自评报告").first
    expect(download).to_be_visible(timeout=3 * WAIT)
    reader.look("clerk/report")
    reader.picture_of_manual("report")
    with reader.page.expect_download() as waiting:
        reader.use(download)
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    reader.open(f"/?year={year}")


def submit(reader: Reader, year: int) -> None:
    """The clerk begins, the leader signs, and the clerk passes it on."""
    reader.press("开始督导评估")
    reader.sees("审签以后不能再改")
    address = reader.page.url.removeprefix(reader.product.address)
    reader.look("clerk/begun")
    reader.become("demo-yi-fu")
    reader.open(f"/?year={year}")
    reader.sees("填报齐了，请您审签")
    reader.follow("审签", exact=True)
    reader.look("clerk/sign")
    reader.picture_of_manual("sign")
    reader.use(reader.page.locator("main").get_by_role("button", name="审签", exact=True))
    reader.sees("已审签，待报送")
    reader.become("demo-yi")
    reader.open(address)
    reader.follow("报送", exact=True)
    reader.use(reader.page.locator("main").get_by_role("button", name="报送", exact=True))
    reader.sees("已报送，待市级受理")
    reader.look("clerk/submitted")
    reader.picture_of_manual("submitted")


@pytest.mark.parametrize(("width", "year"), [(1440, 2026), pytest.param(390, 2024, marks=pytest.mark.proof)])
def test_a_clerk_from_the_first_login_to_the_submission(at_screen: Opener, width: int, year: int) -> None:
    clerk = at_screen(width, keyboard=width == 1440)
    clerk.open("/")
    clerk.look("clerk/login")
    clerk.log_in("demo-yi")
    clerk.sees(re.compile("20[0-9]{2} 学年"))
    mend_a_faulty_ledger(clerk, year)
    bring_in_the_good_one(clerk, year)
    read_the_results(clerk)
    send_the_countys_figures(clerk, year)
    explain_what_is_odd(clerk, year)
    answer_every_item(clerk, year)
    show_evidence(clerk, year)
    take_the_report(clerk, year)
    submit(clerk, year)
    assert not clerk.overflow()
