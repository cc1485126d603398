"""Somebody before a browser: who looks at pages, keeps pictures of them, and has them judged by axe."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
TRIES = 6  # to reach what the focus is to be on
LEAVING = re.compile("退出|注销")  # as our pages and the administrator's say
OUTLINED = """element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""
# How many times Tab has to be pressed from where the focus is: of radio buttons the chosen one is a stop, or
# else the first; null for what is none.
STEPS = """target => {
    const isStop = each => {
        if (each.tabIndex < 0 || each.disabled) return false;
        if (!each.checkVisibility({visibilityProperty: true})) return false;
        if (each.type !== "radio") return true;
        const group = [...document.getElementsByName(each.name)].filter(other => other.form === each.form);
        return each === (group.find(other => other.checked) || group[0]);
    };
    const stops = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
    const reached = [...stops].filter(isStop);
    if (target.type === "radio" && !isStop(target))
        target = reached.find(each => each.name === target.name && each.form === target.form);
    const at = document.activeElement, FOLLOWS = Node.DOCUMENT_POSITION_FOLLOWING;
    const next = reached.findIndex(each => each === at || at.compareDocumentPosition(each) & FOLLOWS);
    const place = at === document.body ? -1 : reached[next] === at ? next : next - 0.5;
    return reached.includes(target) ? Math.ceil(reached.indexOf(target) - place) : null;
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

    def log_in(self, username: str, *, to: str = "/") -> None:
        self.open(f"/login/?next={to}")
        self.write(self.page.get_by_label("用户名"), username)
        self.write(self.page.get_by_label("密码"), self.product.passwords[username])
        self.press("登录")
        expect(self.page.get_by_role("button", name=LEAVING)).to_be_visible()

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
        kind = target.get_attribute("type")
        if kind == "radio":
            self._turn_to(target)
        else:
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def write(self, target: Locator, text: str) -> None:
        """Write into a field in place of what stands there."""
        if not self.keyboard:
            target.fill(text)
            return
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def reach(self, target: Locator) -> None:
        """Press Tab until *target*, or the stop of its radio buttons, has the focus, and see that one sees
        where the focus is."""
        for _ in range(TRIES):
            steps = target.element_handle(timeout=WAIT).evaluate(STEPS)
            if steps is None:
                break
            if steps == 0:
                assert self.page.evaluate(f"({OUTLINED})(document.activeElement)"), f"no focus seen: {target}"
                return
            for _ in range(abs(steps)):
                self.page.keyboard.press("Tab" if steps > 0 else "Shift+Tab")
        raise AssertionError(f"{target} cannot be reached by the Tab key")

    def _turn_to(self, target: Locator) -> None:
        """Choose *target* among the radio buttons one of which has the focus."""
        for key in ("Space", *["ArrowDown"] * TRIES):
            if target.is_checked():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{target} cannot be chosen with the arrows")

    def choose(self, target: Locator, option: str) -> None:
        """Choose an option of a list by what it says first."""
        if not self.keyboard:
            target.select_option(label=option)
            return
        self.reach(target)
        self.page.keyboard.type(option)
        expect(target.locator("option:checked")).to_have_text(option)

    def give(self, target: Locator, file: Path | tuple[str, str, bytes]) -> None:
        """Choose a file, or one of a name, a type and bytes. The dialogue for it is the browser's own."""
        if self.keyboard:
            self.reach(target)
        if isinstance(file, tuple):
            name, kind, content = file
            target.set_input_files({"name": name, "mimeType": kind, "buffer": content})
        else:
            target.set_input_files(file)

    def become(self, username: str) -> None:
        """Be logged in as somebody else. The form, which other journeys fill in, is sent without its page."""
        self.context.clear_cookies()
        address = f"{self.product.address}/login/"
        self.context.request.get(address)
        token = next(each["value"] for each in self.context.cookies() if each["name"] == "csrftoken")
        form: dict[str, str | float | bool] = {
            "username": username,
            "password": self.product.passwords[username],
            "csrfmiddlewaretoken": token,
        }
        answer = self.context.request.post(address, form=form, headers={"Referer": address}, max_redirects=0)
        assert answer.status == 302, username

    def look(self, name: str) -> None:
        """Keep a picture at both widths, once; at neither may anything be wider than the screen."""
        if name in self.looked:
            return
        self.looked.add(name)
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self._shoot(ARTEFACTS / f"{name}-{width}.png")
            assert not self.overflow(), f"{name} at {width} px"
        self.resize(self.width)

    def resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=WAIT)

    def picture(self, name: str) -> Path:
        """Keep the whole page as it looks now."""
        path = ARTEFACTS / f"{name}-{self.width}.png"
        self._shoot(path, whole=True)
        return path

    def _shoot(self, path: Path, *, whole: bool = False) -> None:
        """On a machine that has much else to do, Chromium now and then gives no picture at once. The caret
        stays: hiding it leaves an empty ``style`` on every field, which htmx copies and the CSP refuses."""
        path.parent.mkdir(parents=True, exist_ok=True)
        for last in (False, True):
            try:
                self.page.screenshot(path=path, full_page=whole, animations="disabled", caret="initial")
                return
            except Error:
                if last:
                    raise

    def picture_of_manual(self, name: str) -> None:
        """With PICTURES=1, keep what the screen shows in the manual, once, in few colours."""
        name = f"manual/{name}"
        if not os.environ.get("PICTURES") or self.width != max(WIDTHS) or name in self.looked:
            return
        self.looked.add(name)
        path = ARTEFACTS / f"{name}.png"
        self._shoot(path)
        with Image.open(path) as shot:
            shot.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(
                MANUAL / path.name, optimize=True
            )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        found = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return max(0, int(found))

    def findings(self, *rules: str) -> list[str]:
        """What axe-core finds serious or critical on the page, each with where it is; of these *rules* alone,
        where some are named."""
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = {"type": "rule", "values": list(rules)}
        violations = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for each in violations
            if each["impact"] in SERIOUS
            for node in each["nodes"]
        ]


def _heard(reader: Reader, said: str) -> None:
    """Keep what the browser complains of, and where."""
    reader.complaints.append(f"{said} ← {reader.page.url}")


def reader(
    browser: Browser, product: Product, width: int, *, theme: str = "light", keyboard: bool = False
) -> Reader:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",  # a colour on its way to another is no colour to judge
    )
    context.set_default_timeout(3 * WAIT)
    page = context.new_page()
    found = Reader(product, context, page, width, keyboard)
    page.on("console", lambda said: _heard(found, said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found
