"""Pages of Word: A4 upright or across, with a head and a foot."""

from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm

from reports.word.markup import Element, element, field, paragraph, run

LONG, SHORT = Mm(297), Mm(210)
MARGINS = (Mm(34), Mm(32), Mm(28), Mm(26))  # top, bottom, left, right: as GB/T 9704 has them
ACROSS = (Mm(24), Mm(22), Mm(16), Mm(16))
HEAD, FOOT = Mm(15), Mm(14)


def lay_out(section: Section, *, wide: bool) -> None:
    """Set size and margins of the section's pages."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    margins = ACROSS if wide else MARGINS
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    section.header_distance, section.footer_distance = HEAD, FOOT


def name(section: Section, *, head: str, stamps: str, foot: str, cover: bool) -> None:
    """Give the first section its head and foot, which those after take over; a cover has none."""
    section.different_first_page_header_footer = cover
    said = [run(head), *([run(f"　　{stamps}", element("b"))] if stamps else [])]
    _fill(section.header, paragraph("Header", *said))
    counted = [run("第 "), field("PAGE"), run(" 页 共 "), field("NUMPAGES"), run(" 页")]
    _fill(section.footer, paragraph("Footer", run(f"{foot}　　"), *counted))


def turn(document: Document, *, wide: bool) -> None:
    """Begin pages of the other orientation."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    lay_out(section, wide=wide)


def _fill(container: BlockItemContainer, content: Element) -> None:
    first = container.paragraphs[0]._p
    first.addprevious(content)
    first.getparent().remove(first)
