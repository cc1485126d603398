"""Equal things have equal digests, other things others."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from operations.canonical import canonical, digest, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ("e\u0301", "é"),
        ({"e\u0301": 1}, {"é": 1}),
        ((1, 2), [1, 2]),
        (Decimal("1.50"), "1.50"),
    ],
)
def test_the_same_has_the_same_digest(one: object, other: object) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [2, 1]),
        (["12"], ["1", "2"]),
        (True, 1),
        (True, "true"),
        (None, ""),
        (Decimal("1.5"), Decimal("1.50")),
        ({"a": {"b": 1}}, {"a": 1, "b": 1}),
    ],
)
def test_what_differs_differs(one: object, other: object) -> None:
    assert digest(one) != digest(other)


def test_it_is_written_without_white_space_and_readably() -> None:
    value = {"县": ["示例县", 2025, Decimal("0.50"), None, False], "at": date(2025, 9, 1)}
    assert canonical(value).decode() == '{"at":"2025-09-01","县":["示例县","2025","0.50",null,false]}'


def test_what_is_plain_stays_as_it_is() -> None:
    once = plain({"at": datetime(2025, 9, 1, tzinfo=UTC), "n": [1, {"x": "\0"}]})
    assert plain(once) == once


@pytest.mark.parametrize("odd", [0.5, {1, 2}, b"bytes", object()])
def test_what_has_no_one_form_is_refused(odd: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": odd})
