"""The dossier as an archive keeps it: PDF/A-3 with its own colours and fonts, and tagged to be read out."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from ctypes import create_string_buffer
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from weasyprint import HTML

raw = pypdfium2.raw
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


def inflated(pdf: bytes) -> str:
    """Return all that stands in *pdf*, streams unpacked, to be searched."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found).decode("latin-1")


def elements(pdf: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield page, kind and alternative text of each element of the structure tree."""
    for number, page in enumerate(pypdfium2.PdfDocument(BytesIO(pdf))):
        tree = raw.FPDF_StructTree_GetForPage(page)
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            for kind, alternative in _below(raw.FPDF_StructTree_GetChildAtIndex(tree, place)):
                yield number, kind, alternative
        raw.FPDF_StructTree_Close(tree)


def _below(element: Any) -> Iterator[tuple[str, str]]:
    if element:
        yield (
            _said(raw.FPDF_StructElement_GetType, element),
            _said(raw.FPDF_StructElement_GetAltText, element),
        )
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            yield from _below(raw.FPDF_StructElement_GetChildAtIndex(element, place))


def _said(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    text = create_string_buffer(length)
    ask(element, text, length)
    return text.raw.decode("utf-16-le").rstrip("\0")


@pytest.fixture(scope="module")
def kinds(pdf: bytes) -> Counter[str]:
    return Counter(kind for _, kind, _ in elements(pdf))


@pytest.fixture(scope="module")
def content(pdf: bytes) -> str:
    return inflated(pdf)


def test_it_says_that_it_is_pdf_a_3_with_text_that_can_be_searched(content: str) -> None:
    (packet,) = re.findall(r"<x:xmpmeta.*?</x:xmpmeta>", content, re.DOTALL)
    packet_root = ElementTree.fromstring(packet.encode("latin-1"))
    said = {name: value for each in packet_root.iter() for name, value in each.attrib.items()}
    assert (said[f"{PDFA}part"], said[f"{PDFA}conformance"]) == ("3", "U")
    assert "示例县" in "".join(packet_root.itertext())


def test_colours_are_given_by_a_profile_that_it_carries(pdf: bytes, content: str) -> None:
    assert re.search(r"/OutputIntents \[<<.*?/S /GTS_PDFA1.*?/DestOutputProfile \d+ 0 R", content, re.DOTALL)
    assert re.search(r"mntrRGB XYZ .{12}acsp", content, re.DOTALL)
    assert "OutputIntents" not in inflated(HTML(string="<p>x").write_pdf())


def test_nothing_of_it_runs_hides_or_leads_out(content: str) -> None:
    for forbidden in ("/JavaScript", "/Launch", "/Encrypt", "/EmbeddedFiles", "/URI", "/SubmitForm", "/LZW"):
        assert forbidden not in content
    assert re.search(r"/ID \[\((\w{32})\) \(\1\)\]", content)


def test_it_is_tagged_in_the_order_and_language_of_its_text(pdf: bytes, content: str) -> None:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert raw.FPDFCatalog_IsTagged(document)
    assert "/Lang (zh-Hans)" in content
    plain = pypdfium2.PdfDocument(BytesIO(HTML(string="<p>x").write_pdf()))
    assert not raw.FPDFCatalog_IsTagged(plain)


def test_headings_tables_and_lists_are_what_they_look_like(kinds: Counter[str]) -> None:
    assert kinds["H1"] == 1
    assert kinds["H2"] >= 8
    assert kinds["Table"] >= 8
    assert kinds["TH"] > kinds["Table"]
    assert kinds["TD"] > 250
    assert kinds["Caption"] >= kinds["Table"] // 2
    assert kinds["LBody"] >= 8


def test_every_picture_says_what_it_shows(pdf: bytes) -> None:
    figures = [alternative for _, kind, alternative in elements(pdf) if kind == "Figure"]
    assert len(figures) >= 16
    assert all(figures)
    assert any("差异系数" in each for each in figures)


def test_a_link_of_the_contents_is_tagged_as_one(kinds: Counter[str]) -> None:
    assert kinds["Link"] >= 8
