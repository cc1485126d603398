"""What the documents name is there: files, commands, targets, terms."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# Made by use, or by whoever installs it.
MADE_LATER = {
    "var/anchors",
    "var/secret_key",
    "var/demo",
    "artefacts/screenshots",
    "var/keys",
    "var/",
    "var/files",
    ".venv",
}


def quoted(text: str) -> Iterator[str]:
    yield from re.findall(r"`([^`\n]+)`", text)


def paths_named(text: str) -> set[str]:
    """What is quoted or linked to and looks like a file or folder of the project."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    return set(links) | {word for word in quoted(text) if re.fullmatch(r"[\w.-]+(/[\w.-]*)+", word)}


def commands_named(text: str) -> set[str]:
    return set(re.findall(r"manage\.py ([a-z_]+)", text))


def targets_named(text: str) -> set[str]:
    quotations = " ".join([*quoted(text), *re.findall(r"^ {4}(make .*)", text, re.MULTILINE)])
    return set(re.findall(r"\bmake ([a-z-]+)", quotations))


def terms() -> list[tuple[str, str]]:
    """Each word of the code in the table of terms, with the file that is said to define it."""
    rows = re.findall(
        r"^\| [^|]+ \| ([^|]+) \| `([^`]+)` \|$", (ROOT / "docs/terms.md").read_text("utf-8"), re.M
    )
    return [(word, file) for words, file in rows for word in quoted(words)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    # A quotation names a file from the top, a link or picture from where the document lies.
    places = (ROOT, document.parent)
    named = paths_named(text) - MADE_LATER
    assert {path for path in named if not any((place / path).exists() for place in places)} == set()
    assert commands_named(text) - get_commands().keys() - {"help"} == set()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets_named(text) - set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set()


def test_what_a_document_should_not_name_would_be_found() -> None:
    wrong = "See `docs/nowhere.md` and [this](LOST.md). `make tea` or\n\n    make coffee\n\n`manage.py brew`"
    assert paths_named(wrong) == {"docs/nowhere.md", "LOST.md"}
    assert targets_named(wrong) == {"tea", "coffee"}
    assert commands_named(wrong) == {"brew"}


def test_every_term_is_used_where_it_is_said_to_be_defined() -> None:
    assert len(terms()) > 40
    lost = []
    for word, file in terms():
        text = (ROOT / file).read_text(encoding="utf-8")
        if not re.search(rf"\b{word.rpartition('.')[2]}\b", text):
            lost.append((word, file))
    assert lost == []


def test_no_two_decisions_have_the_same_number() -> None:
    files = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name.partition("-")[0]) for path in files]
    assert len(set(numbers)) == len(numbers) > 20
    for number, path in zip(numbers, files, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name
