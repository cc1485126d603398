"""A browser, and the product running with its demonstration: once for each process of a test run."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import product as products
from tests.journeys.browser.product import Product
from tests.journeys.browser.reader import Reader, reader

# Chromium keeps to this machine: it looks for no updates, and needs no sandbox to read our own pages.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Opener = Callable[..., Reader]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser for the tests of this folder. It runs an event loop in this thread, in which Django sets up
    no database: it must have ended before the process goes on to other tests."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "product"
    folder.mkdir(exist_ok=True)
    with products.served(products.built(folder), Path(base) / "served") as running:
        yield running


@pytest.fixture
def at_screen(browser: Browser, product: Product) -> Iterator[Opener]:
    """Give a test readers, by width and theme; at its end nothing may have failed in the browser."""
    readers: list[Reader] = []

    def opened(width: int, theme: str = "light", *, keyboard: bool = False) -> Reader:
        readers.append(reader(browser, product, width, theme=theme, keyboard=keyboard))
        return readers[-1]

    yield opened
    for each in readers:
        each.context.close()
        assert not each.complaints
