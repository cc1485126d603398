"""Headers that name figures but no schools (没有认出学校): which of their headings may be the schools'."""

from collections.abc import Iterator, Sequence

from schools.ledger import headings, resembling
from schools.ledger.blocks import IDENTITY
from schools.ledger.columns import BY_FIELD
from schools.ledger.problems import Near
from schools.ledger.texts import visible
from schools.ledger.vocabulary import Heading, Remembered
from schools.ledger.xlsx.grid import LETTERS, Form, Grid, StoredRow

MOST_LOOKED_AT, LONGEST, FAR = 60, 40, 0.6
MOST_ASKED = 2


def near(grid: Grid, remembered: Remembered) -> list[Near]:
    """Return the headings of *grid* the county is asked about, each with the fields that it may mean: those
    that resemble the name or the code of a school, else the first that nobody knows."""
    rows = grid.rows[:MOST_LOOKED_AT]
    best = max(rows, key=_known, default=None)
    if best is None or _known(best) < 2:
        return []
    unknown = [
        (f"{LETTERS[column]}{best.number}", text)
        for column, text in _texts(best)
        if headings.meaning(text) is None and not remembered.is_answered(text)
    ]
    alike = [
        Near(grid.name, address, text, tuple(column.field for column in columns))
        for address, text in unknown
        if (columns := headings.resembling(text, (), among=IDENTITY, cutoff=FAR))
    ]
    return alike or [
        Near(grid.name, address, text, ("name", "code")) for address, text in unknown[:MOST_ASKED]
    ]


def laid_out(grid: Grid) -> str:
    """Say how the table in *grid* lies, where that is why its schools were not found: headings one below the
    other, or two tables beside each other."""
    headed: dict[int, list[int]] = {}
    for row in grid.rows[:MOST_LOOKED_AT]:
        known = [(column, heading.column.field) for column, heading in _headings(row)]
        for field in sorted(IDENTITY):
            places = [f"{LETTERS[column]}{row.number}" for column, each in known if each == field]
            if len(places) > 1:
                listed = f"“{BY_FIELD[field].heading}”在同一行里有 {len(places)} 处（{'、'.join(places)}）"
                return f"{listed}，请把并排的几张表改为上下排列。"
        for column, _ in known:
            headed.setdefault(column, []).append(row.number)
    for column, numbers in headed.items():
        if len(numbers) > 2:
            first = f"{LETTERS[column]}{numbers[0]}"
            return f"栏目是竖着排的（{first} 起），请复制整张表，“选择性粘贴”时勾选“转置”。"
    return ""


def asked(found: Sequence[Near]) -> str:
    """Say which headings the clerk is asked about."""
    problems = resembling.questions(
        found, BY_FIELD, message="表头“{text}”是不是“{titles}”？", remedy="{titles}"
    )
    told = "".join(problem.message for problem in problems)
    return f"{told}请在这一版的页面上回答，以后不再问。" if told else ""


def _known(row: StoredRow) -> int:
    """Return how many headings of figures *row* has."""
    return sum(heading.column.is_number for _, heading in _headings(row))


def _headings(row: StoredRow) -> list[tuple[int, Heading]]:
    found = ((column, headings.meaning(text)) for column, text in _texts(row))
    return [(column, heading) for column, heading in found if heading]


def _texts(row: StoredRow) -> Iterator[tuple[int, str]]:
    for column, cell in row.cells.items():
        text = visible(cell.text) if cell.form is Form.TEXT else ""
        if 0 < len(text) <= LONGEST:
            yield column, text
