"""Somebody before a browser: who looks at pages, keeps pictures of them, and has them judged by axe."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.journeys.browser.product import ROOT, Product

WIDTHS = {1440: 1000, 390: 844}  # to heights
ARTEFACTS = ROOT / "artefacts" / "screenshots"
expect.set_options(timeout=20_000)  # milliseconds: as long as a busy machine takes for a page
MANUAL = ROOT / "docs" / "pictures"
SERIOUS = {"serious", "critical"}
WAIT = 20_000  # milliseconds, for what a job of the product does
FARTHEST = 150  # steps of the Tab key
OUTLINED = """element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


@dataclass
class Reader:
    """A person at a screen of some width; *complaints* is what the browser's console said."""

    product: Product
    context: BrowserContext
    page: Page
    width: int
    keyboard: bool = False
    complaints: list[str] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)
    status: int = 0

    def open(self, address: str) -> None:
        answer = self.page.goto(self.product.address + address)
        assert answer is not None
        assert answer.status in {200, 403, 404, 409}, f"{address}: {answer.status}"
        self.status = answer.status

    def visit(self, address: str) -> bool:
        """Open *address* if it is a page, and tell whether it is one: a file is left where it is."""
        try:
            self.open(address)
        except Error as refused:
            if "Download is starting" not in str(refused):
                raise
            return False
        return True

    def log_in(self, username: str) -> None:
        self.open("/login/")
        self.write(self.page.get_by_label("用户名"), username)
        self.write(self.page.get_by_label("密码"), self.product.passwords[username])
        self.press("登录")
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()

    def log_out(self) -> None:
        self.press("退出")
        expect(self.page.get_by_role("button", name="登录")).to_be_visible()

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        self.use(self.page.get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str, *, exact: bool = False) -> None:
        self.use(self.page.get_by_role("button", name=name, exact=exact).first)

    def use(self, target: Locator) -> None:
        """Press a link, a button or a box, by the keyboard alone where the reader has nothing else."""
        if not self.keyboard:
            target.click()
            return
        self.reach(target)
        self.page.keyboard.press(
            "Space" if target.get_attribute("type") in {"radio", "checkbox"} else "Enter"
        )

    def write(self, target: Locator, text: str) -> None:
        """Write into a field in place of what stands there."""
        if not self.keyboard:
            target.fill(text)
            return
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def reach(self, target: Locator) -> None:
        """Press Tab until *target* has the focus, and see that one sees where the focus is."""
        wanted = target.element_handle(timeout=WAIT)
        for _ in range(FARTHEST):
            if wanted.evaluate("element => element === document.activeElement"):
                assert wanted.evaluate(OUTLINED), f"nobody sees the focus on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by the Tab key")

    def look(self, name: str) -> None:
        """Keep a picture at both widths, once; at neither may anything be wider than the screen."""
        if name in self.looked:
            return
        self.looked.add(name)
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self._shoot(ARTEFACTS / f"{name}-{width}.png")
            assert not self.overflow(), f"{name} at {width} px"
        self.page.set_viewport_size({"width": self.width, "height": WIDTHS[self.width]})

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=WAIT)

    def picture(self, name: str) -> Path:
        """Keep the whole page as it looks now."""
        path = ARTEFACTS / f"{name}-{self.width}.png"
        self._shoot(path, whole=True)
        return path

    def _shoot(self, path: Path, *, whole: bool = False) -> None:
        """On a machine that has much else to do, Chromium now and then gives no picture at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        for last in (False, True):
            try:
                self.page.screenshot(path=path, full_page=whole, animations="disabled")
                return
            except Error:
                if last:
                    raise

    def picture_of_manual(self, name: str) -> None:
        """Keep what the screen shows; with PICTURES=1, in the manual, in few colours."""
        path = self.picture(f"manual/{name}")
        self.page.screenshot(path=path, animations="disabled")
        if os.environ.get("PICTURES") and self.width == max(WIDTHS):
            with Image.open(path) as shot:
                shot.convert("RGB").quantize(64).save(MANUAL / f"{name}.png", optimize=True)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        found = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return max(0, int(found))

    def findings(self) -> list[str]:
        """What axe-core finds serious or critical on the page, each with where it is."""
        violations = Axe().run(self.page).response["violations"]
        return [
            f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for each in violations
            if each["impact"] in SERIOUS
            for node in each["nodes"]
        ]


def _heard(reader: Reader, said: str) -> None:
    """Keep what the browser complains of, but for the styles that its driver adds for a picture: that no page
    has one of its own, ``tests/test_pages.py`` says."""
    if not said.startswith("Applying inline style"):
        reader.complaints.append(f"{said} ← {reader.page.url}")


def reader(
    browser: Browser, product: Product, width: int, *, theme: str = "light", keyboard: bool = False
) -> Reader:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if theme == "dark" else "light",
    )
    context.set_default_timeout(3 * WAIT)
    page = context.new_page()
    found = Reader(product, context, page, width, keyboard)
    page.on("console", lambda said: _heard(found, said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found
