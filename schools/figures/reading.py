"""The only reader of county figures: bytes → typed values that remember their cells.

The gate and the scanner are those of the ledger; so is what a cell may hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from schools.figures import faults, headings, layouts
from schools.figures.columns import BY_FIELD, TEMPLATE_VERSION, Figure
from schools.figures.faults import Cell, Place
from schools.figures.headings import figure_of
from schools.figures.spots import Layout
from schools.ledger import books, gate, problem_sheet, values
from schools.ledger.alterations import Alteration, Alterations
from schools.ledger.columns import Value
from schools.ledger.problems import LedgerRefused, Near, Problem, Remark, Severity
from schools.ledger.refusals import refused
from schools.ledger.vocabulary import Remembered
from schools.ledger.xlsx.grid import Grid

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A county's figures as read. *values* holds every field of the contract, ``None`` where it is
    empty, unreadable or not there; *cells* the cell of every figure that has one in the file."""

    values: Mapping[str, Value]
    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    alterations: tuple[Alteration, ...] = ()
    altered: int = 0
    near: tuple[Near, ...] = ()

    @property
    def filled(self) -> int:
        return sum(value is not None for value in self.values.values())


def read(path: Path) -> Reading:
    """Return the county figures in the file *path*, or raise ``LedgerRefused``."""
    return read_bytes(gate.bytes_of(path))


def read_bytes(data: bytes, answers: Mapping[str, str] = NO_ANSWERS) -> Reading:
    """Return the county figures that *data* is, or raise ``LedgerRefused``; *answers* are what the county
    has said of its own headings, by their keys."""
    opened = books.opened(data)
    book = _Book(remembered=headings.remembered(answers))
    for grid, visible in opened.sheets:
        book.add(grid, visible=visible)
    book.take_what_was_answered()
    near = faults.near(book.strangers if book.cells else book.unplaced, book.cells, book.remembered)
    book.refuse_without_figures(near)
    return Reading(
        values=book.values,
        cells=book.cells,
        problems=(*book.problems, *faults.nearly_known(near)),
        remarks=tuple(book.remarks),
        notices=(*opened.notices, *_template_notices(opened.template), *book.notices),
        alterations=tuple(book.alterations.listed),
        altered=book.alterations.count,
        near=tuple(near),
    )


@dataclass(kw_only=True)
class _Book:
    """What has been read so far, sheet by sheet."""

    remembered: Remembered
    values: dict[str, Value] = field(default_factory=lambda: dict.fromkeys(BY_FIELD))
    cells: dict[str, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    strangers: list[tuple[str, str, str]] = field(default_factory=list)
    unplaced: list[tuple[str, str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    alterations: Alterations = field(default_factory=Alterations)
    answered: list[Place] = field(default_factory=list)
    _filled: set[str] = field(default_factory=set)

    def add(self, grid: Grid, *, visible: bool) -> None:
        if problem_sheet.is_ours(grid):
            self.remarks.extend(problem_sheet.remarks(grid))
            return
        layout = layouts.find(grid, self.remembered)
        if not layout.spots:
            self.unplaced.extend(faults.unplaced(grid))
            if grid.rows and "说明" not in grid.name:
                self.notices.append(f"工作表“{grid.name}”里没有县级数据，没有读入。")
            return
        if not visible:
            self.hidden.append(grid.name)
            self.notices.append(f"工作表“{grid.name}”是隐藏的，没有读入。")
            return
        for spot in layout.spots:
            place = Place(grid.name, spot)
            if spot.heading.answered:
                self.answered.append(place)
            else:
                self._take(place)
        self._note(grid, layout)

    def take_what_was_answered(self) -> None:
        """Take what stands under headings the county once answered for, where no other names the figure."""
        known = set(self.cells)
        for place in self.answered:
            figure, spot = figure_of(place.spot.heading), place.spot
            if figure.field not in known:
                self.alterations.note_heading(place.sheet, spot.address, spot.text, figure)
                self._take(place)

    def _take(self, place: Place) -> None:
        """Keep a figure; where it stands twice, an empty cell gives way to a filled one."""
        figure, stored = figure_of(place.spot.heading), place.spot.cell
        fault = faults.misplaced(place)
        if fault and stored:
            self.problems.append(faults.problem(figure, place.cell, fault))
            self.cells.setdefault(figure.field, place.cell)
            return
        if stored is None:
            self.cells.setdefault(figure.field, place.cell)
            return
        value, flaw = values.typed(figure, stored)
        if figure.field in self._filled:
            self._compare(figure, value, place)
            return
        self._filled.add(figure.field)
        self.alterations.note(place.sheet, place.spot.address, figure, stored, value)
        self.values[figure.field], self.cells[figure.field] = value, place.cell
        flaws = [flaw, values.FORMULA if stored.is_formula and value is not None else None]
        self.problems.extend(faults.problem(figure, place.cell, each) for each in flaws if each)
        if place.spot.heading.remark:
            self.problems.append(faults.remarked(figure, place))

    def _compare(self, figure: Figure, value: Value, place: Place) -> None:
        """Two cells for one figure must say the same, or neither is taken."""
        first = self.cells[figure.field]
        if value != self.values[figure.field]:
            self.values[figure.field] = None
            where = f"{first.sheet} {first.address} 和 {place.sheet} {place.spot.address}"
            self.problems.append(faults.problem(figure, first, faults.repeated(where)))

    def _note(self, grid: Grid, layout: Layout) -> None:
        self.strangers.extend((grid.name, *stranger) for stranger in layout.strangers)
        if layout.hidden:
            listed = "、".join(str(number) for number in layout.hidden[: faults.MOST_NAMED])
            self.problems.append(
                Problem(
                    severity=Severity.QUERY,
                    code="hidden_rows",
                    message=f"第 {listed} 行是隐藏的，已照常读入。",
                    remedy="请取消隐藏并核对；不该填报的请删去后重新上传。",
                    sheet=grid.name,
                    cell=f"A{layout.hidden[0]}",
                )
            )

    def refuse_without_figures(self, near: Sequence[Near]) -> None:
        if not self.cells and self.hidden:
            raise refused("E31", sheet=self.hidden[0])
        if not self.cells:
            told = "".join(problem.message for problem in faults.nearly_known(near))
            raise LedgerRefused(refused("E36", told).problem, tuple(near))
        if not any(cell.text for cell in self.cells.values()):
            raise refused("E38")


def _template_notices(version: str) -> Iterator[str]:
    if version and version != TEMPLATE_VERSION:
        used = f"用的不是现行的县级数据模板（{version[:20]}，现行 {TEMPLATE_VERSION}）"
        yield f"{used}，项目按名称对应，已照常读入。"
