"""Files of more than forty hands are read to exactly the same; damaged ones never to anything else."""

import random
from collections.abc import Callable

import pytest

from schools.ledger import books, workbook
from schools.ledger.problems import LedgerRefused, Severity
from tests.ledgers import benign, habits
from tests.ledgers.packages import package

EXPECTED = [("9901000001", "示例县第一小学", 120, 3), ("9901000002", "示例县第二小学", 45, 1)]
Cells = list[tuple[object, ...]]


def cells(data: bytes) -> Cells:
    books.inspect(data)
    reading = workbook.read_bytes(data)
    assert not [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    fields = ("code", "name", "pupils_primary", "classes_primary")
    return [tuple(row.values[field] for field in fields) for row in reading.rows]


@pytest.mark.parametrize("build", benign.FILES.values(), ids=benign.FILES)
def test_a_benign_file_is_read_to_exactly_what_it_says(build: Callable[[], bytes]) -> None:
    assert cells(build()) == EXPECTED


@pytest.mark.parametrize("build", habits.FILES.values(), ids=habits.FILES)
def test_a_file_of_another_habit_is_read_to_exactly_what_it_says(build: Callable[[], bytes]) -> None:
    assert cells(build()) == EXPECTED


@pytest.mark.office
@pytest.mark.parametrize("build", benign.OFFICE.values(), ids=benign.OFFICE)
def test_a_file_saved_by_libreoffice_is_read_to_exactly_what_it_says(build: Callable[[], bytes]) -> None:
    assert cells(build()) == EXPECTED


def test_there_are_files_of_more_than_forty_hands() -> None:
    assert len(benign.FILES) >= 40


def accepted_of(whole: bytes, count: int, seed: int) -> list[Cells]:
    """Damage *whole* in *count* ways, and return what was read of those that were read at all."""
    chance = random.Random(seed)
    read: list[Cells] = []
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            reading = workbook.read_bytes(bytes(data))
        except LedgerRefused:
            continue
        read.append([tuple(row.values.values()) for row in reading.rows])
    return read


@pytest.mark.proof
@pytest.mark.timeout(300)
def test_ten_thousand_damaged_files_are_refused_or_read_as_if_they_were_whole() -> None:
    whole = package()
    expected: Cells = [tuple(row.values.values()) for row in workbook.read_bytes(whole).rows]
    read = accepted_of(whole, 10_000, seed=20190430)
    assert 0 < len(read) < 10_000
    assert all(each == expected for each in read)


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["xls", "openpyxl", "csv"])
def test_no_damage_to_a_file_of_any_format_ends_in_an_exception(name: str) -> None:
    assert len(accepted_of(benign.FILES[name](), 1_000, seed=2012)) < 1_001
