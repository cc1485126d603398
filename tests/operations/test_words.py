"""What is done has a name for the auditor, in whichever app it is done."""

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from counties.levels import Level
from counties.models import Officer
from operations import words
from tests.addresses import routes

APPS = ("operations", "counties", "schools", "indicators", "assessments", "reports")
DEED = re.compile(r"[a-z]+\.[a-z_]+")
# Whose name is put together from what came of it.
PUT_TOGETHER = {
    "ledger.checked",
    "evidence.received",
    "evidence.placed",
    "evidence.removed",
    "evidence.downloaded",
}
PUT_TOGETHER |= {"evidence.refused"}


def deeds(tree: ast.Module) -> Iterator[str]:
    """Every text that is handed as a deed to what writes to the trail, or is kept under a name for that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            given = [each.value for each in node.keywords if each.arg == "action"]
            if "note" in called or "append" in called or "audited" in called:
                given += node.args
            yield from _texts(given)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple):
            targets = {
                name.id for each in node.targets for name in ast.walk(each) if isinstance(name, ast.Name)
            }
            if targets & {"ACTION", "CARRIED", "BARRED"}:
                yield from _texts(node.value.elts if isinstance(node.value, ast.Tuple) else [node.value])


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and DEED.fullmatch(node.value):
            yield node.value


def test_every_deed_is_called_something_and_nothing_else_is() -> None:
    sample = ast.parse("note(x, 'a.b', by)\naudit.append(action='c.d')\nACTION = 'e.f'\nother('g.h')")
    assert set(deeds(sample)) == {"a.b", "c.d", "e.f"}
    root = Path(settings.BASE_DIR)
    files = [path for app in APPS for path in sorted((root / app).rglob("*.py"))]
    found = {deed for path in files for deed in deeds(ast.parse(path.read_text("utf-8")))}
    assert found | PUT_TOGETHER == words.DEEDS.keys()


def test_pages_are_called_something_and_nothing_else_is() -> None:
    assert {str(route.name) for route in routes()} == words.ROUTES.keys()


def test_values_are_called_what_their_own_app_calls_them() -> None:
    assert words.value_label("role", Officer.Role.CLERK, "user:x") == "填报员"
    assert words.value_label("level", Level.CITY, "assessment:1") == "市级"
    assert words.value_label("target", "city_review", "assessment:1") == "市级复核"
    assert words.value_label("target", "withdrawn", "assessment:1") == "撤销认定"
    assert words.value_label("way", "opine_done", "assessment:1") == "整改到位"
    assert words.value_label("ground", "sample", "assessment:1") == "抽查"
    assert words.value_label("mark", "doubtful", "assessment:1") == "存疑"
    assert words.value_label("outcome", "fails", "calculation:1") == "不达标"
    assert words.value_label("kind", "county", "ledger:1") == "县级数据"
    assert words.value_label("kind", "nation", "paper:1") == "国家认定全卷"
    assert words.value_label("kind", "unheard-of", "paper:1") == "unheard-of"


def test_examples_come_out_as_written() -> None:
    found = doctest.testmod(words)
    assert found.attempted
    assert not found.failed
