"""The lines of a block → the rows of its schools, with what is wrong in single cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schools.ledger import lines, values
from schools.ledger.alterations import Alterations
from schools.ledger.blocks import Block
from schools.ledger.columns import COLUMNS, Column, Kind, Value
from schools.ledger.findings import Findings
from schools.ledger.problems import Problem
from schools.ledger.rows import Row, RowCells
from schools.ledger.texts import cut, visible
from schools.ledger.values import FORMULA, Flaw
from schools.ledger.xlsx.grid import LETTERS, Form, Grid, StoredCell, StoredRow

_EMPTY: Mapping[str, Value] = {column.field: None for column in COLUMNS}
_ORDER = {column.field: order for order, column in enumerate(COLUMNS)}
LONGEST_SHOWN = 100
WITHOUT_RESULT = "没有结果的公式"
_TEXT, _NUMBER = Form.TEXT, Form.NUMBER  # named once, being looked up once a cell
_ASKED_ONCE = {"more_than_two_decimals", "cell_is_formula"}


@dataclass(kw_only=True)
class SchoolRows:
    """What a block gave: its schools, and the lines that were no school, by kind."""

    rows: list[Row] = field(default_factory=list)
    passed_over: dict[str, list[int]] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)


def read(grid: Grid, block: Block, before: int, findings: Findings, alterations: Alterations) -> SchoolRows:
    """Return the schools of *block*, whose lines end before row *before*; what is wrong in them goes to
    *findings*, what was read otherwise than it is written to *alterations*."""
    found = SchoolRows()
    columns = sorted(block.columns.items(), key=lambda each: _ORDER[each[1].field])
    letters = {column.field: LETTERS[number] for number, column in columns}
    fields = {number: column.field for number, column in columns}
    asked = _AskedOnce(grid.name, block)
    choices = _merged_choices(grid, block)
    for stored in grid.rows:
        if not block.first <= stored.number < before or block.columns.keys().isdisjoint(stored.cells):
            continue
        kind = lines.why_no_school(stored, block.columns, grid.merges) or _left_blank(stored, fields)
        if kind:
            found.passed_over.setdefault(kind, []).append(stored.number)
            continue
        if stored.hidden:
            found.hidden.append(stored.number)
        row, flaws = _school(grid.name, stored, columns, letters, choices, alterations)
        found.rows.append(row)
        for column, flaw in flaws:
            if flaw.code in _ASKED_ONCE:
                asked.add(column, flaw, row)
            elif not findings.count(flaw.severity):
                findings.add(problem(row, column, flaw))
    for question in asked.problems():
        findings.add(question)
    return found


def _left_blank(stored: StoredRow, fields: Mapping[int, str]) -> str:
    if lines.is_prefilled(stored, fields):
        return lines.PREFILLED
    return lines.NOTE if lines.is_remark(stored, fields) else ""


def problem(row: Row, column: Column, flaw: Flaw) -> Problem:
    """Return *flaw* as a problem of the school of *row*."""
    cell = row.cells[column.field]
    return Problem(
        severity=flaw.severity,
        code=flaw.code,
        message=f"{column.heading}：{flaw.message}",
        remedy=flaw.remedy,
        sheet=row.sheet,
        cell=cell.address,
        school_code=row.code,
        school=row.name,
        field=column.field,
        value=cell.text,
        expected=flaw.expected,
    )


def _school(
    sheet: str,
    stored: StoredRow,
    columns: list[tuple[int, Column]],
    letters: Mapping[str, str],
    choices: Mapping[tuple[int, int], StoredCell],
    alterations: Alterations,
) -> tuple[Row, list[tuple[Column, Flaw]]]:
    figures, texts = dict(_EMPTY), {}
    flaws: list[tuple[Column, Flaw]] = []
    for number, column in columns:
        cell = stored.cells.get(number) or choices.get((stored.number, number))
        if cell is None:
            continue
        field = column.field
        value, flaw = values.typed(column, cell)
        figures[field] = value
        if cell.form is not _NUMBER:
            alterations.note(sheet, f"{letters[field]}{stored.number}", column, cell, value)
        text = cut(visible(cell.text), LONGEST_SHOWN) if cell.form is _TEXT else cell.text[:LONGEST_SHOWN]
        texts[field] = text or (WITHOUT_RESULT if cell.form is Form.UNCALCULATED else "")
        if flaw:
            flaws.append((column, flaw))
        if cell.is_formula and value is not None:
            flaws.append((column, FORMULA))
    cells = RowCells(letters, stored.number, texts)
    return Row(sheet=sheet, number=stored.number, values=figures, cells=cells), flaws


def _merged_choices(grid: Grid, block: Block) -> Mapping[tuple[int, int], StoredCell]:
    """A choice merged over several lines holds for each of them; a figure would not."""
    rows = {row.number: row for row in grid.rows}
    filled: dict[tuple[int, int], StoredCell] = {}
    for merge in grid.merges:
        column = block.columns.get(merge.left)
        if merge.top < block.first or column is None or column.kind not in {Kind.CHOICE, Kind.BOOL}:
            continue
        cell = rows[merge.top].cells.get(merge.left) if merge.top in rows else None
        if cell:
            filled |= {(number, merge.left): cell for number in range(merge.top + 1, merge.bottom + 1)}
    return filled


class _AskedOnce:
    """Questions that many cells of a column raise alike are asked once for the column."""

    def __init__(self, sheet: str, block: Block) -> None:
        self._sheet, self._block = sheet, block
        self._cells: dict[tuple[str, str], list[tuple[Column, Flaw, Row]]] = {}

    def add(self, column: Column, flaw: Flaw, row: Row) -> None:
        self._cells.setdefault((column.field, flaw.code), []).append((column, flaw, row))

    def problems(self) -> Iterator[Problem]:
        for cells in self._cells.values():
            column, flaw, row = cells[0]
            if len(cells) == 1:
                yield problem(row, column, flaw)
                continue
            others = "、".join(row.cells[column.field].address for column, _, row in cells[1:6])
            more = f"同列还有 {len(cells) - 1} 个单元格也是这样（{others}{'等' if len(cells) > 6 else ''}）。"
            yield Problem(
                severity=flaw.severity,
                code=flaw.code,
                message=f"{column.heading}：{flaw.message}{more}",
                remedy=flaw.remedy,
                sheet=self._sheet,
                cell=row.cells[column.field].address,
                field=column.field,
                value=row.cells[column.field].text,
                expected=flaw.expected,
            )
