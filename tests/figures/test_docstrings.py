import doctest

from schools import figure_list


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(figure_list)
    assert result.attempted >= 5
    assert not result.failed
