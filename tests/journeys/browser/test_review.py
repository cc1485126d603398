"""The review by keyboard without any page being loaded, and the same without a script; a county replies."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.product import Product
from tests.journeys.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def enter(reader: Reader) -> None:
    """From the queue to the first thing that is not marked."""
    reader.become("demo-shi")
    reader.open("/assessments/")
    reader.page.get_by_role("row", name=re.compile("示例丁县")).get_by_role(
        "link", name=re.compile("项$")
    ).click()
    expect(reader.page.locator("h1")).to_contain_text("示例丁县 · 市级复核 · 第 3 轮")


def loads_nothing(page: Page) -> None:
    assert page.evaluate("window.kept") == "yes"


def test_one_marks_by_keyboard_and_no_page_is_loaded(at_screen: Opener) -> None:
    reader = at_screen(1440)
    enter(reader)
    page, press = reader.page, reader.page.keyboard
    assert reader.findings() == []
    page.evaluate("window.kept = 'yes'")
    first = page.locator("#subject-name").inner_text()
    press.press("j")
    expect(page.locator("#subject-name")).not_to_have_text(first)
    press.press("ArrowLeft")
    expect(page.locator("#subject-name")).to_have_text(first)
    press.press("1")
    expect(page.locator("input[value=true]")).to_be_checked()
    press.press("Enter")
    expect(page.locator("#notices")).to_contain_text("已记为“属实”")
    expect(page.locator("#subject-name")).not_to_have_text(first)
    refused_in_place(reader)
    doubted(reader)
    loads_nothing(page)
    reader.picture("review/desk")
    reader.picture_of_manual("review")


def refused_in_place(reader: Reader) -> None:
    """A false mark that says nothing is not kept; typing moves nothing."""
    page, press = reader.page, reader.page.keyboard
    name = page.locator("#subject-name").inner_text()
    press.press("3")
    expect(page.locator("#remark")).to_be_focused()
    page.get_by_role("button", name="保存，看下一项").click()
    expect(page.locator("#mark [role=alert]")).to_contain_text("请写明意见")
    page.locator("#remark").focus()
    press.type("1jk2")
    expect(page.locator("#remark")).to_have_value("1jk2")
    expect(page.locator("input[value=false]")).to_be_checked()
    expect(page.locator("#subject-name")).to_have_text(name)
    assert reader.findings() == []
    reader.complaints.remove(next(each for each in reader.complaints if "422" in each))  # the browser's own


def doubted(reader: Reader) -> None:
    press = reader.page.keyboard
    reader.page.locator("#remark").fill("")
    reader.page.locator("#subject-name").click()
    press.press("2")
    press.type("请补充名册")
    press.press("Control+Enter")
    expect(reader.page.locator("#notices")).to_contain_text("县级已能看到并答复")


def test_a_county_replies_on_the_telephone(at_screen: Opener) -> None:
    reader = at_screen(390)
    reader.become("demo-ding")
    reader.open("/")
    reader.page.get_by_role("link", name=re.compile("处存疑待答复")).click()
    expect(reader.page.locator("h1")).to_contain_text("存疑和答复")
    assert reader.findings() == []
    assert not reader.overflow()
    reader.picture("review/doubts")
    reader.page.get_by_label("答复").first.fill("培训学时证明已补，附名册。")
    reader.press("送出答复")
    reader.sees("答复已送出")
    reader.page.get_by_role("link", name=re.compile("360学时|场馆面积")).first.click()
    assert not reader.overflow()
    reader.picture("review/phone")


def test_without_a_script_one_marks_by_links_and_forms(browser: Browser, product: Product) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(product.address + "/login/")
    page.get_by_label("用户名").fill("demo-shi-er")
    page.get_by_label("密码").fill(product.passwords["demo-shi-er"])
    page.get_by_role("button", name="登录").click()
    page.goto(product.address + "/assessments/")
    page.get_by_role("row", name=re.compile("示例丁县")).get_by_role("link", name=re.compile("项$")).click()
    name = page.locator("#subject-name").inner_text()
    page.locator("input[value=true]").check()
    page.get_by_role("button", name="保存，看下一项").click()
    expect(page.locator("#notices")).to_contain_text("已记为“属实”")
    expect(page.locator("#subject-name")).not_to_have_text(name)
    page.get_by_role("link", name="← 上一项").click()
    expect(page.locator("#subject-name")).to_have_text(name)
    expect(page.locator("input[value=true]")).to_be_checked()
    context.close()
