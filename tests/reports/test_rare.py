"""Rare characters come out whole, and what no font has is said, never left out in silence."""

import logging
import re
from io import BytesIO

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from weasyprint import HTML

from reports import pdf, rare, rendering
from tests.reports.test_rendering import fonts

NAMES = "𠮷祥镇中心小学、㐂庆路学校、䶮山初级中学"
PRIVATE = "\ue863"  # of the private use area, as old systems wrote characters they lacked


def text(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pages))


def drawn_font(characters: str) -> bytes:
    with rare.Outlines() as outlines:
        return outlines.font(set(characters))


@pytest.fixture(scope="module")
def written() -> bytes:
    return rendering.render(f"<p>{NAMES}<table><tr><td>{NAMES}</table>")


def test_names_with_rare_characters_come_out_whole_and_can_be_searched(written: bytes) -> None:
    assert text(written).count(NAMES) == 2
    assert "〓" not in text(written)


def test_they_are_set_in_a_font_that_is_embedded(written: bytes) -> None:
    found = {(re.sub(r"^[A-Z]{6}\+", "", name), embedded) for name, embedded in fonts(written)}
    assert found == {("Noto-Serif-SC", True), ("Noto-Sans-SC", True), ("Noto-Sans-SC-Rare", True)}


def test_a_document_without_them_does_not_carry_that_font() -> None:
    assert not [name for name, _ in fonts(rendering.render("<p>吉祥")) if name.endswith("Rare")]


def test_they_are_drawn_with_ink_of_their_own() -> None:
    """Not the box of a missing glyph: each looks different from the others."""
    made = TTFont(BytesIO(drawn_font("𠮷㐂䶮")))
    names = made.getBestCmap()
    assert set(map(chr, names)) == set("𠮷㐂䶮")
    drawn = {made["CFF "].cff[0].CharStrings[name].bytecode for name in [".notdef", *names.values()]}
    assert len(drawn) == 4


def test_the_same_characters_give_the_same_bytes(written: bytes) -> None:
    assert drawn_font("𠮷㐂䶮") == drawn_font("䶮㐂𠮷")
    assert rendering.render(f"<p>{NAMES}<table><tr><td>{NAMES}</table>") == written


@pytest.mark.parametrize("character", [PRIVATE, "\U0001f600", "ཀ"])
def test_what_no_font_has_is_marked_named_and_logged(
    character: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "reports.rendering"):
        found = text(rendering.render(f"<p>{character}𠮷小学"))
    assert found.startswith("〓𠮷小学本文件中的“〓”代替字库中没有的字：")
    assert f"U+{ord(character):04X}" in found
    assert f"no font has U+{ord(character):04X}" in caplog.text


def test_what_every_font_has_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "reports.rendering"):
        assert text(rendering.render("<p>吉祥小学")).startswith("吉祥小学第1页")
    assert caplog.text == ""


def test_markup_is_left_as_it_was_where_nothing_is_lacking() -> None:
    assert rare.without("<p>县", set()) == "<p>县"
    assert rare.without("<p>\ue000县", {"\ue000"}).startswith("<p>〓县<p class='note'>")


def test_text_that_no_xml_may_hold_is_set_all_the_same_and_other_text_the_same_either_way() -> None:
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9'/></svg>"
    text = f"<!DOCTYPE html><html lang='zh-Hans'><body><p>城关镇<br>小学</p>{picture}</body></html>"
    fetcher = pdf.BundledFiles()
    assert isinstance(pdf.read(text, fetcher), pdf.Text)
    assert not isinstance(pdf.read(text.replace("小学", "\x0b"), fetcher), pdf.Text)
    lenient = HTML(string=text, base_url=pdf.BASE, url_fetcher=fetcher)
    assert lenient.write_pdf(**pdf.ARCHIVAL) == pdf.Text(text, fetcher).write_pdf(**pdf.ARCHIVAL)
