import doctest
from types import ModuleType

import pytest

from schools.ledger import template_guide, texts, units
from schools.ledger.xlsx import figures, grid


@pytest.mark.parametrize("module", [figures, grid, template_guide, texts, units])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
