"""The way through the pages without a mouse, and without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_one_logs_in_searches_and_skips_to_the_text_by_keyboard(at_screen: Opener) -> None:
    reader = at_screen(1440)
    reader.open("/")
    press = reader.page.keyboard
    expect(reader.page.get_by_label("用户名")).to_be_focused()
    press.type("demo-shi")
    press.press("Tab")
    press.type(reader.product.passwords["demo-shi"])
    press.press("Enter")
    expect(reader.page.get_by_role("button", name="退出")).to_be_visible()
    press.press("Tab")
    skip = reader.page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    press.press("Enter")
    press.press("/")
    expect(reader.page.get_by_label("查找地方和学校")).to_be_focused()
    press.type("slyx")
    press.press("Enter")
    reader.sees("示例乙县")
    walk_to(reader.page, "示例省示例市示例乙县")
    press.press("Enter")
    reader.sees("学年")
    the_focus_outlives_a_replacement(reader.page)


def the_focus_outlives_a_replacement(page: Page) -> None:
    """What a page that waits asks for every second must not take the place away from who goes by keys."""
    link = page.locator("#main a[href]").last
    link.focus()
    link.evaluate("link => { link.old = true; }")
    page.evaluate("htmx.ajax('GET', location.href, {target: '#main', select: '#main', swap: 'outerHTML'})")
    page.wait_for_function("![...document.links].some(link => link.old)")
    expect(link).to_be_focused()


def walk_to(page: Page, name: str) -> None:
    """Press Tab until the link of this name has the focus."""
    wanted = page.get_by_role("link", name=name)
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached")


def test_the_theme_is_kept(at_screen: Opener) -> None:
    reader = at_screen(1440, "dark")
    reader.log_in("demo-shi")
    root = reader.page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    reader.press("改为浅色显示")
    expect(root).to_have_attribute("data-bs-theme", "light")
    reader.open("/standards/")
    expect(root).to_have_attribute("data-bs-theme", "light")


def test_pages_are_read_without_a_script(browser: Browser, product: Product) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(product.address + "/login/")
    page.get_by_label("用户名").fill("demo-bing")
    page.get_by_label("密码").fill(product.passwords["demo-bing"])
    page.get_by_role("button", name="登录").click()
    for link in ("结果", "只看不足", "逐条判定"):
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("article.item").first).to_be_visible()
    context.close()
