"""Somebody before a browser: who looks at pages, keeps pictures of them, and has them judged by axe."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.journeys.browser.product import ROOT, Product

WIDTHS = {1440: 1000, 390: 844}  # to heights
ARTEFACTS = ROOT / "artefacts" / "screenshots"
MANUAL = ROOT / "docs" / "pictures"
SERIOUS = {"serious", "critical"}
WAIT = 20_000  # milliseconds, for what a job of the product does


@dataclass
class Reader:
    """A person at a screen of some width; *complaints* is what the browser's console said."""

    product: Product
    context: BrowserContext
    page: Page
    width: int
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        answer = self.page.goto(self.product.address + address)
        assert answer is not None
        assert answer.status in {200, 403, 404, 409}, f"{address}: {answer.status}"

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
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(self.product.passwords[username])
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()

    def log_out(self) -> None:
        self.page.get_by_role("button", name="退出").click()
        expect(self.page.get_by_role("button", name="登录")).to_be_visible()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=WAIT)

    def picture(self, name: str) -> Path:
        """Keep the whole page as it looks now."""
        path = ARTEFACTS / f"{name}-{self.width}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path

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


def reader(browser: Browser, product: Product, width: int, *, theme: str = "light") -> Reader:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    found = Reader(product, context, page, width)
    page.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found
