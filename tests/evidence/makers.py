"""Files made byte by byte, sound and hostile: PDF, PNG, JPEG and Office packages."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from assessments.evidence.gate.office import DOCUMENT_TYPE

PAGES = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(
    catalog: bytes = b"",
    *more: bytes,
    trailer: bytes = b"",
    pages: tuple[bytes, ...] = PAGES,
    head: bytes = b"",
) -> bytes:
    """A PDF whose catalog has *catalog* in it, with *more* objects from number 4 on."""
    objects = (b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>", *pages, *more)
    written, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + head), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    ends = b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(written) + ends % (len(objects) + 1, trailer, start)


def stream(said: bytes, content: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (said, len(content), content)


def packed(content: bytes, said: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    """An object stream that holds *content* as object 9."""
    return stream(said, zlib.compress(b"9 0 " + content))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png(
    width: int = 2, height: int = 2, *, rows: bytes | None = None, more: bytes = b"", end: bool = True
) -> bytes:
    """A grey PNG; *rows* are its unpacked bytes, *more* chunks before them."""
    content = (b"\0" + b"\x80" * width) * height if rows is None else rows
    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    ends = chunk(b"IEND", b"") if end else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(content, 9)) + ends
    )


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpg(
    width: int = 8, height: int = 8, *, more: bytes = b"", behind: bytes = b"", end: bool = True
) -> bytes:
    """A JPEG of segments as they must be; its picture means nothing."""
    frame = segment(0xC0, struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0))
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + more + frame + scan + (b"\xff\xd9" if end else b"") + behind


def archived(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def relations(*lines: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def relation(kind: str, target: str, *, external: bool = True, key: str = "r9") -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'


def docx(
    body: str = "<w:p><w:r><w:t>示例</w:t></w:r></w:p>",
    *,
    more: Mapping[str, bytes | str] | None = None,
    kind: str = DOCUMENT_TYPE,
) -> bytes:
    """A Word document of *body*, with *more* parts."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    whole = relations(relation("officeDocument", "word/document.xml", external=False, key="r1"))
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archived(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": whole,
            "word/document.xml": document,
            **(more or {}),
        }
    )


def related(*lines: str) -> Mapping[str, bytes | str]:
    """The relations of the document, as a part of it."""
    return {"word/_rels/document.xml.rels": relations(*lines)}


def field(instruction: str) -> str:
    return f'<w:p><w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r></w:p>'
