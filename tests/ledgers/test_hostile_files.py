"""Files that want to harm, or are no workbook: each is refused with its code, and quickly."""

from collections.abc import Callable

import pytest

from schools.ledger import gate, workbook
from schools.ledger.problems import LedgerRefused
from schools.ledger.refusals import REASONS
from tests.ledgers import hostile_cells, hostile_containers, hostile_contents
from tests.ledgers.packages import package

FILES = [*hostile_containers.FILES, *hostile_contents.FILES, *hostile_cells.FILES]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(("code", "name", "build"), FILES, ids=[f"{code}-{name}" for code, name, _ in FILES])
def test_a_hostile_file_is_refused_with_its_code(code: str, name: str, build: Callable[[], bytes]) -> None:
    with pytest.raises(LedgerRefused) as refusal:
        workbook.read_bytes(build())
    problem = refusal.value.problem
    assert problem.code == code, problem
    assert problem.message.startswith(REASONS[code][0])
    assert problem.remedy


def test_the_plain_workbook_the_hostile_ones_are_made_of_is_accepted() -> None:
    reading = workbook.read_bytes(package())
    assert [(row.code, row.name, row.values["pupils_primary"]) for row in reading.rows] == [
        ("9901000001", "示例县第一小学", 120),
        ("9901000002", "示例县第二小学", 45),
    ]
    assert gate.inspect(package()).sheets[0].name == "台账"


def test_every_code_of_refusal_is_met() -> None:
    of_county_figures = {"E36", "E37", "E38"}
    assert {code for code, _, _ in FILES} == set(REASONS) - of_county_figures - {"E00", "E99"}
    assert len(FILES) >= 90
