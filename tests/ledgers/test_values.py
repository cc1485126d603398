"""What single cells are read as: what a person reads in one way, and what is asked about."""

from decimal import Decimal

import pytest

from schools.ledger.columns import BY_FIELD, Value
from schools.ledger.problems import Severity
from schools.ledger.values import typed
from schools.ledger.xlsx.figures import calendar_date, plain
from schools.ledger.xlsx.grid import Form, StoredCell

INT, DECIMAL, YEAR = "pupils_primary", "site_area", "built_year"

READ: list[tuple[str, str, Form, Value]] = [
    # whole numbers
    (INT, "120", Form.NUMBER, 120),
    (INT, "0", Form.NUMBER, 0),
    (INT, "45.0", Form.NUMBER, 45),
    (INT, "１２０", Form.TEXT, 120),
    (INT, "1,200", Form.TEXT, 1200),
    (INT, "1，200人", Form.TEXT, 1200),
    (INT, "1 200", Form.TEXT, 1200),
    (INT, "\u00a0120 人 ", Form.TEXT, 120),
    (INT, "120名", Form.TEXT, 120),
    (INT, "'120", Form.TEXT, 120),
    (INT, "+120", Form.TEXT, 120),
    (INT, "00120", Form.TEXT, 120),
    (INT, "2147483647", Form.NUMBER, 2147483647),
    # decimals
    (DECIMAL, "4.195", Form.NUMBER, Decimal("4.195")),
    (DECIMAL, "0.123456", Form.NUMBER, Decimal("0.123456")),
    (DECIMAL, "12,345.67平方米", Form.TEXT, Decimal("12345.67")),
    (DECIMAL, "１２３．５㎡", Form.TEXT, Decimal("123.5")),
    (DECIMAL, "30 m²", Form.TEXT, Decimal(30)),
    (DECIMAL, ".5", Form.TEXT, Decimal("0.5")),
    ("equipment_value", "35.5万元", Form.TEXT, Decimal("35.5")),
    ("equipment_value", "35.5万", Form.TEXT, Decimal("35.5")),
    # years
    (YEAR, "1998", Form.NUMBER, 1998),
    (YEAR, "1998年", Form.TEXT, 1998),
    (YEAR, "1998年9月", Form.TEXT, 1998),
    (YEAR, "1998.9", Form.TEXT, 1998),
    (YEAR, "1998-09-01", Form.DATE, 1998),
    # codes
    ("code", "4111010001", Form.TEXT, "4111010001"),
    ("code", "4111010001", Form.NUMBER, "4111010001"),
    ("code", "4111010001.0", Form.NUMBER, "4111010001"),
    ("code", "4111010001.0", Form.TEXT, "4111010001"),
    ("code", "０１２３４５６７８９", Form.TEXT, "0123456789"),
    ("code", " 41110 10001\n", Form.TEXT, "4111010001"),
    ("code", "‘4111010001", Form.TEXT, "4111010001"),
    # yes and no
    *(("boarding", word, Form.TEXT, True) for word in ("是", "√", "有", "1", "Y", "Ｙ", "yes", " 是 ")),
    *(("boarding", word, Form.TEXT, False) for word in ("否", "×", "无", "0", "N", "no", "x")),
    ("boarding", "1", Form.BOOL, True),
    ("boarding", "0", Form.NUMBER, False),
    # choices
    ("school_type", "小学", Form.TEXT, "小学"),
    ("school_type", "普通小学", Form.TEXT, "小学"),
    ("school_type", "初中", Form.TEXT, "初级中学"),
    ("school_type", "九年制学校", Form.TEXT, "九年一贯制学校"),
    ("school_type", "９年一贯制", Form.TEXT, "九年一贯制学校"),
    ("school_type", "完中", Form.TEXT, "完全中学"),
    ("founder", "7", Form.NUMBER, "7"),
    ("founder", "7.0", Form.TEXT, "7"),
    ("founder", "7 县级教育部门", Form.TEXT, "7"),
    ("founder", "07县级教育部门", Form.TEXT, "7"),
    ("founder", "7、县级教育部门", Form.TEXT, "7"),
    ("founder", "县级教育部门", Form.TEXT, "7"),
    ("founder", "公办 县级教育部门", Form.TEXT, "7"),
    ("founder", "公办（县级教育部门）", Form.TEXT, "7"),
    ("founder", "民办", Form.TEXT, "10"),
    ("founder", "10", Form.NUMBER, "10"),
    ("founder", "10 民办", Form.TEXT, "10"),
    ("locale", "农村", Form.TEXT, "乡村"),
    ("locale", "121", Form.NUMBER, "镇区"),
    # names
    ("name", " 示例县\n第一小学 ", Form.TEXT, "示例县第一小学"),
    ("name", "示例县 第一小学 East Campus", Form.TEXT, "示例县第一小学 East Campus"),
    ("name", "𠮷田小学", Form.TEXT, "𠮷田小学"),
    ("name", "示例\u200b县\u202e小学\ufeff", Form.TEXT, "示例县小学"),
    ("name", "Cafe\u0301小学", Form.TEXT, "Café小学"),
    ("name", "101", Form.NUMBER, "101"),
    ("name", "<b>{{7*7}}</b>", Form.TEXT, "<b>{{7*7}}</b>"),
    ("name", "\u200b", Form.TEXT, None),
]

REFUSED: list[tuple[str, str, Form, str]] = [
    *((INT, text, Form.TEXT, "dash_in_number_cell") for text in ("-", "—", "——", "/", "无", "N/A", "暂无")),
    *((INT, text, Form.TEXT, "not_a_number") for text in ("NaN", "1e999", "1_000", "0x10", "约120", "12²")),
    *((INT, text, Form.TEXT, "not_a_number") for text in ("1,20", "1,2000", "12-13", "٣", "①", "120+5")),
    (INT, "1" * 40, Form.TEXT, "number_too_large"),
    (INT, "2147483648", Form.NUMBER, "number_too_large"),
    (INT, "1E+300", Form.NUMBER, "number_too_large"),
    (INT, "45.5", Form.NUMBER, "not_whole"),
    (INT, "-3", Form.NUMBER, "number_negative"),
    (INT, "-3", Form.TEXT, "number_negative"),
    (INT, "1.2万", Form.TEXT, "unit_differs"),
    (INT, "45%", Form.TEXT, "unit_differs"),
    (INT, "2025-01-02", Form.DATE, "cell_is_date"),
    (INT, "0.45", Form.PERCENT, "cell_is_percent"),
    (INT, "1", Form.BOOL, "not_a_number"),
    (INT, "#DIV/0!", Form.ERROR, "cell_is_error_value"),
    (INT, "", Form.UNCALCULATED, "formula_without_value"),
    (DECIMAL, "3亩", Form.TEXT, "unit_differs"),
    (DECIMAL, "1000000000", Form.NUMBER, "number_too_large"),
    (DECIMAL, "0.1234567", Form.NUMBER, "too_many_decimals"),
    (DECIMAL, "1E-40", Form.NUMBER, "too_many_decimals"),
    ("equipment_value", "350000元", Form.TEXT, "unit_differs"),
    ("code", "411101001", Form.NUMBER, "code_lost_digits"),
    ("code", "75119", Form.TEXT, "code_lost_digits"),
    ("code", "4.11101E+09", Form.TEXT, "code_distorted"),
    ("code", "41110100010", Form.TEXT, "code_malformed"),
    ("code", "4111O1000１号", Form.TEXT, "code_malformed"),
    ("code", "#N/A", Form.ERROR, "cell_is_error_value"),
    ("boarding", "部分", Form.TEXT, "not_yes_or_no"),
    ("boarding", "-", Form.TEXT, "not_yes_or_no"),
    ("school_type", "高级中学", Form.TEXT, "not_a_choice"),
    ("founder", "公办", Form.TEXT, "not_a_choice"),
    ("founder", "11", Form.NUMBER, "not_a_choice"),
    ("founder", "7 民办", Form.TEXT, "not_a_choice"),
    ("founder", "7.5", Form.NUMBER, "not_a_choice"),
    ("name", "长" * 101, Form.TEXT, "text_too_long"),
]


@pytest.mark.parametrize(("field", "text", "form", "value"), READ)
def test_what_reads_in_one_way_is_read(field: str, text: str, form: Form, value: Value) -> None:
    read, flaw = typed(BY_FIELD[field], StoredCell(text, form, False))
    assert (read, type(read)) == (value, type(value))
    assert flaw is None or flaw.severity is Severity.QUERY


@pytest.mark.parametrize(("field", "text", "form", "code"), REFUSED)
def test_what_could_be_two_things_is_an_error_and_no_value(
    field: str, text: str, form: Form, code: str
) -> None:
    value, flaw = typed(BY_FIELD[field], StoredCell(text, form, False))
    assert value is None
    assert flaw is not None
    assert (flaw.code, flaw.severity) == (code, Severity.ERROR)
    assert flaw.message
    assert flaw.remedy


@pytest.mark.parametrize(
    ("field", "text", "form", "code"),
    [
        (DECIMAL, "4.195", Form.NUMBER, "more_than_two_decimals"),
        (DECIMAL, "4.1234 平方米", Form.TEXT, "more_than_two_decimals"),
        ("code", "4111010000", Form.NUMBER, "code_maybe_rounded"),
    ],
)
def test_what_is_doubtful_is_read_and_asked_about(field: str, text: str, form: Form, code: str) -> None:
    value, flaw = typed(BY_FIELD[field], StoredCell(text, form, False))
    assert value is not None
    assert flaw is not None
    assert (flaw.code, flaw.severity) == (code, Severity.QUERY)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("4.1950000000000003", "4.195"),
        ("0.30000000000000004", "0.3"),
        ("1E+3", "1000"),
        ("1.5e-3", "0.0015"),
        ("123456789012345", "123456789012345"),
        ("4111010001.0", "4111010001.0"),
        ("-0.5", "-0.5"),
        ("0.1000000000000000055511151231257827", "0.1"),
        ("2.675", "2.675"),
    ],
)
def test_a_stored_number_is_the_decimal_that_was_typed(stored: str, shown: str) -> None:
    assert plain(stored) == shown


@pytest.mark.parametrize("stored", ["NaN", "INF", "1e999", "1_000", "0x10", "１２", "٣", "-", "1e9999999"])
def test_what_is_no_stored_number_is_none(stored: str) -> None:
    with pytest.raises(ValueError, match=stored):
        plain(stored)


def test_day_numbers_are_dates_in_both_calendars_of_excel() -> None:
    assert calendar_date("45658", from_1904=False) == "2025-01-01"
    assert calendar_date("44196", from_1904=True) == "2025-01-01"
    assert calendar_date("0.5", from_1904=False) == "0.5"
    assert calendar_date("9999999999", from_1904=False) == "9999999999"
