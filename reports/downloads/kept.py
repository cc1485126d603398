"""What a parcel is put together from: documents that are kept, and the want of those that are not."""

from dataclasses import dataclass
from enum import StrEnum

from reports.models import Document, Paper
from reports.verification import codes, signing
from reports.verification.signing import Statement


class Form(StrEnum):
    """How a document is written, by the ending of its file."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"

    @property
    def label(self) -> str:
        return {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file of a county; *label* names the document, *statement* is what is signed of it."""

    label: str
    filename: str
    size: int
    statement: Statement

    @property
    def form(self) -> Form:
        return Form(self.filename.rpartition(".")[2])

    @property
    def sha256(self) -> str:
        return self.statement.sha256

    @property
    def signature(self) -> bytes:
        """The file that is put beside it (.sig). Raise ``keys.Unusable``."""
        return signing.sign(self.statement).content


@dataclass(frozen=True)
class Wanting:
    """A document that is not there, and why."""

    label: str
    why: str


def of_document(document: Document) -> Kept:
    """A document made of a calculation: a draft, known by its ledger and by what it was made from."""
    ledger = document.calculation.ledger
    return Kept(
        label=Document.Kind(document.kind).label,
        filename=document.filename,
        size=document.size,
        statement=Statement(
            number=f"{ledger.county.code}-{ledger.year}-v{ledger.version}",
            sha256=document.sha256,
            snapshot=document.contents,
            code=codes.code_of(document.kind, document.contents),
        ),
    )


def of_paper(paper: Paper) -> Kept:
    """A document of a submitted round."""
    return Kept(
        label=paper.title,
        filename=paper.filename,
        size=paper.size,
        statement=Statement(
            number=paper.number, sha256=paper.sha256, snapshot=paper.snapshot.sha256, code=paper.code
        ),
    )
