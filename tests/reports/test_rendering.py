"""The dossier as PDF: the same bytes, its own fonts, its own numbers on each page, and no surprises."""

import html as markup
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from reports import rendering
from reports.contents.dossier import SECTIONS, Dossier
from reports.rendering import RenderingFailed
from tests.reports.conftest import HOSTILE

raw = pypdfium2.raw


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    """The text of each page, without spaces."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [bare(page.get_textpage().get_text_bounded()) for page in document]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def set_with_seed(html: str, seed: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "reports.pdf"],
        input=html.encode(),
        capture_output=True,
        check=True,
        cwd=rendering.ROOT,
        env={"FONTCONFIG_FILE": str(rendering.FONTS), "LANG": "C.UTF-8", "PYTHONHASHSEED": seed},
    )
    return done.stdout


def fonts(pdf: bytes) -> Iterator[tuple[str, bool]]:
    """Yield name and embedding of the font of every text of the document."""
    for page in pypdfium2.PdfDocument(BytesIO(pdf)):
        for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(found.raw)
            name = raw.FPDFFont_GetBaseFontName
            length = name(font, None, 0)
            buffer = (raw.c_char * length)()
            name(font, buffer, length)
            yield buffer.value.decode(), raw.FPDFFont_GetIsEmbedded(font) == 1


def without_glyph(html: str) -> set[str]:
    """Return the characters of a page's text that one of the bundled fonts lacks."""
    text = markup.unescape(re.sub(r"<[^>]*>", "", html))
    paths = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
    return {
        character
        for path in paths
        for character in set(text) - set(map(chr, TTFont(path).getBestCmap()))
        if not character.isspace()
    }


def test_two_processes_with_different_hash_seeds_write_the_same_bytes(html: str, pdf: bytes) -> None:
    assert set_with_seed(html, "1") == set_with_seed(html, "2") == pdf


def test_no_date_is_written(pdf: bytes) -> None:
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf


def test_every_text_is_set_in_a_font_that_is_embedded(pdf: bytes) -> None:
    found = set(fonts(pdf))
    assert {embedded for _, embedded in found} == {True}
    assert {re.sub(r"^[A-Z]{6}\+", "", name) for name, _ in found} == {"Noto-Sans-SC", "Noto-Serif-SC"}


def test_fonts_of_the_machine_are_not_used() -> None:
    asked = '<p style="font-family: DejaVu Sans, Noto Sans CJK SC, sans-serif">县 county'
    names = {name for name, _ in fonts(rendering.render(asked))}
    assert all("Noto-S" in name and "CJK" not in name for name in names)


def test_no_glyph_is_missing(html: str) -> None:
    assert without_glyph(html) == set()
    assert without_glyph("<p>▾ 𠮷</p>") == {"▾", "𠮷"}


def test_what_was_written_as_markup_stands_there_as_text(pages: list[str]) -> None:
    whole = "".join(pages)
    assert all(bare(HOSTILE) in text for text in pages)
    assert (
        whole.count(bare(HOSTILE)) == len(pages) + 8
    )  # in the title, the file name, a 疑点, the verdict and beside the seal
    assert "49" not in re.findall(r"onerror=alert\(1\)>(\d+)", whole)


def test_every_page_tells_whose_it_is_by_what_from_what_and_which_of_how_many(pages: list[str]) -> None:
    for number, text in enumerate(pages, 1):
        assert "2025学年·教督〔2017〕6号·台账摘要9f3c72e104b8a6d5·草稿·示例数据" in text
        assert f"第{number}页共{len(pages)}页" in text


def test_every_page_is_stamped_across(pages: list[str]) -> None:
    for text in pages:
        letters = re.sub(r"草稿·示例数据", "", text)
        assert all(letter in letters for letter in "草稿示例数据")


def test_bookmarks_lead_to_the_sections(pdf: bytes, pages: list[str]) -> None:
    toc = list(pypdfium2.PdfDocument(BytesIO(pdf)).get_toc())
    assert [mark.get_title() for mark in toc if mark.level == 0] == [section.title for section in SECTIONS]
    for mark in toc:
        destination = mark.get_dest()
        assert destination is not None
        assert bare(mark.get_title()) in pages[destination.get_index()]


def test_the_table_of_contents_gives_the_page_of_each_section(pdf: bytes, pages: list[str]) -> None:
    told = dict(re.findall(r"((?:[一二三四五六]、|附录[一二]).+?)\.{3,}(\d+)", pages[1]))
    marks = pypdfium2.PdfDocument(BytesIO(pdf)).get_toc()
    found = {bare(mark.get_title()): mark.get_dest() for mark in marks if mark.level == 0}
    assert {title: int(page) for title, page in told.items()} == {
        title: place.get_index() + 1 for title, place in found.items() if place
    }
    assert len(told) == len(SECTIONS)


def test_the_long_table_is_printed_across_with_its_headings_on_every_page(
    pdf: bytes, pages: list[str], written_out: Dossier
) -> None:
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(BytesIO(pdf))]
    across = [text for text, (width, height) in zip(pages, sizes, strict=True) if width > height]
    assert len(across) >= 3
    for text in across:
        assert "L14" in text
        assert "标准值的85%" in text
    names = [row[1].text for group in written_out.by_school.table.groups for row in group.rows]
    assert all(bare(name) in "".join(across) for name in names)


def test_no_caption_is_left_behind(pages: list[str]) -> None:
    for caption, content in (
        ("表Ⅲ县域义务教育校际均衡情况", "全县平均值"),
        ("表Ⅱ-1小学、初中资源配置基本情况", "达标学校总数"),
        ("各学段单位对差异的贡献", "合计"),
    ):
        assert [caption in text for text in pages] == [caption in text and content in text for text in pages]
        assert any(caption in text for text in pages)


def test_figures_and_tables_are_numbered_through(pages: list[str]) -> None:
    whole = "".join(pages)
    figures = [int(number) for number in re.findall(r"图(\d+)(?:小学|初中)", whole)]
    assert figures == list(range(1, 19))
    assert re.findall(r"附表(\d)", whole) == ["1", "2", "3", "4", "5", "6"]


def test_a_setting_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "SECONDS", 0.01)
    with pytest.raises(RenderingFailed, match="not set within"):
        rendering.render("<p>县")


def test_what_the_process_says_goes_to_the_log() -> None:
    with pytest.raises(RenderingFailed, match="not a bundled file: secret"):
        rendering.render('<img src="secret">')


def test_the_process_is_told_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def note(arguments: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(options)
        return subprocess.CompletedProcess(arguments, 0, b"%PDF", b"")

    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", note)
    rendering.render("<p>县")
    assert seen["env"] == {
        "FONTCONFIG_FILE": str(rendering.FONTS),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
