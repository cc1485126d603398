"""The examples in docstrings of the assessments come out as they are written."""

import doctest
from types import ModuleType

import pytest

from assessments import notices, recognition
from assessments.review import explained
from assessments.roadmap import reading, standing


@pytest.mark.parametrize(
    "module", [notices, explained, reading, recognition, standing], ids=lambda each: each.__name__
)
def test_examples_come_out_as_written(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
