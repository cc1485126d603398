"""Reading a standard file key by key: every figure carries its clause and its confidence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """可信度: how many sources we have for a figure."""

    A = "A"  # two or more independent sources
    B = "B"  # one source
    C = "C"  # commonly said, original not seen
    D = "D"  # derived, or this project's decision

    @property
    def meaning(self) -> str:
        return {
            "A": "两个以上独立来源一致",
            "B": "一个来源",
            "C": "通行说法，未见原文，请省级确认",
            "D": "推导或本系统的约定，请省级确认",
        }[self.value]

    @property
    def must_be_confirmed(self) -> bool:
        """Tell whether the province should confirm a figure of this confidence (请省级确认)."""
        return self in {Confidence.C, Confidence.D}


@dataclass(frozen=True)
class Cited(Generic[T]):
    """A figure or decision with where it stands."""

    value: T
    clause: str
    confidence: Confidence


class Wrong(ValueError):
    """A value is not what its key takes; the message says what it should be."""


class StandardRefused(Exception):
    """A standard file is not complete and exact: names file, key and reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"标准文件 {file}：{key} {reason}")
        self.file, self.key, self.reason = file, key, reason


class Table:
    """One table of a standard file. Each key is taken once; ``end`` refuses those nobody took."""

    def __init__(self, file: str, data: Mapping[str, Any], path: str = "") -> None:
        self._file, self._path = file, path
        self._left = dict(data)

    def refuse(self, key: str, reason: str) -> StandardRefused:
        return StandardRefused(self._file, self._name(key), reason)

    def has(self, key: str) -> bool:
        return key in self._left

    def names(self) -> list[str]:
        """Return the keys that nobody took yet."""
        return list(self._left)

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "应是一段文字")
        return value

    def day(self, key: str) -> date:
        value = self._take(key)
        if type(value) is not date:
            raise self.refuse(key, "应是日期")
        return value

    def take(self, key: str, convert: Callable[[Any], T]) -> T:
        """Take what needs no citation; *convert* raises ``Wrong`` for a wrong value."""
        return self._converted(key, self._take(key), convert)

    def take_or(self, key: str, convert: Callable[[Any], T], otherwise: T) -> T:
        return self.take(key, convert) if self.has(key) else otherwise

    def tables(self, key: str) -> "list[Table]":
        """Take an array of tables; a missing one is empty."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.refuse(key, "应是一组表")
        return [
            Table(self._file, value, f"{self._name(key)}[{value.get('code', n)}]")
            for n, value in enumerate(values)
        ]

    def table(self, key: str) -> "Table":
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "应是一个表")
        return Table(self._file, value, self._name(key))

    def cited(self, key: str, convert: Callable[[Any], T]) -> Cited[T]:
        """Take ``{value, clause, confidence}``; *convert* raises ``Wrong`` for a wrong value."""
        table = self.table(key)
        raw, clause = table._take("value"), table.text("clause")
        confidence = Confidence(table.take("confidence", one_of(*Confidence)))
        table.end()
        return Cited(self._converted(key, raw, convert), clause, confidence)

    def optional(self, key: str, convert: Callable[[Any], T]) -> Cited[T] | None:
        return self.cited(key, convert) if self.has(key) else None

    def end(self) -> None:
        for key in self._left:
            raise self.refuse(key, "不是标准文件的键")

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _converted(self, key: str, raw: Any, convert: Callable[[Any], T]) -> T:
        try:
            return convert(raw)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            told = str(error) if isinstance(error, Wrong) else "不是这里能写的值"
            raise self.refuse(key, f"的值 {raw!r} 不对：{told}") from error

    def _take(self, key: str) -> Any:
        if key not in self._left:
            raise self.refuse(key, "缺少")
        return self._left.pop(key)


def exact(raw: Any) -> Fraction:
    """Figures stand in quotes, so that no binary fraction comes between law and verdict.

    >>> exact("0.85"), exact("100/17")
    (Fraction(17, 20), Fraction(100, 17))
    """
    try:
        figure = Fraction(raw) if isinstance(raw, str) else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        figure = Fraction(-1)
    if figure < 0:
        raise Wrong("应是写在引号里、不小于 0 的数")
    return figure


def positive(raw: Any) -> Fraction:
    """Return an exact figure above 0."""
    if exact(raw) == 0:
        raise Wrong("应大于 0")
    return exact(raw)


def whole(raw: Any) -> int:
    """Return a whole number, 0 included."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise Wrong("应是不小于 0 的整数，不加引号")
    return raw


def yes_or_no(raw: Any) -> bool:
    """Return true or false."""
    if not isinstance(raw, bool):
        raise Wrong("应是 true 或 false")
    return raw


def figures(raw: Any, wanted: Iterable[str]) -> Mapping[str, Fraction]:
    """Return exact figures by exactly the names that are *wanted*."""
    if not isinstance(raw, dict) or set(raw) != set(wanted):
        raise Wrong(f"应写明 {'、'.join(sorted(wanted)) or '空表 {}'}，不多不少")
    return {name: exact(figure) for name, figure in raw.items()}


def one_of(*allowed: str) -> Callable[[Any], str]:
    """Return a converter that takes these words and no other."""

    def convert(raw: Any) -> str:
        if raw not in allowed:
            raise Wrong(f"应是 {'、'.join(allowed)} 之一")
        return str(raw)

    return convert
