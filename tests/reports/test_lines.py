"""A row's figures as one line: each ends where its column does, marked or not, and nothing is lost."""

import re
from dataclasses import replace
from io import BytesIO

import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

from indicators import published
from indicators.calculation import findings
from reports import pdf
from reports.contents import lines, national, tables
from reports.contents.lines import Line
from reports.contents.tables import Cell, Column, Table
from reports.pdf import STYLE
from tests.reports.counties import county

TOLERANCE = 38  # thousandths of an em: a tenth of a millimetre in print


def printed(standard: str) -> list[Table]:
    finding = findings.judge(county(60), published.load(standard))
    return list(national.forms(finding)[1].by_stage())


def ends(line: Line) -> list[int]:
    """Where each figure of *line* ends, as a typesetter adds it up."""
    reached, found = 0, []
    for run in line.figures:
        reached += lines.STAR if "rounded" in run.css else 0
        for piece in re.findall(r"[ \u2002\u2003]+|[^ \u2002\u2003]+", run.text):
            widths = [lines.WIDTHS.get(character, lines.CHINESE) for character in piece]
            reached += lines.DASHES if piece == tables.NONE else sum(widths)
            if not piece.isspace():
                found.append(reached)
        reached += lines.MARK if "below" in run.css else 0
    return found


def table(*cells: Cell) -> Table:
    columns = [Column(heading=str(place), width=20, figures=True) for place, _ in enumerate(cells)]
    name = Column(heading="学校名称", width=80)
    return tables.plain("", (name, *columns), ((tables.words("示例小学"), *cells),))


@pytest.mark.parametrize("standard", published.codes())
def test_every_figure_ends_where_its_column_does(standard: str) -> None:
    for printed_table in printed(standard):
        figures = sum(column.figures for column in printed_table.columns)
        every = [ends(line)[:figures] for line in lines.of_table(printed_table)]
        assert len(every) > 10
        for column in zip(*every, strict=True):
            assert max(column) - min(column) <= TOLERANCE * 2


@pytest.mark.parametrize("standard", [code for code in published.codes() if code.startswith("quality")])
def test_every_name_and_verdict_begins_where_its_column_does(standard: str) -> None:
    for printed_table in printed(standard):
        for texts in zip(*((line.name, spaced(line)) for line in lines.of_table(printed_table)), strict=True):
            begins = [begin(text) for text in texts]
            assert len(begins) > 10
            assert max(begins) - min(begins) <= TOLERANCE * 3


def spaced(line: Line) -> str:
    """The text of *line* with the marks that the style sheet puts beside figures."""
    before = ("*" if "rounded" in run.css else "" for run in line.figures)
    after = ("▽" if "below" in run.css else "" for run in line.figures)
    return "".join(map("".join, zip(before, (run.text for run in line.figures), after, strict=True)))


def begin(text: str) -> int:
    """Where the last word of *text* begins, as a typesetter adds it up."""
    marks = {"*": lines.STAR, "▽": lines.MARK, "—": lines.DASHES // 2}
    before = text[: text.rindex(text.rsplit(maxsplit=1)[-1])]
    return sum({**lines.WIDTHS, **marks}.get(letter, lines.CHINESE) for letter in before)


@pytest.mark.parametrize("standard", published.codes())
def test_a_line_says_what_the_cells_say(standard: str) -> None:
    for printed_table in printed(standard):
        rows = [row for group in printed_table.groups for row in group.rows]
        for row, line in zip(rows, lines.of_table(printed_table), strict=True):
            texts = [cell.text for cell in row if cell.text]
            figures = "".join(run.text for run in line.figures).split()
            assert [*line.name.split(), *figures, *(cell.text for cell in line.after if cell.text)] == texts
            assert (line.before, line.columns + len(line.after)) == (2, len(row) - 2)


def test_marks_and_stars_take_their_place_in_the_line() -> None:
    plain = [tables.number("3.50"), tables.number("12.00"), tables.number("4.20")]
    marked = [
        replace(plain[0], below=True, below_floor=True),
        tables.unknown(),
        replace(plain[2], below=True, rounded=True),
    ]
    (even,), (uneven,) = lines.of_table(table(*plain)), lines.of_table(table(*marked))
    assert [run.css for run in uneven.figures if run.css] == ["below floor", "missing", "below rounded"]
    assert all(abs(one - other) <= TOLERANCE * 2 for one, other in zip(ends(even), ends(uneven), strict=True))


def test_a_figure_too_wide_for_its_column_stays_apart_from_the_one_before() -> None:
    (line,) = lines.of_table(table(tables.number("1"), tables.number("9" * 30), tables.number("2")))
    assert "".join(run.text for run in line.figures).split() == ["1", "9" * 30, "2"]


def edges_in_print(html: str) -> list[float]:
    """Where each word of the first page ends, in millimetres from its left."""
    text = pypdfium2.PdfDocument(BytesIO(pdf.pdf(html)))[0].get_textpage()
    letters = text.get_text_range()
    words = [match.end() - 1 for match in re.finditer(r"\S+", letters)]
    return [text.get_charbox(place, loose=True)[2] * 25.4 / 72 for place in words]


@pytest.mark.parametrize("standard", ["quality-2017", "basic-2012"])
def test_on_paper_every_figure_ends_where_its_column_does(standard: str) -> None:
    whole = printed(standard)[0]
    few = replace(whole, groups=(replace(whole.groups[0], rows=whole.groups[0].rows[:8]),), notes=())
    context = {"table": few, "lines": lines.of_table(few)}
    edges = edges_in_print(
        f'<section class="wide">{render_to_string("reports/papers/lines.html", context)}</section>'
    )
    share = lines.PAGE / sum(column.width for column in few.columns)
    reached = 16.0
    for column in few.columns:
        reached += column.width * share
        if column.figures:
            there = [edge for edge in edges if abs(edge - (reached - lines.PADDING)) < 0.25]
            assert len(there) >= 8, column.heading


def test_the_widths_are_those_of_the_font() -> None:
    font = TTFont(pylopdf_fonts_zh_cn.sans_path())
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    assert font["head"].unitsPerEm == 1000
    for character, width in {**lines.WIDTHS, "填": lines.CHINESE, "*": lines.STAR}.items():
        assert advances[glyphs[ord(character)]][0] == width, character


def test_the_measures_are_those_of_the_style_sheet() -> None:
    style = STYLE.read_text("utf-8")
    assert "@page wide { size: A4 landscape; margin: 22mm 16mm 20mm; }" in style
    assert lines.PAGE == 297 - 2 * 16
    assert "table.dense { font-size: 7.4pt;" in style
    assert pytest.approx(7.4 * 25.4 / 72) == lines.EM
    assert f"table.dense th, table.dense td {{ padding: .7mm {str(lines.PADDING).lstrip('0')}mm; }}" in style
    assert 'b.below::after { content: "▽"; font-size: 5pt;' in style
    assert round(1000 * 5 / 7.4) == lines.MARK
