"""The rules of ``docs/architecture.md`` that a machine can keep: no finding in the project, and for
each rule a sample that it must find."""

import ast
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import rules

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "reports", "assessments", "indicators", "schools", "counties", "operations")
NOT_OURS = {".git", ".venv", ".hypothesis", "var", "artefacts", "__pycache__", "migrations"}

# Pages for somebody who is not logged in, or is the machine that watches over the server.
OPEN_VIEWS = {"health", "verify", "key"}
# Where a number becomes text for a reader; nothing is decided there.
DISPLAY = {"indicators/calculation/rounding.py"}

TreeRule = Callable[[ast.Module], Iterator[str]]
TextRule = Callable[[str], Iterator[str]]


@cache
def everything() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.endswith("_cache"))
        found += [Path(folder) / name for name in sorted(names) if name not in NOT_OURS]
    return found


@cache
def files(*suffixes: str) -> list[Path]:
    return [path for path in everything() if path.suffix in suffixes]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    return files(".py")


def calculation() -> list[Path]:
    return [path for path in modules() if name(path).startswith("indicators/calculation/")]


def exact_modules() -> list[Path]:
    return [path for path in calculation() if name(path) not in DISPLAY]


def view_modules() -> list[Path]:
    return [
        path for path in modules() if name(path).startswith(APPS) and "views" in (path.stem, path.parent.name)
    ]


def text_files() -> list[Path]:
    return files(".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yml", ".yaml", ".csv", ".json", "")


TREE_RULES: list[tuple[TreeRule, Callable[[], list[Path]], str]] = [
    (rules.long_functions, modules, "def long():\n" + "    pass\n" * rules.LONGEST_FUNCTION),
    (rules.imports_in_functions, modules, "def late():\n    from schools import models\n"),
    (rules.trusted_markup, modules, "from django.utils.safestring import mark_safe\n"),
    (rules.rows_taken_past_visible_to, view_modules, "def page(request):\n    Ledger.objects.get(pk=1)\n"),
    (rules.undocumented_functions, calculation, "def mean(xs):\n    return sum(xs) / len(xs)\n"),
    (rules.floats, exact_modules, "def passes(cv):\n    return float(cv) <= 0.5\n"),
]
TEXT_RULES: list[tuple[TextRule, tuple[str, ...], str]] = [
    (rules.trusted_templates, (".html", ".txt"), "{{ chart|safe }}"),
    (rules.foreign_addresses, (".html", ".css", ".js", ".svg"), '<script src="//cdn.example.com/x.js">'),
]


@pytest.mark.parametrize(
    ("rule", "paths", "bad"), TREE_RULES, ids=lambda value: getattr(value, "__name__", "")
)
def test_the_code_keeps_the_rule_and_the_rule_bites(
    rule: TreeRule, paths: Callable[[], list[Path]], bad: str
) -> None:
    assert list(rule(ast.parse(bad)))
    assert {name(path): found for path in paths() if (found := list(rule(tree(path))))} == {}


@pytest.mark.parametrize(
    ("rule", "suffixes", "bad"), TEXT_RULES, ids=lambda value: getattr(value, "__name__", "")
)
def test_pages_keep_the_rule_and_the_rule_bites(rule: TextRule, suffixes: tuple[str, ...], bad: str) -> None:
    assert list(rule(bad))
    pages = [path for path in files(*suffixes) if name(path).startswith(("templates/", "static/", *APPS))]
    assert {name(path): found for path in pages if (found := list(rule(path.read_text("utf-8"))))} == {}


def test_no_file_is_longer_than_it_can_be_read() -> None:
    limits = dict.fromkeys((".py", ".css", ".js"), rules.LONGEST_FILE) | {".html": rules.LONGEST_TEMPLATE}
    assert list(rules.long_text("\n" * 301, rules.LONGEST_FILE))
    assert {
        name(path): found
        for path in files(*limits)
        if (found := list(rules.long_text(path.read_text("utf-8"), limits[path.suffix])))
    } == {}


def test_no_room_has_a_name_that_says_nothing() -> None:
    assert "utils" in rules.VAGUE_NAMES
    stems = {name(path): {path.stem, path.parent.name} for path in modules()}
    assert {path for path, words in stems.items() if words & rules.VAGUE_NAMES} == set()


def test_every_view_asks_who_is_there() -> None:
    assert list(rules.unguarded_views(ast.parse("def page(request: HttpRequest): ...")))
    assert not list(rules.unguarded_views(ast.parse("@officer_required\ndef page(request): ...")))
    unguarded = {view for path in view_modules() for view in rules.unguarded_views(tree(path))}
    assert unguarded <= OPEN_VIEWS


def test_the_project_names_no_folder_of_a_machine() -> None:
    bad = "/".join(["", "tmp", "ledger.xlsx"])
    assert list(rules.machine_paths(f"open({bad!r})"))
    assert not list(rules.machine_paths("a path/tmp/x and https://a.example/work/x"))
    assert {
        name(path): found
        for path in text_files()
        if (found := list(rules.machine_paths(path.read_text("utf-8", errors="replace"))))
    } == {}
