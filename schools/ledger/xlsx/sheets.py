"""A worksheet, read in one streaming pass that both counts its cells and keeps them.

What the limits are held against is what is read: the sheet's own ``<dimension>`` is never believed,
and an address that could be read in two ways is refused.
"""

from collections.abc import Mapping, Sequence

from schools.ledger.gate import Package, Sheet
from schools.ledger.problems import LedgerRefused
from schools.ledger.refusals import refused
from schools.ledger.xlsx import markup, plain_rows
from schools.ledger.xlsx.cells import Cells, Fault
from schools.ledger.xlsx.counted import Counted
from schools.ledger.xlsx.formulas import is_harmful
from schools.ledger.xlsx.grid import (
    LAST_ROW,
    LETTERS,
    MOST_COLUMNS,
    Grid,
    StoredCell,
    StoredRow,
    column_number,
    letters,
    merged_range,
    row_number,
)
from schools.ledger.xlsx.manifest import LONGEST_FORMULA, MAIN_NAMESPACES
from schools.ledger.xlsx.plain_rows import Written
from schools.ledger.xlsx.strings import LONGEST_TEXT, Shown

MOST_ROWS = 20_000
MOST_MERGES = 2_000
LARGEST_MERGE = 5_000

_COLUMN_NUMBERS = {text: column for column, text in enumerate(LETTERS) if text}
_COLUMN_NUMBERS = {text: column for column, text in enumerate(LETTERS) if text}
_YES = {"1", "true"}


def scan(package: Package, sheet: Sheet, strings: Sequence[str | None], styles: Mapping[str, Shown]) -> Grid:
    """Return the cells of *sheet* that hold something, or raise ``LedgerRefused`` E18–E30: E23 where other
    than what is read was counted in its bytes."""
    cells = Cells(strings, styles, from_1904=package.dates_from_1904)
    scanner = _Scanner(package, sheet, cells)
    counted = Counted()
    chunks = plain_rows.without(counted.watched(package.archive.chunks(sheet.part)), scanner, cells)
    markup.parse(chunks, sheet.part, start=scanner.start, end=scanner.end, text=scanner.text)
    if counted.is_certain and (counted.rows, counted.cells) != scanner.read:
        rows, read = f"{counted.rows} 行 {counted.cells} 个", "{} 行 {} 个".format(*scanner.read)
        raise refused("E23", f"文件里写着{rows}单元格，读到的是{read}。", sheet=sheet.name)
    return scanner.grid


class _Scanner:
    """The state of one pass. Depths: 1 worksheet, 2 sheetData, 3 row, 4 c, 5 v, f or is, 6 t or r.

    Within sheetData nothing else is accepted: what one program skips another may read.
    """

    def __init__(self, package: Package, sheet: Sheet, cells: Cells) -> None:
        self.grid = Grid(name=sheet.name)
        self._part, self._budget = sheet.part, package.archive.budget
        self._made = cells
        self._rows = self._cells_begun = 0
        self._depth = 0
        self._in_data = self._had_data = self._phonetic = False
        self._row = self._column = 0
        self._row_text = ""
        self._hidden = False
        self._cells: dict[int, StoredCell] = {}
        self._taking = ""  # v, f or t, while text is taken
        self._value = self._formula = ""
        self._has_value = self._is_formula = False
        self._type, self._style = "n", ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if not self._in_data:
            self._around(tag, attributes)
        elif depth == 5:
            self._inside_cell(tag)
        elif depth == 4 and tag == self._tag_c:
            self._begin_cell(attributes)
        elif depth == 3 and tag == self._tag_row:
            self._begin_row(attributes)
        elif depth > 5:
            self._inside_rich_text(tag)
        else:
            raise refused("E30", "数据区里有不认识的内容。", sheet=self.grid.name, value=self._part)

    def end(self, tag: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if not self._in_data:
            return
        self._taking = ""
        if depth == 4:
            self._end_cell()
        elif depth == 3 and self._cells:
            self.grid.rows.append(StoredRow(self._row, self._hidden, self._cells))
        elif depth == 2:
            self._in_data = False
        elif tag == self._tag_phonetic:
            self._phonetic = False

    def text(self, text: str) -> None:
        if not self._taking:
            return
        if self._taking == "f":
            self._formula += text
            if len(self._formula) > LONGEST_FORMULA:
                raise self._refused("E18", "公式过长。")
        else:
            self._value += text
            if len(self._value) > LONGEST_TEXT:
                raise self._refused("E26", f"上限是 {LONGEST_TEXT} 字。")

    def _around(self, tag: str, attributes: dict[str, str]) -> None:
        self._budget.spend(self._part)
        if self._depth == 1:
            self._name_the_tags(tag)
        elif self._depth > markup.DEEPEST:
            raise refused("E18", "嵌套过深。", sheet=self.grid.name, value=self._part)
        markup.check_attributes(attributes, self._part)
        if self._depth == 2 and tag == self._tag_data:
            if self._had_data:
                raise refused("E30", "同一张工作表有两个数据区。", sheet=self.grid.name)
            self._in_data = self._had_data = True
        elif self._depth == 3 and tag == self._tag_merge:
            self._add_merge(attributes.get("ref", ""))
        elif self._depth == 3 and tag == self._tag_col and attributes.get("hidden") in _YES:
            self._hide_columns(attributes)

    def _name_the_tags(self, root: str) -> None:
        namespace, _, name = root.rpartition(markup.SEPARATOR)
        if name != "worksheet" or namespace not in MAIN_NAMESPACES:
            raise refused("E30", "工作表的内容不是表格。", sheet=self.grid.name, value=self._part)
        prefix = namespace + markup.SEPARATOR
        self._tag_data, self._tag_row, self._tag_c = prefix + "sheetData", prefix + "row", prefix + "c"
        self._tag_v, self._tag_f, self._tag_is = prefix + "v", prefix + "f", prefix + "is"
        self._tag_t, self._tag_phonetic = prefix + "t", prefix + "rPh"
        self._tag_merge, self._tag_col = prefix + "mergeCell", prefix + "col"

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._budget.spend(self._part)
        written = attributes.get("r")
        if written is None:
            number = self._row + 1
        else:
            try:
                number = row_number(written)
            except ValueError as fault:
                raise refused("E19", sheet=self.grid.name, value=f"行 {written[:20]}") from fault
        if number <= self._row:
            raise refused("E20", f"第 {number} 行。", sheet=self.grid.name)
        if number > LAST_ROW:
            raise refused("E19", sheet=self.grid.name, value=f"行 {number}")
        self._row, self._row_text, self._column = number, str(number), 0
        self._hidden = attributes.get("hidden") in _YES
        self._cells = {}
        self._rows += 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            column = self._column + 1
        else:
            name = written.removesuffix(self._row_text)
            column = _COLUMN_NUMBERS.get(name) or self._far_column(name)
            if name == written:
                raise self._no_address(written)
        if column <= self._column:
            raise refused("E20", sheet=self.grid.name, cell=letters(column) + self._row_text)
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        if len(attributes) > 3:
            markup.check_attributes(attributes, self._part)
        self._cells_begun += 1
        self._budget.cells -= 1
        if self._budget.cells < 0:
            raise self._refused("E21", f"单元格上限是 {markup.MOST_CELLS} 个。")
        self._value = self._formula = ""
        self._has_value = self._is_formula = False

    def _far_column(self, name: str) -> int:
        try:
            return column_number(name)
        except ValueError as fault:
            raise self._no_address(name) from fault

    def _no_address(self, written: str) -> LedgerRefused:
        return refused("E19", sheet=self.grid.name, value=f"第 {self._row} 行 {written[:20]}")

    def _inside_cell(self, tag: str) -> None:
        if tag == self._tag_v and not self._has_value:
            self._taking, self._has_value = "v", True
        elif tag == self._tag_f and not self._is_formula:
            self._taking, self._is_formula = "f", True
        elif tag != self._tag_is or self._has_value:
            raise self._refused("E30", "单元格里有不认识的内容。")
        else:
            self._has_value = True

    def _inside_rich_text(self, tag: str) -> None:
        self._budget.spend(self._part)
        if self._depth > markup.DEEPEST:
            raise self._refused("E18", "嵌套过深。")
        if self._taking:
            raise self._refused("E30", "单元格里有不认识的内容。")
        if tag == self._tag_phonetic:
            self._phonetic = True
        elif tag == self._tag_t and not self._phonetic:
            self._taking = "t"

    def _end_cell(self) -> None:
        if self._is_formula and is_harmful(self._formula):
            raise self._refused("E24")
        if not self._has_value and not self._is_formula:
            return
        try:
            cell = self._made.stored(self._type, self._style, self._value, is_formula=self._is_formula)
        except Fault as fault:
            raise self._refused(fault.code, fault.detail) from fault
        if cell is None:
            return
        if self._row > MOST_ROWS:
            raise self._refused("E21", f"行数上限是 {MOST_ROWS} 行。")
        if self._column > MOST_COLUMNS:
            raise self._refused("E22", f"列数上限是 {MOST_COLUMNS} 列。")
        self._cells[self._column] = cell

    @property
    def read(self) -> tuple[int, int]:
        """How many rows and cells were read, those that hold nothing among them."""
        return self._rows, self._cells_begun

    @property
    def is_between_rows(self) -> bool:
        return self._in_data and self._depth == 2

    @property
    def hides_row(self) -> bool:
        return self._hidden

    def take(self, written: Written, cells: dict[int, StoredCell], *, hidden: bool) -> bool:
        """Take a plain row as if it had been parsed; what would be refused goes to the parser."""
        budget = self._budget
        if (
            not self._row < written.row <= MOST_ROWS
            or written.cells > budget.cells
            or written.elements > budget.elements
        ):
            return False
        self._rows += 1
        self._cells_begun += written.cells
        budget.cells -= written.cells
        budget.elements -= written.elements
        self._row = written.row
        if cells:
            self.grid.rows.append(StoredRow(written.row, hidden, cells))
        return True

    def _add_merge(self, reference: str) -> None:
        try:
            merge = merged_range(reference)
        except ValueError as fault:
            raise refused("E19", sheet=self.grid.name, value=reference[:20]) from fault
        # A title merged over a whole row is a habit; no cell beyond the columns read is touched.
        width = min(merge.right, MOST_COLUMNS) - merge.left + 1
        if (merge.bottom - merge.top + 1) * width > LARGEST_MERGE:
            raise refused("E25", sheet=self.grid.name, value=reference[:40])
        self.grid.merges.append(merge)
        if len(self.grid.merges) > MOST_MERGES:
            raise refused("E25", f"上限是 {MOST_MERGES} 处。", sheet=self.grid.name)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if all(each.isascii() and each.isdigit() and len(each) < 6 for each in (first, last)):
            self.grid.hidden_columns.update(range(int(first), min(int(last), MOST_COLUMNS) + 1))

    def _refused(self, code: str, detail: str = "") -> LedgerRefused:
        cell = letters(self._column) + self._row_text
        return refused(code, detail, sheet=self.grid.name, cell=cell)
