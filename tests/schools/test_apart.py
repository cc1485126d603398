"""Files are read in a process of its own; a reading comes over whole, and no file takes us with it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from counties.models import Officer
from operations import apart as processes
from operations.apart import Reason, Stopped
from schools import apart, files, reader
from schools.actions import Refused, read_again
from schools.figures import reading as figures
from schools.ledger import workbook
from schools.ledger.problems import LedgerRefused
from schools.models import Ledger
from tests.figures.county import orderly_workbook
from tests.ledgers import packages
from tests.steps import checked, orderly

MESSY: Mapping[str, bytes] = {
    "orderly": orderly(),
    "with doubts": packages.package({packages.SHEET_PART: packages.with_cell(packages.cell("A4", "x"))}),
    "with decimals": packages.package(
        {
            packages.SHEET_PART: packages.sheet(
                packages.row(1, (*packages.HEADINGS, "教学及辅助用房面积（平方米）"))
                + packages.row(2, ("9901000001", "示例", "小学", 12, 1, "1234.567"))
            )
        }
    ),
}


@pytest.mark.parametrize("data", MESSY.values(), ids=MESSY)
def test_a_ledger_comes_over_as_it_was_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ledger").write_bytes(data)
    assert apart.read("schools", tmp_path / "ledger") == workbook.read_bytes(data)


def test_county_figures_come_over_as_they_were_read(tmp_path: Path) -> None:
    data = orderly_workbook()
    (tmp_path / "figures").write_bytes(data)
    assert apart.read("county", tmp_path / "figures") == figures.read_bytes(data)


def test_a_refusal_comes_over_with_its_place(tmp_path: Path) -> None:
    data = packages.package({packages.SHEET_PART: packages.with_cell('<c r="F2"><v>x</v></c>')})
    (tmp_path / "ledger").write_bytes(data)
    with pytest.raises(LedgerRefused) as here:
        workbook.read_bytes(data)
    with pytest.raises(LedgerRefused) as there:
        apart.read("schools", tmp_path / "ledger")
    assert there.value.problem == here.value.problem


@pytest.mark.django_db
@pytest.mark.parametrize("reason", Reason)
def test_a_file_its_reader_does_not_survive_is_refused_and_the_worker_goes_on(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    def stopped(*_arguments: object, **_options: object) -> bytes:
        raise Stopped(reason)

    with monkeypatch.context() as patch:
        patch.setattr(processes, "run", stopped)
        ledger = checked(clerk)
    assert ledger.state == Ledger.State.REFUSED
    problem = ledger.problems.get()
    assert (problem.code, problem.message) == ("E99", f"文件没能读完。{apart.DETAILS[reason]}")
    assert checked(clerk, year=2024).state == Ledger.State.CHECKED


def test_every_kind_of_ledger_has_a_reader() -> None:
    assert set(reader.READERS) == set(Ledger.Kind.values)


@pytest.mark.django_db
def test_a_reading_that_came_to_no_end_is_not_told_as_a_damaged_file(
    clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object, **_options: object) -> bytes:
        raise Stopped(Reason.TIME)

    ledger = checked(clerk)
    monkeypatch.setattr(processes, "run", stopped)
    with pytest.raises(Refused, match="没能读完"):
        read_again(ledger)
    files.path_of(ledger.sha256).write_bytes(b"other")
    with pytest.raises(Refused, match="缺失或损坏"):
        read_again(ledger)
