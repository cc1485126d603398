"""Files that want to harm are refused as county figures too: with the ledger's code, and quickly."""

from collections.abc import Callable

import pytest

from schools.figures import reading
from schools.ledger.problems import LedgerRefused
from tests.ledgers import hostile_cells, hostile_containers, hostile_contents
from tests.ledgers.packages import package

FILES = [*hostile_containers.FILES, *hostile_contents.FILES, *hostile_cells.FILES]
# What a ledger of schools lacks, county figures lack in a way of their own.
OF_SCHOOLS = {"E31", "E32", "E33", "E34", "E35"}


@pytest.mark.timeout(10)
@pytest.mark.parametrize(("code", "name", "build"), FILES, ids=[f"{code}-{name}" for code, name, _ in FILES])
def test_a_hostile_file_is_refused(code: str, name: str, build: Callable[[], bytes]) -> None:
    with pytest.raises(LedgerRefused) as refusal:
        reading.read_bytes(build())
    assert refusal.value.problem.code == ("E36" if code in OF_SCHOOLS else code), refusal.value.problem


def test_the_plain_workbook_the_hostile_ones_are_made_of_holds_no_figures() -> None:
    with pytest.raises(LedgerRefused) as refusal:
        reading.read_bytes(package())
    assert refusal.value.problem.code == "E36"
