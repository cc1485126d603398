"""The manual (使用手册) as a page: the same text as in ``docs``, drawn element by element.

Every element is made here and every text escaped: nothing written in the file is taken as markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

MANUAL = "docs/使用手册.md"
PICTURES = "pictures/"
ELEMENT = "<{tag}>{inner}</{tag}>"
# By kind of node; what is not here is an element of its own tag. Lines of Chinese join without a space.
PATTERNS = {
    "text": "{text}",
    "inline": "{inner}",
    "softbreak": "{text}",
    "code_inline": "<code>{text}</code>",
    "fence": "<pre>{text}</pre>",
    "heading": '<{tag} id="{anchor}">{inner}</{tag}>',
    "table": '<div class="scroll" tabindex="0"><table class="ledger">{inner}</table></div>',
    "link": '<a href="{href}">{inner}</a>',
    "image": '<img src="{picture}" alt="{words}" loading="lazy">',
}


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A heading of the second level, by which the page is walked."""

    anchor: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Manual:
    title: str
    chapters: tuple[Chapter, ...]
    body: str


@cache
def read() -> Manual:
    """Return the manual of this version of the product."""
    return drawn((Path(settings.BASE_DIR) / MANUAL).read_text(encoding="utf-8"))


def drawn(text: str) -> Manual:
    """Draw a text in Markdown."""
    root = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))
    headings = [node for node in root.children if node.type == "heading"]
    first = headings[0] if headings else None
    return Manual(
        title=_words(first) if first else "",
        chapters=tuple(
            Chapter(anchor=_anchor(node), title=_words(node)) for node in headings if node.tag == "h2"
        ),
        body=_all(node for node in root.children if node is not first),
    )


def _all(nodes: Iterable[SyntaxTreeNode]) -> str:
    return format_html_join("", "{}", ((_element(node),) for node in nodes))


def _element(node: SyntaxTreeNode) -> str:
    return format_html(
        PATTERNS.get(node.type, ELEMENT),
        tag=node.tag,
        text=node.content if not node.children else "",
        inner=_all(node.children),
        anchor=_anchor(node) if node.type == "heading" else "",
        href=node.attrs.get("href", ""),
        picture=static("manual/" + str(node.attrs.get("src", "")).removeprefix(PICTURES)),
        words=_words(node),
    )


def _words(node: SyntaxTreeNode) -> str:
    if not node.children:
        return node.content
    return "".join(map(_words, node.children))


def _anchor(node: SyntaxTreeNode) -> str:
    return _words(node).strip().replace(" ", "-")
