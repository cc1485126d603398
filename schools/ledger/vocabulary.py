"""A vocabulary (栏目名称): which column of a contract a text over or beside figures means."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from schools.ledger.columns import Column, Kind
from schools.ledger.texts import folded
from schools.ledger.units import unit_of

STAGES = ("小学", "初中")
NEAR, MOST_LIKELY = 0.8, 3

_BRACKETS = str.maketrans("【】[]〔〕{}〈〉<>", "()()()()()()")
_MARKS = re.compile(r"[*※★☆▲●#]|\((?:必填|选填|必填项|选填项|可不填)\)")
_NUMBERING = re.compile(r"^(?:\(?[0-9]{1,3}[.、)]|L[0-9]{1,3}[.、:]?(?=\D))", re.IGNORECASE)
_RANGE = re.compile(r"(?<=\d)(?:至|~|—|–|-|到)(?=\d|不足)")
_WITH_UNIT = re.compile(
    r"(.+?)(?:\((?:计量)?(?:单位)?:?([^()]+)\)|[,;/](?:单位:?)?([^(),;/]+)|单位:([^()]+))"
)
_CHOICE_HINTS = {"是/否", "是否", "填是或否", "是或否", "下拉选择", "选择", "代码", "1/0"}
_TOTALS = {"计", "合计", "总计", "小计", "总数", "数量"}


class Heading(NamedTuple):
    """What a heading's text means: its column, a unit that is not ours, a remark we ignore; and whether
    we know it only because the county once answered so."""

    column: Column
    other_unit: str = ""
    remark: str = ""
    answered: bool = False


def simplified(text: str) -> str:
    """Return a heading without blanks, marks, numbering and differences of writing."""
    key = folded(text).translate(_BRACKETS).replace("平米", "平方米").replace("m2", "平方米")
    key = _NUMBERING.sub("", _MARKS.sub("", key)).rstrip(":。.")
    return _RANGE.sub("至", key)


class Vocabulary:
    """The headings of *columns*, and by field the *other_names* that are in everybody's mouth."""

    def __init__(self, columns: Sequence[Column], other_names: Mapping[str, Sequence[str]]) -> None:
        fields = {column.field: column for column in columns}
        self._by_key = {simplified(column.heading): column for column in columns} | {
            simplified(name): fields[field] for field, names in other_names.items() for name in names
        }
        self.meaning = lru_cache(maxsize=4096)(self._meaning)

    def _meaning(self, text: str) -> Heading | None:
        """Return what *text* means as a heading, or None where it is none of ours."""
        key = simplified(text)
        if column := self._by_key.get(key):
            return Heading(column)
        bare, note = parted(text)
        column = self._by_key.get(bare) if note else None
        return _with_note(column, note) if column else None

    def stacked(self, texts: list[str], stage: str = "") -> tuple[Heading, bool] | None:
        """Return what texts over each other mean (小学 ｜ 在校生数 ｜ 人), and whether *stage*, the
        stage of the sheet, had to be added to make it out."""
        if not texts:
            return None
        *above, last = texts
        if heading := self.meaning("".join(texts)) or self.meaning(last):
            return heading, False
        if above and (unit_of(last) or simplified(last) in _TOTALS):
            found = self.stacked(above, stage)
            return found and (_in_unit(found[0], last), found[1])
        heading = self._of_stage(above, last) or (self.meaning(stage + last) if stage else None)
        return heading and (heading, not self._of_stage(above, last))

    def _of_stage(self, groups: list[str], last: str) -> Heading | None:
        for group in reversed(groups):
            named = [name for name in STAGES if name in group]
            if len(named) == 1 and (heading := self.meaning(named[0] + last)):
                return heading
        return None

    def resembling(
        self, text: str, found: Iterable[str], *, among: Collection[str] = (), cutoff: float = NEAR
    ) -> list[Column]:
        """Return the columns not yet *found* that *text* nearly spells, the likeliest first; only those
        *among* these fields, if any are named."""
        taken = set(found)
        missing = [
            key
            for key, column in self._by_key.items()
            if column.field not in taken and (not among or column.field in among)
        ]
        near = get_close_matches(parted(text)[0], missing, n=2 * MOST_LIKELY, cutoff=cutoff)
        columns = {self._by_key[key].field: self._by_key[key] for key in near}
        return list(columns.values())[:MOST_LIKELY]


def parted(text: str) -> tuple[str, str]:
    """Return a heading, simplified, without what is noted in brackets behind it, and that note.

    >>> parted("在校学生数（人）"), parted("在校学生数")
    (('在校学生数', '人'), ('在校学生数', ''))
    """
    key = simplified(text)
    match = _WITH_UNIT.fullmatch(key)
    return (match[1], match[2] or match[3] or match[4]) if match else (key, "")


def key_of(text: str) -> str:
    """Return by what a heading is known again: with every note but that of a unit."""
    bare, note = parted(text)
    return bare if unit_of(note) else simplified(text)


class Remembered:
    """What a county has answered about its own headings: by ``key_of`` the field each means, empty where
    it is none of ours. It holds for the whole text over a column, and only where that means nothing else."""

    def __init__(self, columns: Sequence[Column], answers: Mapping[str, str]) -> None:
        fields = {column.field: column for column in columns}
        self._answers = answers
        self._columns = {key: fields[field] for key, field in answers.items() if field in fields}

    def meaning(self, text: str) -> Heading | None:
        column = self._columns.get(key_of(text)) if self._columns else None
        if column is None:
            return None
        note = parted(text)[1]
        heading = _with_note(column, note) if unit_of(note) else Heading(column)
        return heading._replace(answered=True)

    def is_answered(self, text: str) -> bool:
        return key_of(text) in self._answers


def _with_note(column: Column, note: str) -> Heading:
    unit = unit_of(note)
    if unit and unit == column.unit:
        return Heading(column)
    if unit and column.is_number:
        return Heading(column, other_unit=note)
    if note in _CHOICE_HINTS and column.kind in {Kind.BOOL, Kind.CHOICE}:
        return Heading(column)
    return Heading(column, remark=note)


def _in_unit(heading: Heading, last: str) -> Heading:
    unit = unit_of(last)
    if not unit or unit == heading.column.unit or not heading.column.is_number:
        return heading
    return heading._replace(other_unit=last)
