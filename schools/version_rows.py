"""What stands in any version of a ledger, whether it was ever accepted or not, to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from schools import actions, contents
from schools.contents import Line
from schools.figures.columns import FIGURES
from schools.ledger.columns import COLUMNS, Column
from schools.ledger.texts import visible
from schools.models import Ledger

READABLE = (Ledger.State.CHECKED, Ledger.State.ACCEPTED, Ledger.State.REPLACED)


@dataclass(frozen=True, kw_only=True)
class Table:
    """The lines that were asked for, and the columns that are filled in anywhere in the version."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    total: int

    def shown(self, lines: Sequence[Line]) -> list[tuple[Line, list[tuple[Column, str]]]]:
        """Return each of *lines* with the columns and its texts in them."""
        return [(line, [(column, _text(column, line)) for column in self.columns]) for line in lines]


def of(ledger: Ledger, search: str) -> Table:
    """Return what stands in *ledger*, of schools only those whose name or code contains *search*. Raise
    ``actions.Refused`` where nothing was read of it, or its bytes are damaged."""
    if ledger.state not in READABLE:
        raise actions.Refused(
            f"第 {ledger.version} 版{ledger.get_state_display()}，没有读入的数据可看。可以下载原件查看。"
        )
    lines = contents.of(ledger, actions.read_again)
    filled = {field for line in lines for field in line.values}
    ours = COLUMNS if ledger.is_of_schools else FIGURES
    sought = visible(search)
    return Table(
        columns=[
            column for column in ours if column.field in filled and column.field not in {"code", "name"}
        ],
        lines=[line for line in lines if sought in line.name or sought in line.key],
        total=len(lines),
    )


def _text(column: Column, line: Line) -> str:
    text = line.values.get(column.field, "")
    return column.choices.get(text, text)
