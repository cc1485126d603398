"""Every test that ``docs/threats.md`` names exists, and every threat names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"`(test_\w+)`")


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [row for row in cells if not set(row[0]) <= set("- ") and row[0].strip() != "Threat"]


def test_every_threat_names_a_test_that_there_is() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)\(", text, re.MULTILINE))
    named = [NAMED.findall(row[2]) for row in rows()]
    assert len(named) > 40
    assert all(named)
    assert {name for names in named for name in names} - there == set()
