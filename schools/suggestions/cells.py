"""The likely value of one cell: what was typed, in the form that its column asks for."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import get_close_matches
from typing import NamedTuple

from schools.ledger.columns import Column, Kind, Value
from schools.ledger.texts import folded, half_width
from schools.ledger.units import unit_of
from schools.ledger.values import DASH

ASKED_ONCE = {"more_than_two_decimals", "cell_is_formula"}


class Written(NamedTuple):
    """A value, and how it is written into a cell."""

    value: Value
    text: str
    number: bool


_WORDY = re.compile(r"^(?:约|大约|近|共|计|合计|总计)?(.*?)(?:左右|余|多)?(?:\(.*\))?$")
_DIGITS = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "。": ".", "；": ""})
_FIGURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(\D*)")
_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_NONE = {"无", "没有", "-", "－", "—", "――", "——", "–", "/", "／", "\\", "0个", "none", "nil"}
# How many of the column's unit one of the written unit is.
_FACTORS: Mapping[tuple[str, str], Decimal] = {
    ("元", "万元"): Decimal("0.0001"),
    ("千元", "万元"): Decimal("0.1"),
    ("亿元", "万元"): Decimal(10_000),
    ("万元", "元"): Decimal(10_000),
    ("千元", "元"): Decimal(1_000),
    ("亿元", "元"): Decimal(100_000_000),
    ("元", "千元"): Decimal("0.001"),
    ("万元", "千元"): Decimal(10),
    ("人", "万人"): Decimal("0.0001"),
    ("万人", "人"): Decimal(10_000),
    ("公顷", "平方米"): Decimal(10_000),
    ("万册", "册"): Decimal(10_000),
    ("小时", "分钟"): Decimal(60),
}
_MU = (Decimal(2_000), Decimal(3))  # 1 亩 = 2000/3 平方米


def likely(code: str, column: Column, text: str) -> Written | None:
    """Return what the cell of *column* with *text* should plainly hold, given the problem *code*."""
    if code in {"not_a_choice", "not_yes_or_no"}:
        return _option(column, text)
    way = _WAYS.get(code) if column.is_number else None
    return way(column, text) if way else None


def asked_alike(code: str, column: Column, value: Value) -> Written | None:
    """Return the same value without its formula, or with the decimals asked for."""
    if value is None or isinstance(value, bool | str):
        return None
    if code == "cell_is_formula":
        return Written(value, f"{value:f}" if isinstance(value, Decimal) else str(value), number=True)
    rounded = number(column, Decimal(value))
    return rounded if rounded and rounded.value != value else None


def number(column: Column, amount: Decimal | None) -> Written | None:
    """Return *amount* with the decimals that *column* asks for."""
    if amount is None or abs(amount) >= 10**9:
        return None
    rounded = amount.quantize(Decimal(1).scaleb(-column.places), ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".") if column.places else f"{rounded:f}"
    return Written(int(rounded) if column.kind is Kind.INT else rounded, text, number=True)


def decimal(text: str) -> Decimal | None:
    found = _FIGURE.fullmatch(half_width(text).lstrip("+"))
    try:
        return Decimal(found[1].replace(",", "")) if found else Decimal(text)
    except InvalidOperation:
        return None


def _converted(column: Column, text: str) -> Written | None:
    found = _FIGURE.fullmatch(half_width(text))
    if found is None:
        return None
    unit, amount = unit_of(found[2]), Decimal(found[1].replace(",", ""))
    if (unit, column.unit) == ("亩", "平方米"):
        return number(column, amount * _MU[0] / _MU[1])
    factor = _FACTORS.get((unit, column.unit))
    return number(column, amount * factor) if factor else None


def _misspelt(column: Column, text: str) -> Written | None:
    """约3万, 1O2, 三百二十, 86人左右: read as everybody would."""
    written = half_width(text).replace("（", "(").replace("）", ")").replace(" ", "")
    match = _WORDY.fullmatch(written)
    core = (match[1] if match else written).translate(_DIGITS).removesuffix("以上")
    if (spelt := _chinese(core)) is not None:
        return number(column, Decimal(spelt))
    found = _FIGURE.fullmatch(core)
    if found is None:
        return None
    amount, unit = Decimal(found[1].replace(",", "")), found[2]
    if unit.startswith("万") and column.unit != "万元":
        amount, unit = amount * 10_000, unit[1:]
    plain = not unit or (unit_of(unit) == column.unit and bool(unit_of(unit)))
    return number(column, amount) if plain else None


def _chinese(text: str) -> int | None:
    """Return the number that Chinese numerals write, None where they write none."""
    if not text or any(sign not in _CHINESE and sign not in _POWERS for sign in text):
        return None
    total = section = digit = 0
    for sign in text:
        if sign in _CHINESE:
            digit = _CHINESE[sign]
        elif sign == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _POWERS[sign], 0
    return total + section + digit


def _option(column: Column, text: str) -> Written | None:
    word = folded(text)
    if column.kind is Kind.BOOL:
        yes, no = word.startswith(("是", "有", "对", "√")), word.startswith(("否", "不", "无", "没"))
        return Written(yes, "是" if yes else "否", number=False) if yes != no else None
    words = {folded(label): (key, label) for key, label in column.choices.items()}
    within = {found for each, found in words.items() if word and (each in word or word in each)}
    near = {words[each] for each in get_close_matches(word, words, n=2, cutoff=0.6)}
    found = within if len(within) == 1 else near
    if len(found) != 1:
        return None
    key, label = found.pop()
    return Written(key, label if key == label else f"{key} {label}", number=False)


def _nothing(column: Column, text: str) -> Written | None:
    return number(column, Decimal(0)) if folded(text) in _NONE else None


def _rounded(column: Column, text: str) -> Written | None:
    return number(column, decimal(text))


def _nearly_whole(column: Column, text: str) -> Written | None:
    amount = decimal(text)
    if amount is None:
        return None
    nearest = amount.to_integral_value(ROUND_HALF_UP)
    return number(column, nearest) if abs(amount - nearest) < Decimal("0.000001") else None


def _serial(column: Column, text: str) -> Written | None:
    """A number that the cell shows as a date, or as a percentage."""
    amount = decimal(text)
    return number(column, amount) if amount is not None and amount == amount.to_integral_value() else None


_WAYS: Mapping[str, Callable[[Column, str], Written | None]] = {
    DASH: _nothing,
    "more_than_one_decimal": _rounded,
    "more_than_two_decimals": _rounded,
    "more_than_three_decimals": _rounded,
    "too_many_decimals": _rounded,
    "cell_is_formula": _rounded,
    "not_whole": _nearly_whole,
    "cell_is_date": _serial,
    "cell_is_percent": _serial,
    "unit_differs": _converted,
    "not_a_number": _misspelt,
}
