"""The first sheet: every problem, with a link to its cell, the likely value and room for what she says."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from schools.ledger import problem_sheet
from schools.ledger.texts import cut, visible
from schools.ledger.xlsx.grid import letters
from schools.repair import splice
from schools.repair.cells import place
from schools.repair.marks import Mark
from schools.repair.styles import Styles

_WIDTHS = (6, 8, 24, 14, 9, 22, 16, 52, 40, 16, 40, 8, 8, 8, 8)
_HIDDEN = range(problem_sheet.CODE, problem_sheet.VALUE + 1)
_LINK = 5
LONGEST = 1_500
MOST_CHANGES = 400
_HELP = (
    "红底【错误】必须改正；黄底【疑点】请核对，数有误就改正，数无误就在“说明”一列写明原因。点单元格地址可以跳到"
    "那一格。改完直接上传本文件：这张清单不会当作台账读入，写在这里的说明会带上。"
)


def part(title: str, marks: Sequence[Mark], styles: Styles) -> bytes:
    rows, links = [], []
    number = problem_sheet.HEADING_ROW
    for order, mark in enumerate(marks, 1):
        for line in _lines(order, mark):
            number += 1
            rows.append(_row(number, line, mark, styles))
            cell = line[4]
            if mark.sheet and place(cell):
                quoted = mark.sheet.replace("'", "''")
                where = quoteattr(f"'{quoted}'!{cell}")
                links.append(f'<hyperlink ref="{letters(_LINK)}{number}" location={where} display="{cell}"/>')
    return _sheet(title, rows, links, styles)


def _lines(order: int, mark: Mark) -> list[list[str]]:
    """One line a problem, and one more for each further cell that its likely value is made of."""
    own = next((each for each in mark.changes if each.cell == mark.cell), None)
    suggested = "" if own is None else own.value
    message, remedy = cut(mark.message, LONGEST), cut(mark.remedy, LONGEST)
    first = [str(order), mark.label, mark.about or "全表", mark.sheet, mark.cell, mark.heading, mark.value]
    first += [message, remedy, suggested, mark.explanation]
    first += [mark.code, mark.field, mark.school_code, mark.value]
    more = [each for each in mark.changes if each is not own][:MOST_CHANGES]
    return [
        first,
        *(
            [
                str(order),
                mark.label,
                mark.about,
                mark.sheet,
                each.cell,
                "",
                "",
                f"与第 {order} 条一起改",
                "",
                each.value,
            ]
            for each in more
        ),
    ]


def _row(number: int, line: Sequence[str], mark: Mark, styles: Styles) -> str:
    cells = []
    for column, text in enumerate(line, 1):
        style = styles.cell(error=mark.error) if column == 2 else styles.cell()
        style = styles.link() if column == _LINK and text else style
        cells.append(_text(number, column, text, style))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(row: int, column: int, text: str, style: str) -> str:
    """Always a text: whatever a clerk typed, no program takes it for a formula."""
    at = f'r="{letters(column)}{row}" s="{style}"'
    if not text:
        return f"<c {at}/>"
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(_plain(text))}</t></is></c>'


def _plain(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


_VIEW = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
    '<sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_PAGE = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
)


def _sheet(title: str, rows: Sequence[str], links: Sequence[str], styles: Styles) -> bytes:
    top = problem_sheet.HEADING_ROW
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1" '
        f'hidden="{int(number in _HIDDEN)}"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    headings = "".join(
        _text(top, column, text, styles.heading()) for column, text in enumerate(problem_sheet.HEADINGS, 1)
    )
    last = letters(problem_sheet.EXPLANATION)
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    whole = (
        f"{_VIEW}<cols>{columns}</cols><sheetData>"
        f'<row r="1">{_text(1, 1, problem_sheet.TITLE + title, styles.heading())}</row>'
        f'<row r="2" ht="34" customHeight="1">{_text(2, 1, _HELP, styles.cell())}</row>'
        f'<row r="{top}">{headings}</row>{"".join(rows)}</sheetData>'
        f'<autoFilter ref="A{top}:{last}{top + len(rows)}"/>'
        f'<mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/></mergeCells>'
        f"{hyperlinks}{_PAGE}"
    )
    return splice.HEAD + whole.encode()
