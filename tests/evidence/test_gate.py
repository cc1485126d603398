"""What may be evidence and what may not: told by content, each refusal with code, sentence and remedy."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
import xlsxwriter
from PIL import Image

from assessments.evidence import apart, gate
from assessments.evidence.gate.refusals import REASONS, EvidenceRefused
from operations.apart import Reason, Stopped
from reports import pdf as documents
from tests.evidence.hostile import HOSTILE
from tests.evidence.makers import docx, field, jpg, packed, pdf, png, related, relation

OPENS_ON_A_PAGE = (b"/OpenAction [3 0 R /FitH null]", b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")


def outcome(content: bytes, name: str) -> str:
    try:
        return gate.inspect(content, apart.suffix_of(name)).code
    except EvidenceRefused as refusal:
        assert refusal.message.startswith(REASONS[refusal.code][0])
        assert refusal.remedy
        assert len(refusal.where) <= 80
        return refusal.code


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(what: str) -> None:
    name, code, make = HOSTILE[what]
    assert outcome(make(), name) == code


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 80
    assert {code for _, code, _ in HOSTILE.values()} == set(REASONS) - {"M18", "M20", "M21", "M99"}


def drawn(kind: str, mode: str = "RGB", **how: object) -> Callable[[], bytes]:
    def make() -> bytes:
        written = BytesIO()
        Image.new(mode, (301, 203)).save(written, kind, **how)
        return written.getvalue()

    return make


def two_previews() -> bytes:
    written = BytesIO()
    one = Image.new("RGB", (64, 48))
    one.save(written, "MPO", save_all=True, append_images=[one])
    return written.getvalue()


def by_pdfium() -> bytes:
    document, written = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(200, 200)
    document.save(written)
    return written.getvalue()


def by_openpyxl() -> bytes:
    book, written = openpyxl.Workbook(), BytesIO()
    book.worksheets[0].append([1, "=A1*2", "示例"])
    book.save(written)
    return written.getvalue()


def by_xlsxwriter() -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet, chart = book.add_worksheet("示例"), book.add_chart({"type": "line"})
    sheet.write(0, 0, 1)
    chart.add_series({"values": "=示例!$A$1"})
    sheet.insert_chart("C1", chart)
    sheet.write_url("A3", "https://example.com")
    book.close()
    return written.getvalue()


BENIGN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "WeasyPrint": ("a.pdf", lambda: documents.pdf("<h1>示例</h1><a href='https://example.com'>x</a>")),
    "PDFium": ("a.PDF", by_pdfium),
    "Pillow's PDF": ("a.pdf", drawn("PDF")),
    "packed objects": ("a.pdf", lambda: pdf(b"", packed(b"<< /Type /Font >>"))),
    "opens on a page by packed objects": (
        "a.pdf",
        lambda: pdf(b"/OpenAction 9 0 R", packed(b"<< /S /GoTo /D [3 0 R /Fit] >>")),
    ),
    "a link in a text": ("a.pdf", lambda: pdf(b"", b"<< /S /URI /URI (https://example.com) >>")),
    **{f"opens on a page {n}": ("a.pdf", partial(pdf, on)) for n, on in enumerate(OPENS_ON_A_PAGE)},
    "JPEG": ("a.jpeg", drawn("JPEG")),
    "progressive JPEG": ("a.jpg", drawn("JPEG", progressive=True, comment=b"x", dpi=(300, 300))),
    "JPEG with a preview behind": ("IMG.JPG", two_previews),
    "PNG": ("布局图.png", drawn("PNG")),
    **{f"PNG {mode}": ("a.png", drawn("PNG", mode)) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")},
    "by hand": ("a.png", png),
    "JPEG by hand": ("a.jpg", jpg),
    "openpyxl": ("a.xlsx", by_openpyxl),
    "XlsxWriter": ("a.xlsx", by_xlsxwriter),
    "Word": ("a.docx", docx),
    "its own template": (
        "a.docx",
        lambda: docx(more=related(relation("attachedTemplate", "file:///C:\\a\\Normal.dotm"))),
    ),
    "links and pictures": (
        "a.docx",
        lambda: docx(
            field(' HYPERLINK "https://example.com" '),
            more={**related(relation("hyperlink", "https://example.com")), "word/media/a.png": png()},
        ),
    ),
    "a folder in its name": ("../../x.pdf", pdf),
}


@pytest.mark.parametrize("what", BENIGN)
def test_an_honest_file_is_taken(what: str) -> None:
    name, make = BENIGN[what]
    assert outcome(make(), name) == {"jpeg": "jpg"}.get(end := apart.suffix_of(name), end)


def test_a_file_is_judged_in_a_process_of_its_own() -> None:
    assert apart.kind_of(pdf(), "a.pdf").media_type == "application/pdf"
    with pytest.raises(EvidenceRefused, match="脚本") as caught:
        apart.kind_of(HOSTILE["pdf: a packed script"][2](), "a.pdf")
    assert caught.value.code == "M10"


def test_a_file_that_its_judge_does_not_survive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object, **_named: object) -> bytes:
        raise Stopped(Reason.TIME)

    monkeypatch.setattr("assessments.evidence.apart.apart.run", stopped)
    with pytest.raises(EvidenceRefused, match="用时过长") as caught:
        apart.kind_of(pdf(), "a.pdf")
    assert caught.value.code == "M99"
