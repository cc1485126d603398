"""Hostile and broken files by what they try, each with its name and the code that refuses it."""

from collections.abc import Callable, Mapping
from io import BytesIO

import xlsxwriter

from assessments.evidence.kinds import LARGEST_FILE
from tests.evidence.makers import (
    archived,
    chunk,
    docx,
    field,
    jpg,
    packed,
    pdf,
    png,
    related,
    relation,
    segment,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = archived({"a.txt": b"x"})
NO_PAGE = (b"<< /Type /Pages /Kids [] /Count 0 >>",)


def xlsx(formula: str) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written)
    book.add_worksheet().write_formula(0, 0, formula)
    book.close()
    return written.getvalue()


def truncated(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def bomb() -> bytes:
    return archived({"[Content_Types].xml": b"x" * 30_000_000, "word/document.xml": b"x"})


Made = Callable[[], bytes]
OTHERS: Mapping[str, tuple[str, str, Made]] = {
    "nothing": ("a.pdf", "M01", lambda: b""),
    "too much": ("a.pdf", "M02", lambda: pdf() + b" " * LARGEST_FILE),
    "a program": ("a.pdf", "M03", lambda: b"MZ\x90\x00" + b"\0" * 100),
    "a Linux program": ("a.png", "M03", lambda: b"\x7fELF" + b"\0" * 100),
    "a page": ("a.pdf", "M03", lambda: HTML),
    "a page after blanks": ("a.docx", "M03", lambda: b"\xef\xbb\xbf \n" + HTML),
    "SVG": ("a.png", "M03", lambda: SVG),
    "a web archive": ("a.docx", "M03", lambda: b"MIME-Version: 1.0\r\n"),
    "RTF": ("a.docx", "M03", lambda: b"{\\rtf1 x}"),
    "GIF": ("a.jpg", "M03", lambda: b"GIF89a" + b"\0" * 100),
    "a photograph of a telephone (HEIC)": ("a.jpg", "M03", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 50),
    "PostScript": ("a.pdf", "M03", lambda: b"%!PS-Adobe-3.0 EPSF-3.0"),
    "text": ("a.pdf", "M03", "佐证".encode),
    "zip": ("a.zip", "M03", lambda: ZIP),
    "zip called docx": ("a.docx", "M03", lambda: ZIP),
    "slides": ("a.docx", "M03", lambda: archived({"[Content_Types].xml": b"<a/>", "ppt/a.xml": b"<a/>"})),
    "RAR": ("a.pdf", "M03", lambda: b"Rar!\x1a\x07\x01\x00"),
    "an old Word document": ("a.doc", "M03", lambda: OLE + "WordDocument\0".encode("utf-16-le")),
    "a document with a password": ("a.docx", "M06", lambda: OLE + "EncryptedPackage\0".encode("utf-16-le")),
    "a PNG called PDF": ("a.pdf", "M04", png),
    "a PDF called exe": ("a\u202efdp.exe", "M04", pdf),
    "a PDF without an ending": ("a", "M04", pdf),
    "a PDF with two endings": ("a.pdf.html", "M04", pdf),
    "a document called workbook": ("a.xlsx", "M04", docx),
}
PDFS: Mapping[str, tuple[str, str, Made]] = {
    "a script": ("a.pdf", "M10", lambda: pdf(b"", b"<< /S /JavaScript /JS (app.alert(1)) >>")),
    "a script on opening": ("a.pdf", "M10", lambda: pdf(b"/OpenAction << /S /JavaScript /JS (x) >>")),
    "a script among names": ("a.pdf", "M10", lambda: pdf(b"/Names << /JavaScript 4 0 R >>", b"<< >>")),
    "a script in another writing": ("a.pdf", "M10", lambda: pdf(b"", b"<< /S /J#61va#53cript /JS (x) >>")),
    "a packed script": ("a.pdf", "M10", lambda: pdf(b"", packed(b"<< /S /JavaScript /JS (x) >>"))),
    "a packed script that hides its kind": (
        "a.pdf",
        "M10",
        lambda: pdf(b"", packed(b"<< /S /J#61vaScript >>", b"/#4e 1 /F#69rst 4 /Filter /FlateDecode")),
    ),
    "a stream packed twice": (
        "a.pdf",
        "M17",
        lambda: pdf(
            b"", packed(b"<< >>", b"/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode]")
        ),
    ),
    "a bomb of objects": ("a.pdf", "M09", lambda: pdf(b"", packed(b" " * 70_000_000))),
    "a program to start": ("a.pdf", "M11", lambda: pdf(b"", b"<< /S /Launch /F (cmd.exe) >>")),
    "an address on opening": ("a.pdf", "M11", lambda: pdf(b"/OpenAction << /S /URI /URI (http:x) >>")),
    "an address behind a reference": (
        "a.pdf",
        "M11",
        lambda: pdf(b"/OpenAction 4 0 R", b"<< /S /URI /URI (http:x) >>"),
    ),
    "an address behind a packed reference": (
        "a.pdf",
        "M11",
        lambda: pdf(b"/OpenAction 9 0 R", packed(b"<< /S /URI /URI (http:x) >>")),
    ),
    "a reference to nothing": ("a.pdf", "M11", lambda: pdf(b"/OpenAction 77 0 R")),
    "an action of its own": ("a.pdf", "M11", lambda: pdf(b"/AA << /WC 4 0 R >>", b"<< /S /GoTo >>")),
    "a form that sends": ("a.pdf", "M11", lambda: pdf(b"", b"<< /S /SubmitForm /F (http:x) >>")),
    "another file to open": ("a.pdf", "M11", lambda: pdf(b"", b"<< /S /GoToR /F (\\\\x\\y.pdf) >>")),
    "a file inside": ("a.pdf", "M12", lambda: pdf(b"/Names << /EmbeddedFiles 4 0 R >>", b"<< >>")),
    "a collection": ("a.pdf", "M12", lambda: pdf(b"/Collection << /View /D >>")),
    "a film": ("a.pdf", "M13", lambda: pdf(b"", b"<< /Subtype /RichMedia >>")),
    "a form of XFA": ("a.pdf", "M13", lambda: pdf(b"/AcroForm << /XFA 4 0 R >>", b"<< >>")),
    "a password": ("a.pdf", "M06", lambda: pdf(trailer=b"/Encrypt 4 0 R")),
    "half of it": ("a.pdf", "M05", lambda: truncated(pdf())),
    "no directory": ("a.pdf", "M05", lambda: b"%PDF-1.7\nx\nstartxref\n99999\n%%EOF\n"),
    "no page": ("a.pdf", "M19", lambda: pdf(pages=NO_PAGE)),
    "a page in front": ("a.pdf", "M07", lambda: b"\n\n" + pdf()),
    "HTML in its head": ("a.pdf", "M07", lambda: pdf(head=b"%" + HTML + b"\n")),
    "zip behind": ("a.pdf", "M07", lambda: pdf() + ZIP),
    "zip around": ("a.pdf", "M07", lambda: pdf(head=b"%" + ZIP[:-2] + b"\xff\x01\n")),
}
PICTURES: Mapping[str, tuple[str, str, Made]] = {
    "a vast PNG": ("a.png", "M08", lambda: png(12_000, 12_000, rows=b"")),
    "a PNG beyond all": ("a.png", "M08", lambda: png(60_000, 60_000, rows=b"")),
    "a PNG that swells": ("a.png", "M09", lambda: png(rows=b"\0" * 20_000_000)),
    "a PNG of no size": ("a.png", "M05", lambda: png(0, 2)),
    "half a PNG": ("a.png", "M05", lambda: truncated(png(40, 40, rows=bytes(range(256)) * 8))),
    "a PNG without end": ("a.png", "M05", lambda: png(end=False)),
    "a PNG with too few rows": ("a.png", "M05", lambda: png(rows=b"\0\x80")),
    "a changed byte": ("a.png", "M05", lambda: png().replace(b"IHDR\0\0\0\x02", b"IHDR\0\0\0\x03")),
    "a page in a PNG": ("a.png", "M07", lambda: png(more=chunk(b"tEXt", b"Comment\0" + HTML))),
    "zip behind a PNG": ("a.png", "M07", lambda: png() + ZIP),
    "a page behind a PNG": ("a.png", "M07", lambda: png() + b"x"),
    "a PDF in a PNG": ("a.png", "M07", lambda: png(more=chunk(b"tEXt", b"a\0%PDF-1.7"))),
    "a vast JPEG": ("a.jpg", "M08", lambda: jpg(12_000, 12_000)),
    "half a JPEG": ("a.jpg", "M05", lambda: jpg(end=False)),
    "a JPEG without a picture": ("a.jpg", "M05", lambda: b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9"),
    "a page in a JPEG": ("a.jpg", "M07", lambda: jpg(more=segment(0xFE, HTML))),
    "PHP in a JPEG": ("a.jpg", "M07", lambda: jpg(more=segment(0xFE, b"<?php system($_GET[0]);"))),
    "RAR behind a JPEG": ("a.jpg", "M07", lambda: jpg(behind=b"Rar!\x1a\x07\x01\x00xx")),
    "something behind a JPEG": ("a.jpg", "M07", lambda: jpg(behind=b"MZ\x90")),
}
OFFICE: Mapping[str, tuple[str, str, Made]] = {
    "a macro": ("a.docx", "M14", lambda: docx(more={"word/vbaProject.bin": OLE})),
    "a document of macros": (
        "a.docx",
        "M14",
        lambda: docx(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "a template from elsewhere": (
        "a.docx",
        "M15",
        lambda: docx(more=related(relation("attachedTemplate", "https://x.example/a.dotm"))),
    ),
    "a template over the network": (
        "a.docx",
        "M15",
        lambda: docx(more=related(relation("attachedTemplate", "\\\\x.example\\a.dotm"))),
    ),
    "a picture from elsewhere": (
        "a.docx",
        "M15",
        lambda: docx(more=related(relation("image", "https://x.example/a.png"))),
    ),
    "a link into the network": (
        "a.docx",
        "M15",
        lambda: docx(more=related(relation("hyperlink", "file://x.example/a"))),
    ),
    "DDE": ("a.docx", "M15", lambda: docx(field('DDEAUTO c:\\\\cmd.exe "/k calc"'))),
    "a split DDE": ("a.docx", "M15", lambda: docx(field("DD").replace("</w:p>", "") + field("E cmd")[5:])),
    "an object": ("a.docx", "M16", lambda: docx(more={"word/embeddings/oleObject1.bin": OLE})),
    "a control": ("a.docx", "M16", lambda: docx(more={"word/activeX/activeX1.xml": b"<a/>"})),
    "a page inside": ("a.docx", "M16", lambda: docx(more={"word/afchunk.html": HTML})),
    "a DTD": (
        "a.docx",
        "M17",
        lambda: docx(more={"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ),
    "a way out of the package": ("a.docx", "M17", lambda: docx(more={"../../x.xml": b"<a/>"})),
    "a zip bomb": ("a.docx", "M09", bomb),
    "half a document": ("a.docx", "M05", lambda: truncated(docx())),
    "a workbook that fetches": ("a.xlsx", "M15", lambda: xlsx('=WEBSERVICE("http://x.example")')),
    "a workbook that starts something": ("a.xlsx", "M15", lambda: xlsx("=cmd|' /c calc'!A0")),
}
HOSTILE = {
    f"{group}: {what}": made
    for group, made_of in (("other", OTHERS), ("pdf", PDFS), ("picture", PICTURES), ("office", OFFICE))
    for what, made in made_of.items()
}
