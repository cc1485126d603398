"""What is wrong with a figure's place in the workbook, or may be, said so that a clerk can mend it."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from schools.figures.columns import BY_FIELD, Figure
from schools.figures.headings import COUNTY, figure_of
from schools.figures.spots import Spot, shown
from schools.ledger import resembling
from schools.ledger.problems import Near, Problem, Severity
from schools.ledger.texts import cut, visible
from schools.ledger.values import Flaw
from schools.ledger.vocabulary import Remembered
from schools.ledger.xlsx.grid import LETTERS, MOST_COLUMNS, Form, Grid, StoredCell

MOST_COMPARED = 60
MOST_NAMED = 12


class Cell(NamedTuple):
    """Where a figure stands and what was written there, as text."""

    sheet: str
    address: str
    text: str


class Place(NamedTuple):
    """A figure's cell in its sheet, and what is in it."""

    sheet: str
    spot: Spot

    @property
    def cell(self) -> Cell:
        stored = self.spot.cell
        return Cell(self.sheet, self.spot.address, _shown(stored) if stored else "")


def misplaced(place: Place) -> Flaw | None:
    """Say why the figure cannot be taken though something is written in its cell."""
    figure, heading = figure_of(place.spot.heading), place.spot.heading
    if heading.other_unit:
        return Flaw(
            Severity.ERROR,
            "heading_in_other_unit",
            f"单位写的是“{heading.other_unit}”，要求是“{figure.unit or '不写单位'}”，没有读入。",
            f"请折算成{figure.unit}，并改正单位。" if figure.unit else "请按要求重新填写。",
            figure.title,
        )
    if place.spot.others:
        listed = "、".join((place.spot.address, *place.spot.others[:MOST_NAMED]))
        return Flaw(
            Severity.ERROR,
            "several_values",
            f"这一行有好几个数（{listed}），不知道该用哪一个，都没有读入。",
            "请只保留本学年的一个数，或者在要用的那一列上写明“填报值”。",
        )
    return None


def repeated(where: str) -> Flaw:
    return Flaw(
        Severity.ERROR,
        "figure_repeated",
        f"填了两次，两处不一样（{where}），都没有读入。",
        "请只保留一处，或者改成一样的数。",
    )


def remarked(figure: Figure, place: Place) -> Problem:
    flaw = Flaw(
        Severity.QUERY,
        "heading_has_remark",
        f"项目写的是“{place.spot.text}”，按“{figure.heading}”读入，请确认口径一致。",
        f"一致的请说明；不一致的请按“{figure.title}”的口径重新填报。",
        figure.title,
    )
    return problem(figure, place.cell, flaw)


def problem(figure: Figure, cell: Cell, flaw: Flaw) -> Problem:
    return Problem(
        severity=flaw.severity,
        code=flaw.code,
        message=f"{figure.heading}：{flaw.message}",
        remedy=flaw.remedy,
        sheet=cell.sheet,
        cell=cell.address,
        field=figure.field,
        value=cell.text,
        expected=flaw.expected,
    )


def unplaced(grid: Grid) -> Iterator[tuple[str, str, str]]:
    """Yield what could be headings in a sheet without any known: texts with something beside them."""
    for row in grid.rows[:MOST_COMPARED]:
        for column, cell in row.cells.items():
            if len(row.cells) > 1 and column <= MOST_COLUMNS and cell.form is Form.TEXT:
                yield grid.name, f"{LETTERS[column]}{row.number}", shown(cell.text)


def near(
    strangers: Sequence[tuple[str, str, str]], found: Collection[str], remembered: Remembered
) -> list[Near]:
    """Return the unknown headings that nearly spell figures nobody has found, and that the county has not
    answered for."""
    asked: dict[str, Near] = {}
    for sheet, address, text in strangers[:MOST_COMPARED]:
        if text in asked or remembered.is_answered(text):
            continue
        figures = COUNTY.resembling(text, found)
        if figures:
            asked[text] = Near(sheet, address, text, tuple(figure.field for figure in figures))
    return list(asked.values())


def nearly_known(asked: Sequence[Near]) -> Iterator[Problem]:
    """Yield a question for each of the headings that nearly match."""
    return resembling.questions(
        asked,
        BY_FIELD,
        message="“{text}”没有认出来，没有读入；是不是“{titles}”？",
        remedy="请在这一版的页面上回答，以后不再问；也可以改为“{titles}”后重新上传。",
    )


def _shown(cell: StoredCell) -> str:
    return cut(visible(cell.text), 100) if cell.form is Form.TEXT else cell.text[:40]
