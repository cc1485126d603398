"""The coverage matrix (佐证材料清单): every item of the standard, what lists name for it, the files there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.evidence import asked, coverage
from assessments.evidence.asked import Material
from assessments.evidence.coverage import File
from counties.models import Division
from indicators.calculation.items.item import Item, Part
from indicators.calculation.standard import Standard
from schools.models import School, SchoolYear

Names = Mapping[str, str]
NAMED = 3  # schools; the others are counted


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A file, and for which schools it is, in words."""

    file: File
    where: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item. *rests*: the county's conclusion decides it, so that it must be shown."""

    item: Item
    materials: tuple[Material, ...]
    files: tuple[Shown, ...]
    rests: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    part: Part
    lines: tuple[Line, ...]

    @property
    def covered(self) -> int:
        return sum(bool(line.files) for line in self.lines)

    @property
    def without(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.files)


@dataclass(frozen=True, kw_only=True)
class OfSchool:
    """How much is there of one school, and for how many items."""

    code: str
    name: str
    files: int
    items: int


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """*loose* are files that serve schools and no item."""

    sections: tuple[Section, ...]
    loose: tuple[Shown, ...]
    files: tuple[File, ...]
    schools: tuple[OfSchool, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def covered(self) -> int:
        return sum(bool(line.files) for line in self.lines)

    @property
    def without(self) -> int:
        return len(self.lines) - self.covered

    @property
    def resting(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.rests)

    @property
    def bare(self) -> tuple[Line, ...]:
        """Those that must be shown and have nothing."""
        return tuple(line for line in self.resting if not line.files)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def of(standard: Standard, files: Sequence[File], names: Names, *, school: str = "") -> Matrix:
    """Lay out *files* by the items of *standard*; those of one *school* alone, where its code is given."""
    chosen = tuple(file for file in files if not school or school in file.schools)
    found = coverage.by_item(chosen)
    lines = [
        Line(
            item=item,
            materials=asked.materials(standard, item),
            files=tuple(_shown(file, names) for file in found.get(item.code, ())),
            rests=asked.rests_on_evidence(item),
        )
        for item in sorted(standard.items, key=lambda item: item.place)
    ]
    sections = (
        Section(part=part, lines=tuple(line for line in lines if line.item.part is part)) for part in Part
    )
    return Matrix(
        sections=tuple(section for section in sections if section.lines),
        loose=tuple(_shown(file, names) for file in chosen if not file.items),
        files=chosen,
        schools=_of_schools(files, names),
    )


def _shown(file: File, names: Names) -> Shown:
    told = [names.get(code, code) for code in file.schools]
    if not told:
        return Shown(file=file, where="全县")
    more = f"等 {len(told)} 所学校" if len(told) > NAMED else ""
    return Shown(file=file, where="、".join(told[:NAMED]) + more)


def _of_schools(files: Iterable[File], names: Names) -> tuple[OfSchool, ...]:
    counted, items = dict.fromkeys(names, 0), {code: set[str]() for code in names}
    for file in files:
        for code in file.schools:
            if code in names:
                counted[code] += 1
                items[code].update(file.items)
    return tuple(
        OfSchool(code=code, name=name, files=counted[code], items=len(items[code]))
        for code, name in names.items()
    )


def school_names(county: Division, year: int) -> dict[str, str]:
    """Return the schools of the county's accepted ledger of the year by code, else all it has registered."""
    rows = SchoolYear.objects.filter(
        ledger__county__code=county.code, ledger__year=year, ledger__state="accepted"
    )
    found = {code: str(name) for code, name in rows.order_by("pk").values_list("school__code", "name")}
    registered = School.objects.filter(county__code=county.code).order_by("code")
    return found or dict(registered.values_list("code", "name"))
