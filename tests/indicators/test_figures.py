"""How figures are written for a reader."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.templatetags import figures


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Fraction("4.195"), 2, "4.20"),
        ("839/200", 2, "4.20"),
        (Decimal("1234567.5"), 2, "1,234,567.50"),
        (Fraction(-1234), 0, "-1,234"),
        (0, 2, "0.00"),
        (None, 2, "未填报"),
        ("", 2, "未填报"),
    ],
)
def test_a_figure_is_rounded_once_and_grouped(
    value: figures.Number | None, places: int, written: str
) -> None:
    assert figures.shown(value, places) == written


def test_an_exact_figure_is_written_to_its_end_or_as_a_fraction() -> None:
    assert figures.fraction(Fraction("4.195")) == "4.195"
    assert figures.fraction(Fraction(5864, 5839)) == "5,864/5,839"
    assert figures.fraction("未定") == "未定"
    assert figures.exact(Fraction(2, 3)) == "0.66666666666666666667"


def test_a_ledger_field_is_named_as_its_column_is_headed() -> None:
    assert figures.heading("equipment_value") == "教学仪器设备资产值"
    assert figures.unit("equipment_value") == "万元"
    assert figures.heading("no_such_field") == "no_such_field"
