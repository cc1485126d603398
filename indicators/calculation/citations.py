"""Reading a standard file key by key: every figure carries its clause and its confidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


@dataclass(frozen=True)
class Cited(Generic[T]):
    """A figure or decision with where it stands."""

    value: T
    clause: str
    confidence: Confidence


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

    def keys(self) -> list[str]:
        return list(self._left)

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "应是一段文字")
        return value

    def day(self, key: str) -> date:
        value = self._take(key)
        if not isinstance(value, date):
            raise self.refuse(key, "应是日期")
        return value

    def whole(self, key: str) -> int:
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(key, "应是不小于 0 的整数")
        return value

    def whole_or_none(self, key: str) -> int | None:
        return self.whole(key) if self.has(key) else None

    def tables(self, key: str) -> "list[Table]":
        """Take an array of tables; a missing one is empty."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.refuse(key, "应是一组表")
        return [Table(self._file, value, f"{self._name(key)}[{n}]") for n, value in enumerate(values)]

    def table(self, key: str) -> "Table":
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "应是一个表")
        return Table(self._file, value, self._name(key))

    def cited(self, key: str, convert: Callable[[Any], T]) -> Cited[T]:
        """Take ``{value, clause, confidence}``; *convert* raises ValueError for a wrong value."""
        table = self.table(key)
        raw, clause, confidence = table._take("value"), table.text("clause"), table.text("confidence")
        table.end()
        try:
            return Cited(convert(raw), clause, Confidence(confidence))
        except (ValueError, TypeError, KeyError) as error:
            raise self.refuse(key, f"的值 {raw!r} 或可信度 {confidence!r} 不对") from error

    def optional(self, key: str, convert: Callable[[Any], T]) -> Cited[T] | None:
        return self.cited(key, convert) if self.has(key) else None

    def end(self) -> None:
        for key in self._left:
            raise self.refuse(key, "不是标准文件的键")

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _take(self, key: str) -> Any:
        if key not in self._left:
            raise self.refuse(key, "缺少")
        return self._left.pop(key)
