"""A process of its own: its answer, its limits, and what is told of one that gave no answer."""

import pytest

from operations import apart
from operations.apart import Reason, Stopped

OURS = "tests.operations.stranger"


def test_what_it_answers_comes_back() -> None:
    assert apart.run(OURS, "echo", data="县".encode(), wall=10) == "县".encode()


def test_nothing_of_our_environment_is_within_its_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    assert b"a secret" not in apart.run(OURS, "environment", data=b"", wall=10)


@pytest.mark.parametrize(
    ("deed", "wall", "reason"),
    [
        ("eat_memory", 20, Reason.MEMORY),
        ("eat_time", 20, Reason.TIME),
        ("sleep", 0.5, Reason.TIME),
        ("raise", 10, Reason.CRASH),
        ("abort", 10, Reason.CRASH),
        ("killed", 10, Reason.MEMORY),
    ],
)
def test_one_that_comes_to_no_end_of_its_own_is_stopped_and_told_why(
    deed: str, wall: float, reason: Reason
) -> None:
    with pytest.raises(Stopped) as told:
        apart.run(OURS, deed, data=b"", wall=wall)
    assert told.value.reason is reason
