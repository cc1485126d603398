"""The command line takes a ledger in as the page does, and says with its exit code what became of it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from counties.models import Division, Officer
from operations.models import AuditEvent
from schools.models import Ledger, SchoolYear
from tests.factories import officer
from tests.figures.county import orderly_workbook
from tests.ledgers.packages import package
from tests.ledgers.rows import county_rows
from tests.steps import checked, orderly, workbook

pytestmark = pytest.mark.django_db


def imported(path: Path, content: bytes, *arguments: str, year: int = 2025) -> tuple[str, int]:
    """Return what is printed, and the exit code."""
    path.write_bytes(content)
    told, code = StringIO(), 0
    try:
        call_command(
            "import_ledger", str(path), "--county", "990101", "--year", str(year), *arguments, stdout=told
        )
    except SystemExit as ended:
        code = int(ended.code or 0)
    return told.getvalue(), code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def test_an_orderly_ledger_is_checked_as_on_the_page_and_accepted_when_asked(
    clerk: Officer, file: Path
) -> None:
    told, code = imported(file, orderly(), "--accept")
    ledger = Ledger.objects.get()
    assert (code, ledger.state, ledger.uploaded_by) == (0, Ledger.State.ACCEPTED, clerk.user)
    assert "16 所学校" in told
    assert "第 1 版已采用。" in told
    assert SchoolYear.objects.count() == 16
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert {"ledger.received", "ledger.checked", "ledger.accepted"} <= set(actions)


def test_the_same_bytes_are_the_version_they_were_on_the_page(clerk: Officer, file: Path) -> None:
    ledger = checked(clerk)
    told, code = imported(file, orderly())
    assert code == 0
    assert Ledger.objects.get() == ledger
    assert "已校核" in told


def test_errors_are_printed_with_sheet_and_cell_and_nothing_is_accepted(
    clerk: Officer, file: Path, tmp_path: Path
) -> None:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    told, code = imported(file, workbook(rows), "--accept", "--repair", str(tmp_path / "修改稿.xlsx"))
    assert code == 2
    assert any(
        line.startswith("错误 ") and "!" in line and "小学在校生数" in line for line in told.splitlines()
    )
    assert Ledger.objects.get().state == Ledger.State.CHECKED
    assert (tmp_path / "修改稿.xlsx").stat().st_size > 1_000


def test_what_is_refused_is_said_with_its_code(clerk: Officer, file: Path) -> None:
    told, code = imported(file, package({"xl/vbaProject.bin": b"\0"}))
    assert (code, "错误 E14 工作簿里有宏。" in told, Ledger.objects.exists()) == (2, True, False)
    told, code = imported(file, package({"xl/worksheets/sheet1.xml": "<a/>"}))
    assert (code, "错误 E30" in told, Ledger.objects.get().state) == (2, True, Ledger.State.REFUSED)


def test_county_figures_come_in_the_same_way(clerk: Officer, file: Path) -> None:
    told, code = imported(file, orderly_workbook(), "--kind", "county", "--accept")
    assert code == 0, told
    assert Ledger.objects.get().kind == Ledger.Kind.COUNTY


def test_who_uploads_must_be_plain(clerk: Officer, county: Division, file: Path) -> None:
    officer("second", county, Officer.Role.CLERK)
    with pytest.raises(CommandError, match="2 位填报员"):
        imported(file, orderly())
    assert imported(file, orderly(), "--by", "second")[1] == 0
    with pytest.raises(CommandError, match="没有这样一位"):
        imported(file, orderly(), "--by", "nobody")


def test_a_wrong_command_says_how_to_mend_it(clerk: Officer, file: Path) -> None:
    with pytest.raises(CommandError, match="不是可以填报的学年"):
        imported(file, orderly(), year=1999)
    with pytest.raises(CommandError, match="没有代码为 123456 的县"):
        call_command("import_ledger", str(file), "--county", "123456", "--year", "2025")
    with pytest.raises(CommandError, match="读不了"):
        call_command("import_ledger", str(file) + "x", "--county", "990101", "--year", "2025")
