"""Plain rows are read past the parser of XML: a workbook comes to what the parser alone makes of it."""

import random
import re
from collections.abc import Callable, Sequence
from unittest import mock

import pytest

from schools.ledger import gate
from schools.ledger.problems import LedgerRefused, Problem
from schools.ledger.xlsx import archive, plain_rows, sheets
from schools.ledger.xlsx.grid import Grid
from schools.ledger.xlsx.strings import read_strings, read_styles
from tests.ledgers import benign, habits, packages, test_hostile_files
from tests.ledgers.packages import MAIN, SHEET_PART, relation, relations

CHUNKS = (7, 61, 1_000, 64 * 1024)
Outcome = tuple[Problem | list[Grid], tuple[int, int]]

AS_EXCEL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<worksheet xmlns="{MAIN}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    "<sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A20:B21'/></mergeCells></worksheet>"
)
TEXTS = (
    "学校标识码",
    "学校名称",
    "办学类型",
    "小学在校生数（人）",
    "小学",
    "示例县𠮷小学",
    "9901000001",
    " 2 ",
)
STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>'  # plain, date, percent
CELLS = (
    '<c r="{a}" s="0"><v>{n}</v></c>',
    '<c r="{a}"><v>{n}.5</v></c>',
    '<c r="{a}" s="1"><v>38596</v></c>',
    '<c r="{a}" s="2"><v>0.25</v></c>',
    '<c r="{a}" s="0" t="s"><v>{t}</v></c>',
    '<c r="{a}" t="inlineStr"><is><t>示例县第{n}小学</t></is></c>',
    '<c r="{a}" t="inlineStr"><is><t xml:space="preserve"> {n}</t></is></c>',
    '<c r="{a}" t="str"><v>_x0041_{n}</v></c>',
    '<c r="{a}" t="b"><v>1</v></c>',
    '<c r="{a}" t="e"><v>#N/A</v></c>',
    '<c r="{a}" s="0"/>',
    '<c r="{a}" s="0" />',
    '<c r="{a}"></c>',
    '<c r="{a}" t="n"><v></v></c>',
    '<c r="{a}"><f>1+{n}</f><v>{n}</v></c>',
)
TAGS = (
    '<row r="{r}" spans="1:8" x14ac:dyDescent="0.2">',
    '<row r="{r}">',
    '<row r="{r}" hidden="1" ht="20">',
    '<row r="{r}" spans="1:8" ht="15">',
)
# What is put anywhere into a sheet that was whole: each has its own way of being no plain row.
SLIPS: Sequence[str] = (
    *("<", ">", "/", '"', "'", "&", "&amp;", "&x;", "\n", "\r", "\t", " ", "\x00", "\x0b", "\ufffe"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "<!DOCTYPE a>", "<!-- <sheetData> -->", "\ufeff"),
    *("<row>", "</row>", '<row r="3">', '<row r="5"/>', '<row r="30000">', '<row r="9" r="9">'),
    *("<row spans='1'>", "</sheetData>", "<sheetData>", "<sheetData/>", "</c>", "<c>", '<c r="A1"/>'),
    *('<c r="ZZ2"><v>1</v></c>', '<c r="A2" t="q"><v>1</v></c>', '<c r="A2" t="s"><v>99</v></c>'),
    *('<c r="XFE1"/>', "<v>", "</v>", "<v>1</v>", "<f>", '<f>WEBSERVICE("a")</f>', "<is>", "<t>"),
    *("</t></is>", "<extLst/>", ' r="C2"', ' t="s"', ' s="1"', 't="b"', "1", "0", "9", "x", "e5", "-"),
    *("x14ac:", "xmlns='urn:a' ", "𠮷", "\u0085", "_x000D_", "1" * 3_000),
)


def built(chance: random.Random, rows: int = 12) -> str:
    """Return a sheet of rows as programs write them, each of its cells in one of their ways."""
    written = []
    for number in range(1, rows + 1):
        cells = "".join(
            chance.choice(CELLS).format(a=f"{letter}{number}", n=chance.randrange(300), t=chance.randrange(8))
            for letter in "ABCDEFGH"
            if chance.random() < 0.9
        )
        written.append(f"{chance.choice(TAGS).format(r=number)}{cells}</row>")
    return AS_EXCEL.replace("{rows}", "".join(written))


def slipped(text: str, chance: random.Random) -> str:
    """Return *text* with something put in, taken out or turned about where it should not be."""
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(text))
        if chance.random() < 0.5:  # beside a tag, perhaps in place of cells or rows
            at = text.find(">", at) + 1
            ends = [text.find(end, at) + len(end) for end in ("</c>", "</row>", ">")]
            until = max(at, chance.choice((at, at, *ends)))
        else:
            until = at + chance.choice((0, 0, 0, 1, 2, 9, 60))
        put = chance.choice(SLIPS) if chance.random() < 0.6 else text[until : until + chance.randrange(90)]
        text = text[:at] + chance.choice(("", put, put)) + text[until:]
    return text


def workbook_of(text: str) -> bytes:
    table = "".join(f"<si><t>{each}</t></si>" for each in TEXTS)
    lines = (
        relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        relation("rId2", "sharedStrings", "s.xml"),
        relation("rId3", "styles", "t.xml"),
    )
    return packages.stored(
        {
            SHEET_PART: text.encode("utf-8", "surrogatepass"),
            "xl/_rels/workbook.xml.rels": relations(*lines),
            "xl/s.xml": f'<sst xmlns="{MAIN}">{table}</sst>',
            "xl/t.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        }
    )


def outcome(data: bytes, chunk: int, *, by_the_parser_alone: bool) -> Outcome:
    """Return the sheets of *data*, or why it is refused, and what is left of its budget."""
    package = None
    with (
        mock.patch.object(archive, "CHUNK", chunk),
        mock.patch.object(plain_rows, "TELLS_LATE", by_the_parser_alone),
    ):
        try:
            package = gate.inspect(data)
            strings = read_strings(package.archive, package.shared_strings)
            styles = read_styles(package.archive, package.styles)
            found: Problem | list[Grid] = [
                sheets.scan(package, each, strings, styles) for each in package.sheets
            ]
        except LedgerRefused as refusal:
            return refusal.problem, (0, 0)
    return found, (package.archive.budget.cells, package.archive.budget.elements)


def same(data: bytes, chunk: int = 64 * 1024) -> Outcome:
    """Return the outcome of *data*, which is that of the parser alone."""
    ours = outcome(data, chunk, by_the_parser_alone=False)
    assert ours == outcome(data, chunk, by_the_parser_alone=True)
    return ours


def of_many(count: int, seed: int) -> tuple[int, int]:
    """Hold *count* sheets with slips against the parser alone; return how many were read and refused."""
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        text = slipped(built(chance), chance)
        found, _left = same(workbook_of(text), chance.choice(CHUNKS))
        refused += isinstance(found, Problem)
    return count - refused, refused


@pytest.mark.skipif(plain_rows.TELLS_LATE, reason="this parser of XML puts off telling of tags")
def test_the_rows_of_an_ordinary_workbook_are_nearly_all_plain() -> None:
    text = AS_EXCEL.replace(
        "{rows}",
        "".join(f'<row r="{n}" spans="1:2"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2_001)),
    )
    begin = sheets._Scanner._begin_row
    with mock.patch.object(sheets._Scanner, "_begin_row", autospec=True, side_effect=begin) as parsed:
        outcome(workbook_of(text), 64 * 1024, by_the_parser_alone=False)
    assert parsed.call_count < 10


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize("lost", ["cells", "row"])
def test_a_reader_that_loses_a_cell_or_a_row_is_found_out(chunk: int, lost: str) -> None:
    """What the bytes say is counted apart from what is read: a fault of ours is refused like a forgery."""

    def loses(self: plain_rows._Rows, row: re.Match[bytes], inside: bytes) -> bool:
        written = plain_rows.Written(int(row[1]), inside.count(b"<c ") - 1, 1)
        return lost == "row" or self._taker.take(written, {}, hidden=False)

    text = AS_EXCEL.replace(
        "{rows}", "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 40))
    )
    assert isinstance(outcome(workbook_of(text), chunk, by_the_parser_alone=False)[0], list)
    with mock.patch.object(plain_rows._Rows, "_is_taken", loses):
        found, _left = outcome(workbook_of(text), 64 * 1024, by_the_parser_alone=False)
    assert isinstance(found, Problem)
    assert found.code == "E23"


@pytest.mark.parametrize("chunk", CHUNKS)
def test_sheets_as_programs_write_them_come_to_the_same(chunk: int) -> None:
    chance = random.Random(chunk)
    for _ in range(5):
        found, _left = same(workbook_of(built(chance)), chunk)
        assert isinstance(found, list)


def test_every_benign_workbook_comes_to_the_same() -> None:
    for build in (*benign.FILES.values(), *habits.FILES.values()):
        same(build())


def hostile(*, large: bool) -> list[Callable[[], bytes]]:
    files = test_hostile_files.FILES
    return [build for code, _, build in files if (code in {"E11", "E12", "E18", "E21"}) is large]


def test_every_hostile_workbook_comes_to_the_same() -> None:
    for build in hostile(large=False):
        same(build())


@pytest.mark.proof
@pytest.mark.parametrize("build", hostile(large=True))
def test_every_large_hostile_workbook_comes_to_the_same(build: Callable[[], bytes]) -> None:
    same(build())


def test_sheets_with_slips_come_to_the_same() -> None:
    read, refused = of_many(60, seed=4)
    assert read
    assert refused


@pytest.mark.proof
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_sheets_with_slips_come_to_the_same(seed: int) -> None:
    read, refused = of_many(2_500, seed=seed)
    assert read > 100
    assert refused > 500
