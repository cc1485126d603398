"""What a cell's parts, as a worksheet writes them, come to: type, style and value → what is stored."""

from collections.abc import Mapping, Sequence

from schools.ledger.xlsx.figures import calendar_date, plain
from schools.ledger.xlsx.grid import Form, StoredCell
from schools.ledger.xlsx.strings import LONGEST_TEXT, Shown, unescaped

# Named once: CPython 3.11 is slow to look up a member of an enumeration, and this is once a cell.
_TEXT, _NUMBER, _BOOL = Form.TEXT, Form.NUMBER, Form.BOOL
_FORMS = {
    "s": _TEXT,
    "str": _TEXT,
    "inlineStr": _TEXT,
    "b": _BOOL,
    "e": Form.ERROR,
    "d": Form.DATE,
}
_TRUTH = {"1": "1", "true": "1", "0": "0", "false": "0"}


class Fault(Exception):
    """The cell is none that may be: *code* and *detail* of the refusal."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Cells:
    """Makes the cells of a sheet, with the *strings* and *styles* its workbook shares."""

    def __init__(
        self, strings: Sequence[str | None], styles: Mapping[str, Shown], *, from_1904: bool
    ) -> None:
        self._strings, self._styles, self._from_1904 = strings, styles, from_1904

    def stored(self, kind: str, style: str, value: str, *, is_formula: bool) -> StoredCell | None:
        """Return the cell of type *kind*, or None where nothing is in it; raise ``Fault``."""
        if kind == "n":
            return self._number(style, value.strip(), is_formula=is_formula)
        form, text = _FORMS.get(kind), value
        if form is None:
            raise Fault("E30", "单元格的类型不认识。")
        if form is _TEXT:
            text = self._shared_string(text.strip()) if kind == "s" else unescaped(text)
        elif form is _BOOL and text.strip():
            text = _TRUTH.get(text.strip(), "")
            if not text:
                raise Fault("E30", "逻辑值只能是 0 或 1。")
        return StoredCell(text, form, is_formula) if text.strip() else None

    def _shared_string(self, index: str) -> str:
        if not (index.isascii() and index.isdigit() and len(index) < 9 and int(index) < len(self._strings)):
            raise Fault("E30", "引用了不存在的文字。")
        text = self._strings[int(index)]
        if text is None:
            raise Fault("E26", f"上限是 {LONGEST_TEXT} 字。")
        return text

    def _number(self, style: str, text: str, *, is_formula: bool) -> StoredCell | None:
        if not text:
            return StoredCell("", Form.UNCALCULATED, True) if is_formula else None
        try:
            number = plain(text)
        except ValueError as fault:
            raise Fault("E27") from fault
        shown = self._styles.get(style)
        if shown is None:
            return StoredCell(number, _NUMBER, is_formula)
        if shown is Shown.AS_DATE:
            return StoredCell(calendar_date(number, from_1904=self._from_1904), Form.DATE, is_formula)
        return StoredCell(number, Form.PERCENT, is_formula)
