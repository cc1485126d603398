"""From the county's signature over a city's return and the province's evaluation to recognition.

County and nation work at a desk, by the keyboard alone; the inspectors of city and province with a telephone.
Every page on the way is looked at in both widths. A document of the round is then verified by a stranger.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browser import offices
from tests.journeys.browser import product as products
from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.product import Beside, Product
from tests.journeys.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


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
def beside(product: Product) -> Iterator[Beside]:
    """The offices above a county whose year is filled in."""
    with product.beside() as process:
        process.do("open_posts")
        process.do("fill_in")
        product.passwords.update(dict.fromkeys(offices.POSTS, offices.PASSWORD))
        yield process


def enter(reader: Reader, username: str) -> None:
    """Come as somebody else, and go from the queue to the assessment."""
    reader.become(username)
    reader.open("/assessments/?all=1")
    reader.use(reader.page.get_by_role("link", name="示例乙县").first)
    expect(reader.page.locator("h1")).to_contain_text("督导评估")


def move(reader: Reader, label: str, comment: str = "情况属实，材料齐全") -> None:
    reader.use(reader.page.locator(".title .actions").get_by_role("link", name=label, exact=True))
    reader.write(reader.page.get_by_label("意见或理由"), comment)
    reader.look(f"assessment/move-{label}")
    reader.use(reader.page.locator("main").get_by_role("button", name=label, exact=True))
    expect(reader.page.locator("main")).to_contain_text("经过")


def mark(reader: Reader, beside: Beside, username: str) -> None:
    """Mark one item on the screen of the review; the others take the hand of a script."""
    reader.use(reader.page.locator(".title .actions").get_by_role("link", name="逐项核查"))
    reader.look("assessment/review")
    reader.use(reader.page.locator("input[value=true]"))
    reader.press("保存，看下一项")
    expect(reader.page.locator("#notices")).to_contain_text("已记为“属实”")
    beside.do("mark_the_rest", username)
    reader.use(reader.page.locator(".crumbs a").nth(1))


def inspect(reader: Reader) -> None:
    """Draw two schools and record what was found at each."""
    reader.use(reader.page.get_by_role("link", name="去办理").first)
    reader.write(reader.page.get_by_label("抽取学校数"), "2")
    reader.press("随机抽取")
    forms = reader.page.locator("form", has_text="保存记录")
    expect(forms).to_have_count(2)
    for place in range(2):
        reader.write(forms.nth(place).get_by_label("核查情况"), "与台账相符")
        reader.use(forms.nth(place).get_by_role("button", name="保存记录"))
        expect(reader.page.locator("main")).to_contain_text("相符：与台账相符")
    reader.look("assessment/inspection")
    reader.use(reader.page.locator(".crumbs a").nth(1))


def test_a_county_is_returned_answers_and_is_recognised(at_screen: Opener, beside: Beside) -> None:
    desk, phone = at_screen(1440, keyboard=True), at_screen(390)
    desk.log_in("yi-leader")
    desk.open("/assessments/")
    desk.reach(desk.page.locator("section", has_text="开始评估").get_by_label("学年"))
    desk.page.keyboard.type("2025")
    desk.press("开始", exact=True)
    move(desk, "审签")
    move(desk, "报送")
    desk.look("assessment/submitted")
    review(phone, beside)
    move(phone, "退回县级整改", "第 9 项培训学时请补充说明")
    enter(desk, "yi-leader")
    desk.sees("第 9 项培训学时请补充说明")
    desk.look("assessment/returned")
    move(desk, "审签")
    move(desk, "报送")
    desk.sees("第 1 轮与第 2 轮改了什么")
    review(phone, beside)
    move(phone, "通过并报省级")
    province(phone, beside)
    beside.do("end_notice", "recommend", "sheng-leader")
    nation(desk, beside)
    beside.do("end_notice", "recognise", "guo-leader")
    enter(desk, "guo-leader")
    desk.sees("已认定")
    desk.look("assessment/recognised")
    the_receipt_is_verified(desk, beside)


def review(reader: Reader, beside: Beside) -> None:
    """The city takes it in and reviews it; its leader is to decide."""
    enter(reader, "shi-inspector")
    move(reader, "受理")
    mark(reader, beside, "shi-inspector")
    move(reader, "复核完毕")
    enter(reader, "shi-leader")


def province(reader: Reader, beside: Beside) -> None:
    enter(reader, "sheng-inspector")
    move(reader, "受理")
    mark(reader, beside, "sheng-inspector")
    move(reader, "材料审核完毕")
    inspect(reader)
    move(reader, "实地核查完毕")
    enter(reader, "sheng-leader")
    move(reader, "同意并公示")
    reader.look("assessment/notice")


def nation(reader: Reader, beside: Beside) -> None:
    enter(reader, "guo-inspector")
    move(reader, "受理")
    move(reader, "资格审查通过")
    move(reader, "质量监测通过")
    reader.use(reader.page.get_by_role("link", name="去办理").first)
    reader.write(reader.page.get_by_label("有效答卷"), "900")
    reader.write(reader.page.get_by_label("满意答卷"), "820")
    reader.write(reader.page.get_by_label("调查方式"), "网络问卷")
    reader.press("登记")
    move(reader, "认可度调查完毕")
    mark(reader, beside, "guo-inspector")
    move(reader, "指标审核通过")
    inspect(reader)
    move(reader, "实地核查完毕并公示")


def the_receipt_is_verified(reader: Reader, beside: Beside) -> None:
    """The receipt of a submission, downloaded, is what the system keeps; with one byte changed it is not."""
    beside.do("write_the_receipt")
    reader.use(reader.page.locator(".title .actions").get_by_role("link", name="文书"))
    link = reader.page.get_by_role("link", name="下载回执：报送 PDF").first
    reader.look("assessment/papers")
    reader.picture_of_manual("papers")
    with reader.page.expect_download() as waiting:
        reader.use(link)
    receipt = Path(waiting.value.path()).read_bytes()
    reader.log_out()
    code = _code(receipt)
    _answer(reader, code, receipt, "与系统记录一致")
    reader.look("assessment/verified")
    reader.picture_of_manual("verified")
    _answer(reader, code, receipt[:-9] + b"#" + receipt[-8:], "不一致")
    reader.look("assessment/not-verified")


def _code(document: bytes) -> str:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document))
    found = re.search(r"查验码[：:\s]*([A-Z0-9 \-]{28,45})", text)
    assert found, text
    return found[1].strip()


def _answer(reader: Reader, code: str, content: bytes, answer: str) -> None:
    """The page of verification says so of a file that is chosen on it."""
    reader.open("/verify/")
    reader.write(reader.page.get_by_label("封面或回执上的查验码"), code)
    chosen: Locator = reader.page.get_by_label("或选一份文件")
    reader.reach(chosen)
    chosen.set_input_files({"name": "回执.pdf", "mimeType": "application/pdf", "buffer": content})
    expect(reader.page.locator("#file-told")).to_contain_text("文件没有上传")
    reader.press("查验", exact=True)
    expect(reader.page.locator("main h2").first).to_have_text(answer)
