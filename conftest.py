"""Leaves out the tests whose server or browser is not here, and says how many at the end.

Where they must run, in ``.ci/run``, everything they need is there.
"""

import os
import shutil
from typing import Any

import pytest

LEFT_OUT = pytest.StashKey[dict[str, int]]()
REASONS = {
    "broker": "they need REDIS_URL: .ci/with-servers make test",
    "browser": "they need Chromium: .ci/packages test",
    "office": "they need LibreOffice: .ci/packages office",
    "proof": "they take long: make prove",
}


def is_missing(marker: str) -> bool:
    """Tell whether what tests marked *marker* need is missing from this machine."""
    return {
        "broker": not os.environ.get("REDIS_URL"),
        "browser": not (shutil.which("chromium") or shutil.which("google-chrome")),
        "office": not shutil.which("soffice"),
        "proof": not os.environ.get("PROOFS"),
    }[marker]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker in filter(is_missing, REASONS):
        deselected = [item for item in items if item.get_closest_marker(marker)]
        items[:] = [item for item in items if item not in deselected]
        config.stash[LEFT_OUT][marker] = len(deselected)
        config.hook.pytest_deselected(items=deselected)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # a process of pytest-xdist tells the one that reports
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    # Every process collects the same tests, so that one's count is the whole.
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for marker, count in config.stash[LEFT_OUT].items():
        if count:
            terminalreporter.write_line(f"{count} {marker} tests left out: {REASONS[marker]}")
