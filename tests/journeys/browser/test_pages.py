"""Every page at both widths and in both themes: nothing wider than the screen, nothing serious to axe."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import resolve

from tests.journeys.browser.conftest import Opener
from tests.journeys.browser.reader import WIDTHS, Reader

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.timeout(900)]

PEOPLE = ("demo-bing", "demo-shi", "demo-guojia")
LINKS = "main a[href], nav a[href]"
ENOUGH = 1  # pages of the same kind


def pages(reader: Reader) -> Iterator[str]:
    """Open one page of each kind that can be reached from the first, and yield its address."""
    waiting, seen = ["/"], {"/"}
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        kinds[kind] += 1
        if kinds[kind] > ENOUGH:
            continue
        if not reader.visit(address):
            continue
        yield address
        for link in reader.page.eval_on_selector_all(
            "main a[href], nav a[href]", "all => all.map(a => a.href)"
        ):
            target = str(link).removeprefix(reader.product.address).partition("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


def _kind(address: str) -> str:
    return str(resolve(address.partition("?")[0]).view_name) + ("?" if "?" in address else "")


def name_of(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "home"


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_in_both_themes_and_widths(at_screen: Opener, username: str) -> None:
    wide, narrow = at_screen(1440), at_screen(390)
    for each in (wide, narrow):
        each.log_in(username)
    found: dict[str, list[str]] = {}  # where, by what was found: one fault of the frame is one line
    for address in pages(wide):
        narrow.open(address)
        for each in (wide, narrow):
            for fault in faults(each, f"{username}/{name_of(address)}"):
                found.setdefault(fault, []).append(f"{address} {each.width}")
    assert "\n".join(f"{fault}  ← {'; '.join(where[:3])}" for fault, where in found.items()) == ""


def faults(reader: Reader, name: str) -> Iterator[str]:
    """Look at the open page in both themes, keep pictures of it, and yield what is wrong with it."""
    for theme in ("light", "dark"):
        reader.page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
        reader.picture(f"{name}-{theme}")
        yield from (f"{theme} {finding}" for finding in reader.findings())
    if reader.overflow():
        yield f"{reader.overflow()} px wider than the screen"
    if reader.width == max(WIDTHS):
        yield from at_double_size(reader)


def at_double_size(reader: Reader) -> Iterator[str]:
    """At 200 % a page has half the room; nothing may stick out of it."""
    size = {"width": reader.width, "height": WIDTHS[reader.width]}
    reader.page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    if reader.overflow():
        yield f"{reader.overflow()} px wider than the screen at 200 %"
    reader.page.set_viewport_size({"width": size["width"], "height": size["height"]})
