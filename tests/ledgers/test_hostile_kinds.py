"""The fifteen kinds of hostile file (U1–U15): all there, each read apart within two seconds and 300 MB.

What is refused by the gate or by the reader has codes; what comes in and is refused as a figure, a text or a
school has a test of its own below.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from counties.models import Officer
from schools import transport
from schools.ledger import checks, workbook
from schools.ledger.problems import LedgerRefused, Severity
from schools.models import Ledger, SchoolYear
from tests.factories import division, officer
from tests.ledgers import metered, packages, test_hostile_files
from tests.ledgers.packages import package, relation, relations, sheet, with_cell
from tests.ledgers.rows import county_rows
from tests.steps import accepted, checked
from tests.steps import workbook as written

SECONDS, MEMORY = 2.0, 300 * 1024 * 1024
KINDS: Mapping[str, tuple[str, ...]] = {
    "U1 no zip": ("E01", "E02", "E03", "E04"),
    "U2 tricks of zips": ("E05", "E06", "E07", "E08", "E09", "E10"),
    "U3 bombs": ("E11", "E12"),
    "U4 other documents": ("E13",),
    "U5 macros": ("E14",),
    "U6 links and objects": ("E15", "E16", "E17"),
    "U7 nesting and DTDs": ("E18", "E29"),
    "U8 addresses, and counts that disagree": ("E19", "E20", "E23"),
    "U9 far cells and rows": ("E21", "E22"),
    "U10 formulas": ("E24",),
    "U11 merges, long texts, numbers that are none": ("E25", "E26", "E27"),
    "U12 sheets": ("E28", "E31"),
    "U13 bad XML": ("E30",),
}
NO_LEDGER = {"E32", "E33", "E34", "E35"}
SAMPLE = ("too many cells", "old xls, far right")
Build = Callable[[], bytes]


def test_every_kind_of_the_gate_is_there() -> None:
    there = {code for code, _, _ in test_hostile_files.FILES}
    named = {code for codes in KINDS.values() for code in codes}
    assert there == named | NO_LEDGER
    for kind, codes in KINDS.items():
        assert sum(code in codes for code, _, _ in test_hostile_files.FILES) >= 3, kind


def read_apart(folder: Path, builds: Mapping[str, Build]) -> dict[str, metered.Metered]:
    """Return what reading each file in a process of its own took."""
    questions = []
    for number, build in enumerate(builds.values()):
        questions.append(folder / str(number))
        questions[-1].write_bytes(transport.question(build(), {}))
    return dict(zip(builds, metered.of(questions), strict=True))


def must_be_refused(name: str, code: str, took: metered.Metered, *, seconds: float) -> None:
    assert took.exit == 0, (name, took)
    with pytest.raises(LedgerRefused) as refusal:
        transport.unpacked(took.answer.encode())
    assert refusal.value.problem.code == code, name
    assert seconds < SECONDS, (name, took)
    assert took.memory < MEMORY, (name, took)


def test_a_hostile_file_takes_little_time_and_memory_of_its_reader(tmp_path: Path) -> None:
    """Of the processor's time: the clock of a busy machine says nothing of a file."""
    files = {name: (code, build) for code, name, build in test_hostile_files.FILES if name in SAMPLE}
    assert len(files) == len(SAMPLE)
    took = read_apart(tmp_path, {name: build for name, (_, build) in files.items()})
    for name, (code, _) in files.items():
        must_be_refused(name, code, took[name], seconds=took[name].processor)


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_no_hostile_file_takes_two_seconds_or_300_megabytes_of_its_reader(tmp_path: Path) -> None:
    """By the clock, where nobody else is at work on the machine; else by the processor's."""
    files = {f"{code} {name}": (code, build) for code, name, build in test_hostile_files.FILES}
    assert len(files) >= 90
    took = read_apart(tmp_path, {name: build for name, (_, build) in files.items()})
    is_quiet = os.getloadavg()[0] <= (os.cpu_count() or 1)
    seconds = {name: each.wall if is_quiet else each.processor for name, each in took.items()}
    print(
        f"{len(files)} files; the slowest {max(seconds.values()):.2f} s by the "
        f"{'clock' if is_quiet else 'processor'}, the largest "
        f"{max(each.memory for each in took.values()) / 2**20:.0f} MB"
    )
    for name, (code, _) in files.items():
        must_be_refused(name, code, took[name], seconds=seconds[name])


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("U10 an error value", '<c r="D4" t="e"><v>#DIV/0!</v></c>'),
        ("U10 a formula never calculated", '<c r="D4"><f>SUM(D2:D3)</f></c>'),
        ("U11 digits of another script", '<c r="D4" t="str"><v>\u0661\u0662</v></c>'),
        ("U11 a number that is none, as text", '<c r="D4" t="str"><v>NaN</v></c>'),
        ("U11 without end", '<c r="D4" t="str"><v>Infinity</v></c>'),
        ("U11 forty digits", f'<c r="D4"><v>{"9" * 40}</v></c>'),
    ],
)
def test_what_is_no_figure_is_an_error_at_its_cell(kind: str, raw: str) -> None:
    reading = workbook.read_bytes(
        package({packages.SHEET_PART: with_cell(packages.cell("A4", "9901000003") + raw)})
    )
    assert reading.rows[-1].values["pupils_primary"] is None, kind
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    assert [(each.sheet, each.cell) for each in errors if each.field == "pupils_primary"] == [("台账", "D4")]


def test_u10_a_result_that_may_be_forged_is_asked_about() -> None:
    raw = packages.cell("A4", "9901000003") + '<c r="D4"><f t="shared" si="0">SUM(D2:D3)</f><v>7</v></c>'
    reading = workbook.read_bytes(package({packages.SHEET_PART: with_cell(raw)}))
    assert [(each.code, each.cell) for each in reading.problems if each.code == "cell_is_formula"] == [
        ("cell_is_formula", "D4")
    ]


def test_u12_which_sheet_is_active_and_what_is_hidden_decides_nothing_unsaid() -> None:
    """The active sheet is another one; the ledger's rows are hidden, and read, and told."""
    entries = '<sheet name="甲" sheetId="1" r:id="rId2"/><sheet name="台账" sheetId="2" r:id="rId1"/>'
    views = '<bookViews><workbookView activeTab="0"/></bookViews>'
    book = packages.workbook(entries).replace("<sheets>", f"{views}<sheets>")
    lines = (relation(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2))
    reading = workbook.read_bytes(
        package(
            {
                "xl/workbook.xml": book,
                "xl/_rels/workbook.xml.rels": relations(*lines),
                packages.SHEET_PART: sheet().replace('<row r="3">', '<row r="3" hidden="1">'),
                "xl/worksheets/sheet2.xml": sheet(""),
            }
        )
    )
    assert len(reading.rows) == 2
    assert [(each.code, each.cell) for each in reading.problems] == [("hidden_rows", "A3")]


@pytest.mark.parametrize(
    ("written_name", "kept"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;小学", "<script>alert(1)</script>小学"),
        ("{{7*7}}{% x %}小学", "{{7*7}}{% x %}小学"),
        ("示例\u202e县\u200b小学\ufeff", "示例县小学"),
        ("示例县_xD83D_小学_x0000_", "示例县\ufffd小学"),
        ("示例县𠮷小学", "示例县𠮷小学"),
        ("示例县e\u0301小学", "示例县é小学"),
    ],
)
def test_u14_a_text_that_wants_to_be_more_stays_a_text(written_name: str, kept: str) -> None:
    part = sheet().replace("示例县第一小学", written_name)
    reading = workbook.read_bytes(package({packages.SHEET_PART: part}))
    assert reading.rows[0].name == kept


def errors_of(ledger: Ledger) -> set[tuple[str, str, str]]:
    found = ledger.problems.filter(severity=Severity.ERROR)
    return {(each.code, each.sheet, each.cell) for each in found}


@pytest.mark.django_db
def test_u15_a_school_twice_is_refused_at_its_cell(clerk: Officer) -> None:
    rows = county_rows()
    ledger = checked(clerk, written([*rows, rows[0] | {"name": "示例县另一小学"}]))
    assert any(code == "code_duplicated" and sheet and cell for code, sheet, cell in errors_of(ledger))
    assert not SchoolYear.objects.exists()


@pytest.mark.django_db
def test_u15_a_school_of_another_county_is_refused_at_its_cell(clerk: Officer) -> None:
    accepted(officer("other", division("990102", "邻县"), Officer.Role.CLERK))
    ledger = checked(clerk)
    assert {code for code, _, _ in errors_of(ledger)} == {"school_belongs_to_another_county"}
    assert all(sheet and cell for _, sheet, cell in errors_of(ledger))


@pytest.mark.django_db
def test_u15_last_years_file_and_a_missing_school_are_asked_about(clerk: Officer) -> None:
    rows = county_rows()
    accepted(clerk, written(rows), year=2024)
    ledger = checked(clerk, written(rows[1:]), year=2025)
    assert ledger.problems.filter(code="school_closed", school_code=rows[0]["code"]).exists()
    assert checks.check(workbook.read_bytes(written(rows)), standard="quality-2017") == ()
