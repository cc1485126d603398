"""Every page of every route, at both widths, in both themes, at double size, on paper and without a script.

Nothing may be wider than the screen, nothing serious to axe (contrast among it), nothing that needs a script
to be read. What the routes are, ``query_counts.csv`` says, which a test keeps whole.
"""

import csv
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Error, Page

from tests.journeys.browser import offices
from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.product import ROOT, Product
from tests.journeys.browser.reader import WIDTHS, Reader
from tests.test_query_counts import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3600)]

WALKED = ROOT / "artefacts" / "pages.txt"  # every page with its findings, while the walk goes on
CLERKS = ("demo-bing", "demo-yi", "demo-ding", "demo-geng")
ABOVE = ("demo-jia-fu", "demo-shi", "demo-shi-fu", "demo-sheng-fu", "demo-guojia")
PEOPLE = (*CLERKS, *ABOVE, *offices.KEEPERS, offices.ADMINISTRATOR)
LINKS = "main a[href], nav a[href], footer a[href]"
# Where no link leads to at every time.
BELOW = {
    "assessment": ("inspection/", "survey/", "review/", "comparison/", "doubts/", "evidence/"),
    "ledger": ("accept/", "rows/", "compare/"),
}
BESIDE = ("/verify/", "/reports/downloads/")
OUTSIDE = ("/login/", "/nowhere/", "/verify/0000")
# What a page asks for while something is being done; it is a part of that page.
PARTS = {"ledger-progress", "ledger-accept-progress", "dossier-progress", "download-progress"}
# What each post is shown in its own way, and so looked at by each of the people.
OF_THE_POST = {"home", "inbox", "assessments", "assessment", "posts", "monitoring", "roadmap"}
PRESSED_WITH_A_SCRIPT = "#file-place"  # a file is hashed by the browser, or its digest typed
# Pages that people use most, each by an address or by a link on one of those before it.
SAMPLE = {
    "demo-jia": (
        "/",
        "/ledgers/upload/",
        r"/results/\d+/",
        r"/results/\d+/items/",
        "/ledgers/",
        r"/ledgers/\d+/",
    ),
    "demo-shi": ("/assessments/", r"/assessments/\d+/review/"),
}
A4 = 794, 1123  # pixels of its sides
PRESSED = "main button:not(.told button):visible, .masthead nav:visible"  # a message is told by its button


def kinds() -> set[str]:
    """The names of all routes that answer with a page."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        pages = [line["page"].partition("?")[0] for line in csv.DictReader(table)]
    return {kind_of(re.sub(r"/N(?=/|$)", "/1", page)) for page in pages}


def kind_of(address: str) -> str:
    return str(resolve(address.partition("?")[0]).view_name)


def pages(reader: Reader, begin: tuple[str, ...], seen_kinds: Counter[str]) -> Iterator[str]:
    """Open one page of each kind, and yield the address of those that are not among the *seen_kinds* or are
    different for each post."""
    waiting, seen = list(begin), set(begin)
    passed: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address) + ("?" if "?" in address else "")
        passed[kind] += 1
        if passed[kind] > 1 or not reader.visit(address):
            continue
        targets = [f"{address.partition('?')[0]}{below}" for below in BELOW.get(kind, ())]
        targets += reader.page.eval_on_selector_all(LINKS, "all => all.map(a => a.href)")
        if reader.status == 200 and (not seen_kinds[kind] or kind in OF_THE_POST):
            seen_kinds[kind] += 1
            yield address
        for link in targets:
            target = str(link).removeprefix(reader.product.address).partition("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


def name_of(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "home"


@dataclass
class Walk:
    """What was *found*, and where: one fault of the frame is one line. ``WALKED`` grows by each page."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        WALKED.parent.mkdir(exist_ok=True)
        WALKED.unlink(missing_ok=True)

    def judge(self, reader: Reader, plain: Page | None, who: str, address: str) -> None:
        """Judge the open page in all ways, in *plain* without scripts; no finding ends the walk."""
        began, faults_found = time.monotonic(), list[str]()
        try:
            faults_found += in_all_ways(reader, f"{who}/{name_of(address)}")
            faults_found += without_script(plain, reader, address) if plain else ()
        except Error as broken:
            faults_found.append(f"{address}: {broken}")
        with WALKED.open("a", encoding="utf-8") as walked:
            print(who, address, f"{time.monotonic() - began:.1f} s", *faults_found, sep="\n  ", file=walked)
        for fault in faults_found:
            self.found.setdefault(fault, []).append(f"{who} {address}")


@pytest.mark.proof
def test_every_page_of_every_route(at_screen: Opener, browser: Browser, product: Product) -> None:
    """One load of each page is looked at in all ways, and one more without scripts."""
    with product.beside() as process:
        process.do("open_keepers")
    product.passwords.update(dict.fromkeys((*offices.KEEPERS, offices.ADMINISTRATOR), offices.PASSWORD))
    walk, seen, stranger = Walk(), Counter[str](), at_screen(1440)
    for address in OUTSIDE:
        stranger.open(address)
        walk.judge(stranger, None, "stranger", address)
    stranger.complaints.clear()  # the browser's own, of a page that is not there
    for username in PEOPLE:
        administers = username == offices.ADMINISTRATOR
        begin = ("/admin/",) if administers else ("/", *BESIDE)
        reader = at_screen(1440)
        reader.log_in(username, to=begin[0])
        state = reader.context.storage_state()
        context = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
        plain = None if administers else context.new_page()  # Django's lists count what is chosen by a script
        if username == "demo-yi":  # so that there is a parcel to look at
            reader.open("/reports/downloads/")
            reader.press("打包")
        for address in pages(reader, begin, seen):
            walk.judge(reader, plain, username, address)
        context.close()
        reader.page.goto("about:blank")
    assert "\n".join(f"{fault}  ← {'; '.join(where[:3])}" for fault, where in walk.found.items()) == ""
    assert kinds() - PARTS - {kind.rstrip("?") for kind in seen} == set()


def test_pages_that_people_use_most_have_nothing_serious_in_either_theme(at_screen: Opener) -> None:
    """A sample of the walk over every page, which takes long."""
    for username, wanted in SAMPLE.items():
        reader = at_screen(1440)
        links: list[str] = []
        reader.become(username)
        for pattern in wanted:
            address = next((link for link in links if re.fullmatch(pattern, link)), pattern)
            reader.open(address)
            assert reader.status == 200, address
            links += reader.page.eval_on_selector_all(LINKS, "all => all.map(a => a.getAttribute('href'))")
            name = f"{username}/{name_of(address)}"
            found = [*faults(reader, name), *at_double_size(reader), *on_paper(reader, name)]
            reader.resize(390)
            assert [*found, reader.overflow()] == [0], f"{address} and by how many pixels it is too wide"
            reader.resize(1440)


def in_all_ways(reader: Reader, name: str) -> Iterator[str]:
    """Look at the open page at both widths, in both themes, at double size and on paper."""
    yield from faults(reader, name)
    yield from at_double_size(reader)
    yield from on_paper(reader, name)
    reader.resize(390)
    yield from (f"at 390 px: {fault}" for fault in faults(reader, name))
    reader.resize(1440)


def faults(reader: Reader, name: str) -> Iterator[str]:
    """Look at the open page in both themes, keep pictures of it, and yield what is wrong with it.

    Between the themes nothing but colours differs, so only contrast is judged again.
    """
    for theme, rules in (("light", ()), ("dark", ("color-contrast",))):
        reader.page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
        reader.picture(f"{name}-{theme}")
        yield from (f"{theme} {finding}" for finding in reader.findings(*rules))
    reader.page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
    if reader.overflow():
        yield f"{reader.overflow()} px wider than the screen"


def at_double_size(reader: Reader) -> Iterator[str]:
    """At 200 % a page has half the room; nothing may stick out of it."""
    reader.page.set_viewport_size({"width": reader.width // 2, "height": WIDTHS[reader.width] // 2})
    if reader.overflow():
        yield f"{reader.overflow()} px wider than the screen at 200 %"
    reader.resize(reader.width)


def on_paper(reader: Reader, name: str) -> Iterator[str]:
    """Nothing is printed that can only be pressed, and nothing is wider than the paper."""
    reader.page.emulate_media(media="print")
    lies = bool(reader.page.locator(".wide-sheet").count())  # the style sheet turns such a page
    reader.page.set_viewport_size({"width": A4[lies], "height": A4[not lies]})
    if os.environ.get("PROOFS"):
        reader.picture(f"{name}-print")
    if pressed := reader.page.locator(PRESSED).count():
        yield f"{pressed} things to press are printed: {reader.page.locator(PRESSED).first}"
    if reader.overflow():
        yield f"{reader.overflow()} px wider than the paper"
    reader.page.emulate_media(media="screen")
    reader.resize(reader.width)


def without_script(plain: Page, reader: Reader, address: str) -> Iterator[str]:
    """Whatever is to be read with scripts is there without them."""
    plain.goto(reader.product.address + address)
    there = set(words(plain))
    reader.page.locator(PRESSED_WITH_A_SCRIPT).evaluate_all("found => found.forEach(each => each.remove())")
    lacking = [each for each in words(reader.page) if each not in there]
    if lacking:
        yield f"only with a script: {' '.join(lacking[:8])}"


def words(page: Page) -> list[str]:
    """What is to be read, but for moments: between two loads twelve seconds ago becomes a minute ago."""
    page.locator("main time").evaluate_all("found => found.forEach(each => each.remove())")
    return page.locator("main").inner_text().split()
