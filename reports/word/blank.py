"""An empty document in our styles, and a document as bytes that follow from its contents alone."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from schools.ledger.xlsx import timeless

STYLES = Path(__file__).parent / "styles.xml"
ALWAYS = datetime(*timeless.BEGINNING, tzinfo=UTC)


def document(title: str, subject: str) -> Document:
    """Return a document without contents, in our styles instead of the library's."""
    made = docx.Document()
    styles = made.styles.element
    styles[:] = list(parse_xml(STYLES.read_bytes()))
    said = made.core_properties
    said.title, said.subject, said.author, said.last_modified_by, said.comments = title, subject, "", "", ""
    said.language, said.revision, said.created, said.modified = "zh-CN", 1, ALWAYS, ALWAYS
    _forget_picture(made)
    return made


def _forget_picture(made: Document) -> None:
    """Take out the picture that the library's own template shows in a folder."""
    rels = made.part.package.rels
    for key in [key for key, each in rels.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[key]


def written(made: Document) -> bytes:
    """Return *made* as a file: the same contents, the same bytes, whenever it is saved."""
    saved = BytesIO()
    made.save(saved)
    return timeless.without_clock(saved)
