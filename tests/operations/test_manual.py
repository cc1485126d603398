"""The manual is a page of the product, and what is written in it cannot become markup."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from operations import manual

MARKDOWN = """# 手册

## 一、先看 这里

第一行
第二行，**要紧**，`代码`，[链接](https://a.example/?a=1&b=2)

| 列 | 值 |
|---|---|
| 甲 | <script>alert(1)</script> |

- 一
- 二

![一张图](pictures/ledgers.png)
"""


def test_markdown_becomes_elements() -> None:
    found = manual.drawn(MARKDOWN)
    assert found.title == "手册"
    assert [(each.anchor, each.title) for each in found.chapters] == [("一、先看-这里", "一、先看 这里")]
    assert '<h2 id="一、先看-这里">一、先看 这里</h2>' in found.body
    assert "<p>第一行第二行，<strong>要紧</strong>，<code>代码</code>，" in found.body
    assert '<a href="https://a.example/?a=1&amp;b=2">链接</a>' in found.body
    assert "<tr><td>甲</td>" in found.body
    assert "<ul><li><p>一</p></li>" in found.body or "<ul><li>一</li>" in found.body
    assert '<img src="/static/manual/ledgers.png" alt="一张图"' in found.body


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", '`<b "x">`'],
)
def test_nothing_in_the_text_is_markup(hostile: str) -> None:
    body = manual.drawn(f"# 甲\n\n{hostile}\n\n行内 {hostile}").body
    assert not re.search(r"<(script|img|b)\b|href=.javascript", body)


def test_every_picture_of_the_manual_is_served(clerk_client: Client) -> None:
    page = clerk_client.get("/manual/").content.decode()
    assert "使用手册" in page
    pictures = re.findall(r'<img src="/static/([^"]+)"', page)
    assert {name: finders.find(name) for name in pictures if not finders.find(name)} == {}
    text = (settings.BASE_DIR / manual.MANUAL).read_text(encoding="utf-8")
    assert len(pictures) == text.count("![")
