"""A school and its county as the rules see them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import cast

from schools.ledger.columns import BY_FIELD, COLUMNS, Column, Scope, Value
from schools.ledger.problems import Problem, Severity
from schools.ledger.rows import Reading, Row
from schools.ledger.texts import cut

Number = int | Decimal

PRIMARY, JUNIOR = "primary", "junior"
STAGE_NAMES: Mapping[str, str] = {PRIMARY: "小学", JUNIOR: "初中"}
STAGES_OF: Mapping[str, tuple[str, ...]] = {
    "小学": (PRIMARY,),
    "教学点": (PRIMARY,),
    "初级中学": (JUNIOR,),
    "九年一贯制学校": (PRIMARY, JUNIOR),
    "完全中学": (JUNIOR,),
    "十二年一贯制学校": (PRIMARY, JUNIOR),
    "特殊教育学校": (),
    "职业学校": (),
}
WITH_SENIOR = ("完全中学", "十二年一贯制学校")
NOT_JUDGED = ("特殊教育学校", "职业学校")
IDENTITY = ("code", "name", "school_type")
UNREAD = {"heading_in_other_unit", "heading_repeated", "heading_nearly_matches"}


class School:
    """One row with its figures, and the words for saying what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.type = str(row.values.get("school_type") or "")
        self.is_judged = self.type not in NOT_JUDGED
        # In a column of numbers the reader keeps nothing but numbers.
        self.number = cast("Callable[[str], Number | None]", row.values.get)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages the school's type runs; where the type is unknown, those that have pupils."""
        if self.type:
            return STAGES_OF[self.type]
        return tuple(stage for stage in STAGE_NAMES if self.number(f"pupils_{stage}"))

    def value(self, field: str) -> Value:
        return self.row.values.get(field)

    def is_blank(self, field: str) -> bool:
        """Tell whether nothing was written: what was written but is unreadable is told elsewhere."""
        return self.row.values.get(field) is None and not self.row.cells.texts.get(field)

    def concerns(self, column: Column) -> bool:
        """Tell whether the school has what *column* asks about."""
        if column.field in IDENTITY:
            return True
        if column.scope is Scope.PRIMARY:
            return PRIMARY in self.stages
        if column.scope is Scope.JUNIOR:
            return JUNIOR in self.stages
        return self.is_judged

    @cached_property
    def pupils(self) -> int | None:
        """All pupils of compulsory schooling; None where a stage's were not filled in."""
        numbers = [self.number(f"pupils_{stage}") for stage in self.stages]
        known = [int(number) for number in numbers if number is not None]
        return sum(known) if known and len(known) == len(numbers) else None

    @cached_property
    def everybody(self) -> int | None:
        """The pupils among whom buildings and equipment are shared, senior ones included."""
        if self.pupils is None or (self.type in WITH_SENIOR and self.number("pupils_senior") is None):
            return None
        return self.pupils + int(self.number("pupils_senior") or 0)

    def told(self, *fields: str) -> str:
        """Say the figures of *fields* with their cells: ``小学班级数 12（R5）``."""
        return "、".join(
            f"{BY_FIELD[field].heading} {self.row.values[field]}{self._at(field)}"
            for field in fields
            if self.row.values.get(field) is not None
        )

    def _at(self, field: str) -> str:
        cell = self.row.cells.get(field)
        return f"（{cell.address}）" if cell else ""

    def error(self, code: str, field: str, message: str, remedy: str, expected: str = "") -> Problem:
        """Return what must be mended, at the cell of *field*, or at the school's name without one."""
        cells = self.row.cells
        cell = cells.get(field) or cells.get("name") or cells.get("code")
        return Problem(
            severity=Severity.ERROR,
            code=code,
            message=message,
            remedy=remedy,
            sheet=self.row.sheet,
            cell=cell.address if cell else "",
            school_code=self.row.code,
            school=self.row.name,
            field=field,
            value=cut(cells[field].text, 60) if field in cells else "",
            expected=expected,
        )

    def query(self, code: str, field: str, message: str, remedy: str, expected: str = "") -> Problem:
        """Return what may stand with an explanation."""
        return replace(self.error(code, field, message, remedy, expected), severity=Severity.QUERY)


@dataclass(frozen=True, kw_only=True)
class County:
    """All schools of the ledger and under what they are checked; *unread* are the fields whose column is
    there but for a fault or a question of its heading was not read."""

    schools: tuple[School, ...]
    fields: frozenset[str]
    standard: str
    year: int | None
    unread: frozenset[str] = frozenset()

    def concerned_by(self, column: Column) -> list[School]:
        """Return the schools that have what *column* asks about."""
        return self._by_concern[column.field if column.field in IDENTITY else column.scope]

    @cached_property
    def _by_concern(self) -> Mapping[str, list[School]]:
        examples = {column.field if column.field in IDENTITY else column.scope: column for column in COLUMNS}
        return {
            key: [school for school in self.schools if school.concerns(column)]
            for key, column in examples.items()
        }

    def judged(self) -> Iterator[School]:
        return (school for school in self.schools if school.is_judged)


def county(reading: Reading, standard: str, year: int | None) -> County:
    schools = tuple(School(row) for row in reading.rows)
    unread = frozenset(each.field for each in reading.problems if each.code in UNREAD)
    return County(schools=schools, fields=reading.fields, standard=standard, year=year, unread=unread)
