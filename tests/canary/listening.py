"""What a person hears: every word of an answer, whatever it comes as."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO

import pypdfium2
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve

from tests.canary.planting import WORD
from tests.factories import whole

ENOUGH = 4  # pages of the same kind
HEARD = re.compile(f"{WORD}[0-9]*")

Heard = dict[str, set[str]]


class Listener:
    """Somebody logged in, or nobody, who notes on which address which canary words came."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.heard: Heard = {}
        self.answers = 0

    def get(self, address: str, said: str = "", **headers: str) -> HttpResponseBase:
        return self._note(f"GET {address}", self.client.get(address, headers=headers), said)

    def post(self, address: str, data: Mapping[str, object], said: str = "") -> HttpResponseBase:
        return self._note(f"POST {address}", self.client.post(address, data), said)

    def _note(self, what: str, response: HttpResponseBase, said: str) -> HttpResponseBase:
        """*said* is what the asker said himself, which an answer may repeat."""
        self.answers += 1
        head = "\n".join(f"{name}: {value}" for name, value in response.items())
        text = "\n".join([head, *texts(whole(response))])
        words = set(HEARD.findall(text.replace(said, "") if said else text))
        if words:
            self.heard[what] = words
        return response

    @property
    def words(self) -> set[str]:
        return set().union(*self.heard.values())

    def crawl(self, start: str = "/") -> set[str]:
        """Follow every link from *start* on; return the addresses that were opened."""
        waiting, seen = [start], {start}
        kinds: Counter[str] = Counter()
        opened: set[str] = set()
        while waiting:
            address = waiting.pop(0)
            kind = str(resolve(address.partition("?")[0]).url_name) + ("?" if "?" in address else "")
            kinds[kind] += 1
            if kinds[kind] > ENOUGH:
                continue
            response = self.get(address)
            opened.add(address)
            while response.status_code in {301, 302}:
                address = response["Location"]
                response = self.get(address)
            if not response.streaming:
                found = set(_links(response.getvalue().decode(errors="replace"), address)) - seen
                seen |= found
                waiting += sorted(found)
        return opened


def _links(text: str, base: str) -> Iterator[str]:
    for link in re.findall(r'(?:href|hx-get)="([^"#]+)', text):
        target = _absolute(link.replace("&amp;", "&"), base.partition("?")[0])
        if target.startswith("/") and not target.startswith(("/static/", "/admin/")):
            yield target


def _absolute(link: str, base: str) -> str:
    if link.startswith("?"):
        return base + link
    while link.startswith("../"):
        link, base = link.removeprefix("../"), base.rstrip("/").rpartition("/")[0] + "/"
    return link if link.startswith("/") else base + link


def texts(content: bytes) -> Iterator[str]:
    """Yield what can be read in *content*: as it is, on the pages of a PDF, in the parts of an archive."""
    yield content.decode("utf-8", errors="replace")
    if content.startswith(b"%PDF-") and b"%%EOF" in content:
        with pypdfium2.PdfDocument(content) as document:
            for page in document:
                yield page.get_textpage().get_text_bounded()
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts(archive.read(name))
