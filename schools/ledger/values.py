"""A cell's text → a typed value, or what is wrong with it.

Whatever a person would read in one way is read; whatever could be two things is asked about.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from schools.ledger import choices
from schools.ledger.columns import Column, Kind, Value
from schools.ledger.problems import Severity
from schools.ledger.texts import cut, folded, half_width, visible
from schools.ledger.units import unit_of
from schools.ledger.xlsx.grid import Form, StoredCell

LARGEST_INT = 2_147_483_647  # what the column of the table can hold
LARGEST_DECIMAL = Decimal(10**9)
LONGEST_NAME = 100
PLACES_KEPT = 6
DASH = "dash_in_number_cell"  # the code of a dash or a word for nothing where a number should be


# Named once, being looked up once a cell.
_STORED_NUMBER, _INT = Form.NUMBER, Kind.INT


class Flaw(NamedTuple):
    """What is wrong with one cell, before it is known whose cell it is."""

    severity: Severity
    code: str
    message: str
    remedy: str
    expected: str = ""


FORMULA = Flaw(
    Severity.QUERY,
    "cell_is_formula",
    "是公式，已按文件里存下的计算结果读入，结果可能不是最新的。",
    "建议选中整列复制后“粘贴为数值”，再重新上传；属实也可以保留并说明。",
    "数值",
)

Typed = tuple[Value, Flaw | None]

_NUMBER = re.compile(
    r"([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    r"\s*([^0-9.,+-].*)?"
)
_YEAR = re.compile(r"([12][0-9]{3})(?:年|[-./年][0-9]{1,2}(?:月|[-./月][0-9]{1,2}日?)?)")
_NOTHING = frozenset("-－—–―_/\\、.~*")
_NOTHING_WORDS = {"无", "没有", "暂无", "缺", "不详", "未知", "未统计", "na", "n/a", "null"}
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]*)?[eE]\+?[0-9]+")
_CODE = re.compile(r"[0-9A-Z]{10}")
_UNTICKED, _TICKED = re.compile(r"[□○〇](是|否|有|无)"), "☑■●"
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}）)]) (?=[{_HAN}（(])")
_ONLY_ZEROS = re.compile(r"\.0+$")
_SHARES = {"%": 100, "": 1}  # what a cell shown as a percentage is worth in a column of that unit
_COUNTED = ("零", "一", "两", "三")
_MORE_DECIMALS = ("", "more_than_one_decimal", "more_than_two_decimals", "more_than_three_decimals")
_KEEP_TEXT = "请把该列设为“文本”格式，按学校标识码证书重新填写完整的 10 位代码。"


class Unreadable(Exception):
    """The cell cannot be read as its column asks."""

    def __init__(self, code: str, message: str, remedy: str, expected: str = "") -> None:
        super().__init__(message)
        self.flaw = Flaw(Severity.ERROR, code, message, remedy, expected)


def typed(column: Column, cell: StoredCell) -> Typed:
    """Return the value of a filled cell of *column*, None where it cannot be read, and its flaw."""
    if cell.form is _STORED_NUMBER and column.kind is _INT and cell.text.isdigit() and len(cell.text) < 10:
        return int(cell.text), None
    try:
        _refuse_failed_formula(cell)
        return _READERS[column.kind](column, cell)
    except Unreadable as fault:
        return None, fault.flaw


def _refuse_failed_formula(cell: StoredCell) -> None:
    if cell.form is Form.ERROR:
        message = f"单元格里是公式的错误值 {visible(cell.text)[:20]}。"
        raise Unreadable("cell_is_error_value", message, "请改正公式，或者直接填写数值。")
    if cell.form is Form.UNCALCULATED:
        raise Unreadable(
            "formula_without_value",
            "单元格里是公式，但文件没有存下它的计算结果。",
            "请用 Excel 或 WPS 打开文件，复制该单元格后“粘贴为数值”，保存后重新上传。",
        )


def _number(column: Column, cell: StoredCell) -> Typed:
    if cell.form is _STORED_NUMBER and (not cell.text.startswith("-") or column.signed):
        whole, _, rest = cell.text.partition(".")
        if column.places and len(whole) < 10 and len(rest) <= column.places and "E" not in cell.text:
            return Decimal(cell.text), None  # as most are: nothing is to be said of it
        return _sized(column, Decimal(cell.text), cell.text)
    if cell.form is Form.PERCENT and column.unit in _SHARES:
        return _sized(column, Decimal(cell.text) * _SHARES[column.unit], cell.text)
    wanted = f"以{column.unit}为单位的数" if column.unit else "一个数"
    text = half_width(cell.text).replace("\u2212", "-")  # the minus sign of mathematics
    if column.unit == "年" and (year := _YEAR.fullmatch(text)):
        return int(year[1]), None
    _refuse_other_forms(cell, wanted)
    match = _NUMBER.fullmatch(text)
    unit = match[3] if match else None
    if match is None or (unit and not unit_of(unit)):
        raise _no_number(text, wanted)
    number = Decimal(match[2].replace(",", "").replace(" ", ""))
    if unit and unit_of(unit) != column.unit:
        number = _converted(column, number, text, unit_of(unit))
    if match[1] == "-" and number:
        if not column.signed:
            raise Unreadable("number_negative", f"“{text}”是负数。", f"请填写{wanted}，不能小于 0。", wanted)
        number = -number
    return _sized(column, number, text)


def _sized(column: Column, number: Decimal, text: str) -> Typed:
    return _whole(number, text) if column.kind is _INT else _decimal(number, text, column.places)


def _converted(column: Column, number: Decimal, text: str, unit: str) -> Decimal:
    """A ratio written in percent can be meant in one way only; any other unit is asked about."""
    if not column.unit and unit == "%":
        return number / 100
    ours = f"本栏的单位是{column.unit}" if column.unit else "本栏没有单位"
    remedy = f"请折算成{column.unit}后填写。" if column.unit else "请只填数，不写单位。"
    raise Unreadable("unit_differs", f"“{text}”的单位是{unit}，{ours}。", remedy, column.unit)


def _refuse_other_forms(cell: StoredCell, wanted: str) -> None:
    if cell.form is Form.PERCENT:
        remedy = f"请把单元格格式改为“常规”，填写{wanted}。"
        raise Unreadable("cell_is_percent", "单元格是百分比格式。", remedy, wanted)
    if cell.form is Form.BOOL:
        raise Unreadable("not_a_number", "单元格里是逻辑值，不是数。", f"请填写{wanted}。", wanted)
    if cell.form is Form.DATE:
        message = f"单元格被存成了日期（{visible(cell.text)[:20]}）。"
        remedy = f"请把单元格格式改为“常规”，重新填写{wanted}。"
        raise Unreadable("cell_is_date", message, remedy, wanted)


def _no_number(text: str, wanted: str) -> Unreadable:
    if folded(text) in _NOTHING_WORDS or set(text) <= _NOTHING:
        message = f"数字栏里写了“{text}”，分不清是 0 还是没有统计。"
        return Unreadable(DASH, message, "确实没有的请填 0，还不知道的请留空。", wanted)
    shown = cut(text, 40)
    return Unreadable("not_a_number", f"“{shown}”不是一个数。", f"请只填{wanted}，说明写到别处。", wanted)


def _whole(number: Decimal, text: str) -> Typed:
    if number != number.to_integral_value():
        raise Unreadable("not_whole", f"“{text}”不是整数。", "本栏按整数填报，请核对后填写整数。", "整数")
    if number > LARGEST_INT:
        raise Unreadable("number_too_large", f"“{cut(text, 40)}”大得不可能。", "请核对后重新填写。", "整数")
    return int(number), None


def _decimal(number: Decimal, text: str, asked: int) -> Typed:
    if abs(number) >= LARGEST_DECIMAL:
        message = f"“{cut(text, 40)}”大得不可能。"
        raise Unreadable("number_too_large", message, "请核对单位后重新填写。", "整数部分不超过九位")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -asked:
        return number, None
    places, wanted = len(format(number, "f").rstrip("0").partition(".")[2]), f"{_COUNTED[asked]}位小数"
    if places > PLACES_KEPT:
        message = f"“{cut(text, 40)}”有 {places} 位小数，最多保留 {PLACES_KEPT} 位。"
        raise Unreadable("too_many_decimals", message, f"请四舍五入到{wanted}后填写。", wanted)
    if places > asked:
        message = f"“{text}”有 {places} 位小数，填报要求是{_COUNTED[asked]}位；系统按原数计算，不作舍入。"
        remedy = "请核对；属实可以保留并说明。"
        return number, Flaw(Severity.QUERY, _MORE_DECIMALS[asked], message, remedy, wanted)
    return number, None


def _code(_column: Column, cell: StoredCell) -> Typed:
    text = _ONLY_ZEROS.sub("", half_width(cell.text).replace(" ", "")).upper()
    shown = f"学校标识码“{cut(text, 40)}”"
    if _SCIENTIFIC.fullmatch(text):
        message = f"{shown}被变成了科学计数法，后几位已经丢失。"
        raise Unreadable("code_distorted", message, _KEEP_TEXT, "10 位代码")
    if text.isdigit() and len(text) < 10:
        message = f"{shown}只有 {len(text)} 位，可能丢了开头的 0。"
        raise Unreadable("code_lost_digits", message, _KEEP_TEXT, "10 位代码")
    if not _CODE.fullmatch(text):
        raise Unreadable("code_malformed", f"{shown}不是 10 位代码。", _KEEP_TEXT, "10 位代码")
    if cell.form is Form.NUMBER and text.endswith("0000"):
        message = f"{shown}存成了数字，末四位都是 0，可能经科学计数法失真。"
        return text, Flaw(Severity.QUERY, "code_maybe_rounded", message, _KEEP_TEXT, "10 位代码")
    return text, None


def _text(_column: Column, cell: StoredCell) -> Typed:
    text = _BETWEEN_HAN.sub("", visible(cell.text))
    if len(text) > LONGEST_NAME:
        remedy = f"请缩短到 {LONGEST_NAME} 字以内。"
        raise Unreadable("text_too_long", f"有 {len(text)} 个字，太长。", remedy)
    return text or None, None


def _choice(column: Column, cell: StoredCell) -> Typed:
    key = choices.chosen(column, cell.text)
    if key is None:
        offered = "、".join(
            label if key == label else f"{key} {label}" for key, label in column.choices.items()
        )
        message = f"“{cut(visible(cell.text), 40)}”不在选项里。"
        raise Unreadable("not_a_choice", message, f"请从下拉选项中选择：{offered}。", "下拉选项之一")
    return key, None


def _bool(_column: Column, cell: StoredCell) -> Typed:
    word = _UNTICKED.sub("", folded(cell.text)).strip(_TICKED)
    if word in choices.YES:
        return True, None
    if word not in choices.NO:
        message = f"“{cut(visible(cell.text), 40)}”不是“是”或“否”。"
        raise Unreadable("not_yes_or_no", message, "请填写“是”或“否”。", "是或否")
    return False, None


_READERS: Mapping[Kind, Callable[[Column, StoredCell], Typed]] = {
    Kind.INT: _number,
    Kind.DECIMAL1: _number,
    Kind.DECIMAL2: _number,
    Kind.DECIMAL3: _number,
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.BOOL: _bool,
}
