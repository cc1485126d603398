"""The only reader of ledgers: bytes → rows of typed values that remember their cells.

``schools.ledger.template`` is the only writer. No library for workbooks is used in reading: what
the gate let through is streamed once, and a messy or hostile file ends in problems or in
``LedgerRefused``, never in another exception or in a figure nobody wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from schools.ledger import (
    blocks,
    books,
    gate,
    header_problems,
    headings,
    lost_headers,
    problem_sheet,
    school_rows,
)
from schools.ledger.alterations import Alterations
from schools.ledger.blocks import Block
from schools.ledger.columns import TEMPLATE_VERSION
from schools.ledger.findings import Findings
from schools.ledger.problems import LedgerRefused, Near, Problem, Remark, Severity
from schools.ledger.refusals import refused
from schools.ledger.rows import Reading, Row
from schools.ledger.vocabulary import Remembered
from schools.ledger.xlsx.grid import LAST_ROW, LETTERS, Grid

MOST_NAMED = 12
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


def read(path: Path) -> Reading:
    """Return the ledger in the file *path*, or raise ``LedgerRefused``."""
    return read_bytes(gate.bytes_of(path))


def read_bytes(data: bytes, answers: Mapping[str, str] = NO_ANSWERS) -> Reading:
    """Return the ledger that *data* is, or raise ``LedgerRefused``; *answers* are what its county has
    said of its own headings, by their keys."""
    book = books.opened(data)
    ledger = _Ledger(remembered=headings.remembered(answers))
    for grid, visible in book.sheets:
        ledger.add(grid, visible=visible)
    near = header_problems.near(ledger.blocks, ledger.remembered)
    ledger.refuse_without_essentials(near)
    for problem in header_problems.nearly_known(near):
        ledger.findings.add(problem)
    return Reading(
        rows=tuple(ledger.rows),
        fields=frozenset(name for block in ledger.blocks for name in block.fields),
        problems=tuple(ledger.findings.listed()),
        remarks=tuple(ledger.remarks),
        notices=(*book.notices, *_template_notices(book.template), *ledger.notices),
        alterations=tuple(ledger.alterations.listed),
        altered=ledger.alterations.count,
        near=tuple(near),
    )


@dataclass(kw_only=True)
class _Ledger:
    """What has been read so far, sheet by sheet."""

    remembered: Remembered
    rows: list[Row] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    notices: list[str] = field(default_factory=list)
    hidden_ledgers: list[str] = field(default_factory=list)
    headers_without_figures: int = 0
    lost: list[Near] = field(default_factory=list)
    laid_out: str = ""
    remarks: list[Remark] = field(default_factory=list)
    alterations: Alterations = field(default_factory=Alterations)

    def add(self, grid: Grid, *, visible: bool) -> None:
        if problem_sheet.is_ours(grid):
            self.remarks.extend(problem_sheet.remarks(grid))
            return
        found = blocks.find(grid, self.remembered)
        if not visible:
            if any(block.has_figures for block in found):
                self.hidden_ledgers.append(grid.name)
                self.notices.append(f"工作表“{grid.name}”是隐藏的，没有读入。")
            return
        if grid.rows and not any(block.has_figures for block in found):
            self.headers_without_figures += len(found)
            if not found:
                self.lost.extend(lost_headers.near(grid, self.remembered))
                self.laid_out = self.laid_out or lost_headers.laid_out(grid)
            if "说明" not in grid.name:
                self.notices.append(f"工作表“{grid.name}”里没有台账，没有读入。")
            return
        for number, block in enumerate(found):
            after = found[number + 1].top if number + 1 < len(found) else LAST_ROW + 1
            self._add_block(grid, block, after)

    def _add_block(self, grid: Grid, block: Block, after: int) -> None:
        for problem in header_problems.of_block(block):
            self.findings.add(problem)
        for column, place in block.as_answered:
            self.alterations.note_heading(block.sheet, place.address, place.text, column)
        read = school_rows.read(grid, block, after, self.findings, self.alterations)
        self.rows.extend(read.rows)
        self.blocks.append(block)
        for problem in _hidden_problems(grid, block, read.hidden):
            self.findings.add(problem)
        self.notices.extend(_block_notices(block, read.passed_over))

    def refuse_without_essentials(self, near: Sequence[Near]) -> None:
        fields = {name for block in self.blocks for name in block.fields}
        if not self.blocks and self.hidden_ledgers:
            raise refused("E31", sheet=self.hidden_ledgers[0])
        if not self.blocks and not self.headers_without_figures:
            lost = () if self.laid_out else tuple(self.lost)
            raise LedgerRefused(refused("E32", self.laid_out or lost_headers.asked(lost)).problem, lost)
        if fields.isdisjoint({"pupils_primary", "pupils_junior"}):
            refusal = refused("E33", _why_pupils_were_not_read(self.blocks, near))
            raise LedgerRefused(refusal.problem, tuple(near))
        if not self.rows:
            block = self.blocks[0]
            raise refused("E34", sheet=block.sheet, cell=f"A{block.first}")


def _why_pupils_were_not_read(found: Sequence[Block], near: Sequence[Near]) -> str:
    doubts = [problem for block in found for problem in header_problems.of_block(block)]
    doubts += header_problems.nearly_known(near)
    return next((doubt.message for doubt in doubts if doubt.field.startswith("pupils_")), "")


def _hidden_problems(grid: Grid, block: Block, hidden_rows: list[int]) -> Iterator[Problem]:
    columns = sorted(grid.hidden_columns & block.columns.keys())
    if hidden_rows:
        message = f"第 {_listed(hidden_rows)} 行是隐藏的，已照常读入。"
        yield _hidden("hidden_rows", message, grid.name, f"A{hidden_rows[0]}")
    if columns:
        named = "、".join(f"“{block.columns[column].heading}”" for column in columns[:MOST_NAMED])
        message = (
            f"{named}{'等' if len(columns) > MOST_NAMED else ''} {len(columns)} 列是隐藏的，已照常读入。"
        )
        yield _hidden("hidden_columns", message, grid.name, f"{LETTERS[columns[0]]}{block.first}")


def _hidden(code: str, message: str, sheet: str, cell: str) -> Problem:
    remedy = "请取消隐藏并核对；不该填报的请删去后重新上传。"
    return Problem(severity=Severity.QUERY, code=code, message=message, remedy=remedy, sheet=sheet, cell=cell)


def _block_notices(block: Block, passed_over: dict[str, list[int]]) -> Iterator[str]:
    for kind, numbers in passed_over.items():
        yield f"工作表“{block.sheet}”第 {_listed(numbers)} 行是{kind}，没有读入。"
    if block.others:
        named = "、".join(f"{place.text}（{place.address}）" for place in block.others[:MOST_NAMED])
        more = f"等 {len(block.others)} 列" if len(block.others) > MOST_NAMED else ""
        yield f"工作表“{block.sheet}”有不属于台账的列，没有读入：{named}{more}。"
    for column, place in block.by_sheet:
        yield f"工作表“{block.sheet}”的表头“{place.text}”（{place.address}）按“{column.heading}”读入。"


def _template_notices(version: str) -> Iterator[str]:
    if version and version != TEMPLATE_VERSION:
        yield f"台账用的是旧版模板（{version[:20]}，现行 {TEMPLATE_VERSION}），栏目按名称对应，已照常读入。"


def _listed(numbers: Sequence[int]) -> str:
    named = "、".join(str(number) for number in numbers[:MOST_NAMED])
    return f"{named} 等 {len(numbers)}" if len(numbers) > MOST_NAMED else named
