"""From the county's signature over a city's return and the province's evaluation to recognition."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import offices
from tests.journeys.browser import product as products
from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.product import Product
from tests.journeys.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own: what is passed on here is locked for whoever comes later."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "product"
    folder.mkdir(exist_ok=True)
    with products.served(products.built(folder), Path(base) / "assessed") as running:
        yield running


@pytest.fixture
def opened(product: Product) -> Product:
    """The offices above a county whose year is filled in."""
    run(product, "open_posts()", "fill_in()")
    product.passwords.update(dict.fromkeys(offices.POSTS, offices.PASSWORD))
    return product


def run(product: Product, *calls: str) -> None:
    script = "\n".join(f"offices.{call}" for call in calls)
    product.manage("shell", "-c", f"from tests.journeys.browser import offices\n{script}")


def enter(reader: Reader, username: str) -> None:
    """Log in, and go from the queue to the assessment."""
    if reader.page.get_by_role("button", name="退出").count():
        reader.log_out()
    reader.log_in(username)
    reader.open("/assessments/?all=1")
    reader.picture(f"assessment/queue-{username}")
    assert reader.findings() == []
    reader.page.get_by_role("link", name="示例乙县").first.click()
    expect(reader.page.locator("h1")).to_contain_text("督导评估")
    assert reader.findings() == []


def move(reader: Reader, label: str, comment: str = "情况属实，材料齐全") -> None:
    reader.picture(f"assessment/before-{label}")
    reader.page.locator(".title .actions").get_by_role("link", name=label, exact=True).click()
    reader.page.get_by_label("意见或理由").fill(comment)
    reader.picture(f"assessment/move-{label}")
    assert reader.findings() == []
    reader.page.locator("main").get_by_role("button", name=label, exact=True).click()
    expect(reader.page.locator("main")).to_contain_text("经过")


def mark(reader: Reader, username: str) -> None:
    """Mark one item on the screen of the review; the others take the hand of a script."""
    reader.page.locator(".title .actions").get_by_role("link", name="逐项核查").click()
    reader.page.locator("input[value=true]").check()
    reader.press("保存，看下一项")
    expect(reader.page.locator("#notices")).to_contain_text("已记为“属实”")
    assert reader.findings() == []
    run(reader.product, f"mark_the_rest({username!r})")
    reader.page.locator(".crumbs a").nth(1).click()


def inspect(reader: Reader) -> None:
    """Draw two schools and record what was found at each."""
    reader.page.get_by_role("link", name="去办理").first.click()
    reader.page.get_by_label("抽取学校数").fill("2")
    reader.press("随机抽取")
    forms = reader.page.locator("form", has_text="保存记录")
    expect(forms).to_have_count(2)
    for place in range(2):
        forms.nth(place).get_by_label("核查情况").fill("与台账相符")
        forms.nth(place).get_by_role("button", name="保存记录").click()
        expect(reader.page.locator("main")).to_contain_text("相符：与台账相符")
    reader.picture("assessment/inspection")
    assert reader.findings() == []
    reader.page.locator(".crumbs a").first.click()


def test_a_county_is_returned_answers_and_is_recognised(at_screen: Opener, opened: Product) -> None:
    """County and nation at a desk, the inspectors of city and province with a telephone."""
    desk, phone = at_screen(1440), at_screen(390)
    desk.log_in("yi-leader")
    desk.open("/assessments/")
    desk.page.get_by_label("学年").select_option("2025")
    desk.press("开始")
    move(desk, "审签")
    move(desk, "报送")
    desk.picture("assessment/submitted")
    review(phone)
    move(phone, "退回县级整改", "第 9 项培训学时请补充说明")
    enter(desk, "yi-leader")
    desk.sees("第 9 项培训学时请补充说明")
    desk.picture("assessment/returned")
    move(desk, "审签")
    move(desk, "报送")
    desk.sees("第 1 轮与第 2 轮改了什么")
    review(phone)
    move(phone, "通过并报省级")
    province(phone)
    run(opened, "end_notice('recommend', 'sheng-leader')")
    nation(desk)
    run(opened, "end_notice('recognise', 'guo-leader')")
    for each in (desk, phone):
        enter(each, "guo-leader")
        each.sees("已认定")
        each.picture("assessment/recognised")
        assert not each.overflow()


def review(reader: Reader) -> None:
    """The city takes it in and reviews it; its leader is to decide."""
    enter(reader, "shi-inspector")
    move(reader, "受理")
    mark(reader, "shi-inspector")
    move(reader, "复核完毕")
    enter(reader, "shi-leader")


def province(reader: Reader) -> None:
    enter(reader, "sheng-inspector")
    move(reader, "受理")
    mark(reader, "sheng-inspector")
    move(reader, "材料审核完毕")
    inspect(reader)
    move(reader, "实地核查完毕")
    enter(reader, "sheng-leader")
    move(reader, "同意并公示")
    reader.picture("assessment/notice")


def nation(reader: Reader) -> None:
    enter(reader, "guo-inspector")
    move(reader, "受理")
    move(reader, "资格审查通过")
    move(reader, "质量监测通过")
    reader.page.get_by_role("link", name="去办理").first.click()
    reader.page.get_by_label("有效答卷").fill("900")
    reader.page.get_by_label("满意答卷").fill("820")
    reader.page.get_by_label("调查方式").fill("网络问卷")
    reader.press("登记")
    move(reader, "认可度调查完毕")
    mark(reader, "guo-inspector")
    move(reader, "指标审核通过")
    inspect(reader)
    move(reader, "实地核查完毕并公示")
