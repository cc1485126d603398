"""The county's figures as the rules see them, and the words for saying what is wrong with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from schools.figures.columns import BY_FIELD
from schools.figures.reading import Reading
from schools.ledger.columns import Value
from schools.ledger.problems import Problem, Severity
from schools.ledger.texts import cut

Number = int | Decimal


@dataclass(frozen=True, kw_only=True)
class County:
    """What was read, and under what it is checked: *needed* are the fields that the standard's items
    ask for, *earlier* the accepted figures of the school year before, *year* the present one."""

    reading: Reading
    needed: Collection[str] = ()
    year: int | None = None
    earlier: Mapping[str, Value] = field(default_factory=dict)

    def number(self, name: str) -> Number | None:
        return _number(self.reading.values[name])

    def number_before(self, name: str) -> Number | None:
        return _number(self.earlier.get(name))

    def is_blank(self, name: str) -> bool:
        """Tell whether nothing was written: what was written but is unreadable is told elsewhere."""
        cell = self.reading.cells.get(name)
        return self.reading.values[name] is None and (cell is None or not cell.text)

    def told(self, *names: str) -> str:
        """Say figures with their cells: ``人口总数 35.2（C5）``."""
        return "、".join(
            f"{BY_FIELD[name].heading} {self.reading.values[name]}{self._at(name)}" for name in names
        )

    def _at(self, name: str) -> str:
        cell = self.reading.cells.get(name)
        return f"（{cell.address}）" if cell else ""

    def error(self, code: str, name: str, message: str, remedy: str, expected: str = "") -> Problem:
        """Return what must be mended, at the cell of the figure *name*."""
        cell = self.reading.cells.get(name)
        return Problem(
            severity=Severity.ERROR,
            code=code,
            message=message,
            remedy=remedy,
            sheet=cell.sheet if cell else "",
            cell=cell.address if cell else "",
            field=name,
            value=cut(cell.text, 60) if cell else "",
            expected=expected,
        )

    def query(self, code: str, name: str, message: str, remedy: str, expected: str = "") -> Problem:
        """Return what may stand with an explanation."""
        return replace(self.error(code, name, message, remedy, expected), severity=Severity.QUERY)


def _number(value: Value) -> Number | None:
    return value if isinstance(value, int | Decimal) else None
