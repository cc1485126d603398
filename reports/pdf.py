"""HTML on standard input, PDF on standard output: run by ``reports.rendering`` as a process of its own.

The only module that imports WeasyPrint. What it sets was filled in by strangers, so it reads the
bundled files and nothing else, within limits of its own, and ends with its one document.
"""

import gc
import resource
import sys
from pathlib import Path
from types import MappingProxyType

import pylopdf_fonts_zh_cn
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STYLE = Path(__file__).parent / "print" / "dossier.css"
BUNDLED = MappingProxyType(
    {
        "bundled:/sans.otf": pylopdf_fonts_zh_cn.sans_path(),
        "bundled:/serif.otf": pylopdf_fonts_zh_cn.serif_path(),
    }
)
MEMORY = 2 * 1024**3  # bytes of address space
SECONDS = 240  # of processor time


class BundledFiles(URLFetcher):
    """Serves the bundled fonts; any other address ends the rendering, unread."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in BUNDLED:
            raise FatalURLFetchingError(f"not a bundled file: {url[:200]}")
        return URLFetcherResponse(url, BUNDLED[url].read_bytes(), {"Content-Type": "font/otf"})


def pdf(html: str) -> bytes:
    """Return the PDF of *html*: the same bytes for the same text. Raise ``FatalURLFetchingError``."""
    fonts, fetcher = FontConfiguration(), BundledFiles()
    style = CSS(string=STYLE.read_text("utf-8"), base_url="bundled:/", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url="bundled:/", url_fetcher=fetcher)
    written = document.write_pdf(font_config=fonts, stylesheets=[style])
    assert isinstance(written, bytes)
    return written


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # One document and then the end: collecting garbage would take a quarter of the time.
    gc.disable()
    sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode("utf-8")))


if __name__ == "__main__":
    main()
