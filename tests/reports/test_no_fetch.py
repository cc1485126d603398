"""The renderer reads its own bundled files and nothing else, however it is asked."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import tinyhtml5
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from reports import pdf

SECRET = "a secret of the server"
# %s is an address: of a web server, of one that redirects, or of a file of the machine.
VECTORS = {
    "image": '<img src="%s">',
    "attachment by link": '<link rel=attachment href="%s">',
    "attachment by anchor": '<a rel=attachment href="%s">县</a>',
    "style sheet": '<link rel=stylesheet href="%s">',
    "import": "<style>@import url(%s);</style>",
    "background": '<p style="background: url(%s)">县',
    "font": "<style>@font-face { font-family: X; src: url(%s) } p { font-family: X }</style><p>县",
    "picture in a drawing": '<svg width=9 height=9><image href="%s" width=9 height=9 /></svg>',
    "other drawing": '<svg width=9 height=9><use href="%s#x" /></svg>',
    "object": '<object data="%s"></object>',
    "embed": '<embed src="%s">',
    "list": '<li style="list-style-image: url(%s)">县',
    "content": '<style>p::before { content: url("%s") }</style><p>县',
    "base": '<base href="%s"><img src="x.png">',
    "frame": '<iframe src="%s"></iframe>',
    "border": '<p style="border-image: url(%s) 1">县',
}
SWALLOWED = {"picture in a drawing", "other drawing", "frame"}  # not read either, but not told


class Listener(BaseHTTPRequestHandler):
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(302 if "redirect" in self.path else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(SECRET.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Listener.heard = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield listener
        listener.shutdown()
        thread.join()


@pytest.fixture(params=["web", "redirect", "file"])
def address(request: pytest.FixtureRequest, server: ThreadingHTTPServer, tmp_path: Path) -> str:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    web = f"http://127.0.0.1:{server.server_port}"
    return {"web": f"{web}/x", "redirect": f"{web}/redirect", "file": secret.as_uri()}[request.param]


def as_xml(html: str) -> str:
    """Return *html* as our own templates write it: well-formed, and so read by the stricter parser."""
    text = ElementTree.tostring(tinyhtml5.parse(html, namespace_html_elements=False), encoding="unicode")
    assert isinstance(pdf.read(text, pdf.BundledFiles()), pdf.Text)
    return text


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("written_as", [str, as_xml])
def test_nothing_is_fetched(vector: str, address: str, written_as: Callable[[str], str]) -> None:
    html = written_as(VECTORS[vector] % address)
    if vector in SWALLOWED:
        written = pdf.pdf(html)
        assert SECRET.encode() not in written
        assert pypdfium2.PdfDocument(BytesIO(written)).count_attachments() == 0
    else:
        with pytest.raises(FatalURLFetchingError):
            pdf.pdf(html)
    assert Listener.heard == []


def test_weasyprint_by_itself_fetches(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    HTML(string=VECTORS["image"] % f"http://127.0.0.1:{server.server_port}/x").write_pdf()
    assert Listener.heard == ["/x"]
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    written = HTML(string=VECTORS["attachment by link"] % secret.as_uri()).write_pdf()
    assert pypdfium2.PdfDocument(BytesIO(written)).count_attachments() == 1
