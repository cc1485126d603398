"""HTML on standard input, PDF on standard output: run by ``reports.rendering`` as a process of its own.

The only module that imports WeasyPrint. What it sets was filled in by strangers, so it reads the
bundled files and nothing else, within limits of its own, and ends with its one document.
"""

import gc
import logging
import resource
import sys
import zlib
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

import pydyf
import pylopdf_fonts_zh_cn
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import rare
from reports.rendering import LACKING

STYLE = Path(__file__).parent / "print" / "dossier.css"
BUNDLED = MappingProxyType(
    {
        "bundled:/sans.otf": pylopdf_fonts_zh_cn.sans_path(),
        "bundled:/serif.otf": pylopdf_fonts_zh_cn.serif_path(),
    }
)
BASE = "bundled:/"
RARE = "bundled:/rare.otf"
SVG = "{http://www.w3.org/2000/svg}svg"
RARE_FACE = f'@font-face {{ font-family: "{rare.NAME}"; src: url({RARE}); }}'  # found where others lack
# To be kept (PDF/A-3: all fonts, colours by a profile, no date) and to be read out (tags).
ARCHIVAL = MappingProxyType({"pdf_variant": "pdf/a-3u", "pdf_tags": True})
LEVEL = 6  # of compression
MEMORY = 2 * 1024**3  # bytes of address space
SECONDS = 240  # of processor time
LOGGER = logging.getLogger("weasyprint")


class BundledFiles(URLFetcher):
    """Serves the bundled fonts, and of this document the font drawn for it and its *drawings*; any other
    address ends the rendering."""

    def __init__(self, drawn: bytes = b"") -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._drawn = drawn
        self.drawings: dict[str, bytes] = {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url == RARE and self._drawn:
            return URLFetcherResponse(url, self._drawn, {"Content-Type": "font/otf"})
        if url in self.drawings:
            return URLFetcherResponse(url, self.drawings[url], {"Content-Type": "image/svg+xml"})
        if url not in BUNDLED:
            raise FatalURLFetchingError(f"not a bundled file: {url[:200]}")
        return URLFetcherResponse(url, BUNDLED[url].read_bytes(), {"Content-Type": "font/otf"})


class Text(HTML):
    """HTML that is well-formed XML as well, as ours is, and so need not be parsed leniently and slowly.

    Raise ``ParseError`` for what is not.
    """

    def __init__(self, text: str, fetcher: URLFetcher) -> None:
        root = ElementTree.fromstring(text.replace("<br>", "<br/>"))  # as Django's filters write it
        self.base_url, self.url_fetcher, self.media_type = BASE, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


def read(text: str, fetcher: BundledFiles) -> HTML:
    """Return *text* as a document; characters that no XML may hold are what the lenient parser is for."""
    try:
        document: HTML = Text(text, fetcher)
    except ElementTree.ParseError:
        document = HTML(string=text, base_url=BASE, url_fetcher=fetcher)
    _set_aside(document.etree_element, fetcher.drawings)
    return document


def _set_aside(root: ElementTree.Element, drawings: dict[str, bytes]) -> None:
    """Make each drawing (SVG) a picture out of *drawings*: within the page WeasyPrint would give every mark
    of it a style and a box, two fifths of a small document's, and use neither."""
    for place, drawing in enumerate(list(root.iter(SVG))):
        tail, drawing.tail = drawing.tail, None
        address, told = f"{BASE}drawing-{place}", drawing.get("aria-label", "")
        drawings[address] = ElementTree.tostring(drawing)
        drawing.clear()
        drawing.tag, drawing.tail = "img", tail
        drawing.attrib.update(src=address, alt=told)


class Unset(logging.Handler):
    """Gathers the characters for which WeasyPrint says that it found no glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and str(record.msg).startswith(".notdef glyph"):
            self.characters.add(str(record.args[0]))


def pdf(html: str) -> bytes:
    """Return the PDF of *html*: the same bytes for the same text. Raise ``FatalURLFetchingError``.

    A character that the bundled fonts lack is set from a font drawn for it; one that no font has is
    〓, with a remark at the end of the document and a word on standard error.
    """
    written, unset = _written(html)
    if not unset:
        return written
    gc.collect()  # or both settings are in memory at once
    with rare.Outlines() as outlines:
        lacking = {each for each in unset if not outlines.holds(each)}
        drawn = outlines.font(unset - lacking) if unset - lacking else b""
    written, left = _written(rare.without(html, lacking), drawn)
    assert not left, f"no glyph for {sorted(left)}"
    for each in sorted(lacking):
        print(f"{LACKING}U+{ord(each):04X}", file=sys.stderr)
    return written


def _written(html: str, drawn: bytes = b"") -> tuple[bytes, set[str]]:
    """Set *html* once; return the PDF and the characters of which it holds no glyph."""
    fonts, fetcher, unset = FontConfiguration(), BundledFiles(drawn), Unset()
    text = STYLE.read_text("utf-8") + (RARE_FACE if drawn else "")
    style = CSS(string=text, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    LOGGER.addHandler(unset)
    try:
        written = read(html, fetcher).write_pdf(
            font_config=fonts, stylesheets=[style], finisher=_compress, **ARCHIVAL
        )
    finally:
        LOGGER.removeHandler(unset)
    assert isinstance(written, bytes)
    return written, unset.characters


def _compress(document: Document, made: pydyf.PDF) -> None:
    """Compress what would be compressed at the highest level: twice the time, for a hundredth less."""
    for each in made.objects:
        if isinstance(each, pydyf.Stream) and each.compress:
            _, _, plain = pydyf.Stream(each.stream, each.extra).data.partition(b"stream\n")
            each.stream = [zlib.compress(plain.removesuffix(b"\nendstream"), LEVEL)]
            each.extra = {**each.extra, "Filter": "/FlateDecode"}
            each.compress = False


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # One document and then the end: collecting garbage would take a quarter of the time.
    gc.disable()
    sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode("utf-8")))


if __name__ == "__main__":
    main()
