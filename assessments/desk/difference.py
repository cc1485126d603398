"""What differs between two rounds, told from their snapshots alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.snapshots import Snap
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS
from schools.ledger.columns import Column

MET = {True: "达标", False: "不达标", None: "未定"}


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was. *about* is a school, a figure or an item."""

    part: str
    about: str
    what: str
    before: str
    after: str


def between(earlier: Snap, later: Snap) -> list[Change]:
    return [
        *_schools(earlier, later),
        *_figures(earlier, later),
        *_answers(earlier, later),
        *_said(earlier, later),
        *_evidence(earlier, later),
    ]


def _schools(earlier: Snap, later: Snap) -> Iterator[Change]:
    before, after = _rows(earlier), _rows(later)
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code), after.get(code)
        if old is None or new is None:
            known = old or new or {}
            yield Change(
                "学校", known.get("name") or code, "学校", "有" if old else "无", "有" if new else "无"
            )
            continue
        for what, was, now in _values(old, new, COLUMNS):
            yield Change("学校", new.get("name") or code, what, was, now)


def _rows(snap: Snap) -> dict[str, dict[str, Any]]:
    return {row["values"]["code"] or "": row["values"] for row in snap.plain["ledger"]["rows"]}


def _figures(earlier: Snap, later: Snap) -> Iterator[Change]:
    old, new = ((each.plain["county_figures"] or {"values": {}})["values"] for each in (earlier, later))
    for what, was, now in _values(old, new, FIGURES):
        yield Change("县级数据", "本县", what, was, now)


def _values(
    old: Mapping[str, Any], new: Mapping[str, Any], columns: Mapping[str, Column]
) -> Iterator[tuple[str, str, str]]:
    for field in [*columns, *sorted((old.keys() | new.keys()) - columns.keys())]:
        was, now = old.get(field), new.get(field)
        if was != now:
            heading = columns[field].heading if field in columns else field
            yield heading, "未填报" if was is None else was, "未填报" if now is None else now


def _answers(earlier: Snap, later: Snap) -> Iterator[Change]:
    names = {item.code: f"第 {item.number} 项 {item.name}" for item in later.standard.items}
    before, after = earlier.answers, later.answers
    for code in [*names, *sorted((before.keys() | after.keys()) - names.keys())]:
        old, new = before.get(code), after.get(code)
        if old != new:
            was, now = (f"{MET[each.met]}　{each.conclusion}" if each else "未填写" for each in (old, new))
            yield Change("自评结论", names.get(code, code), "结论", was, now)


def _said(earlier: Snap, later: Snap) -> Iterator[Change]:
    before, after = (
        {_place(each): each["explanation"] for each in snap.explanations} for snap in (earlier, later)
    )
    for place in sorted(before.keys() | after.keys()):
        was, now = before.get(place, "没有这个疑点"), after.get(place, "没有这个疑点")
        if was != now:
            yield Change("疑点说明", place[0] or "全县", place[2], was or "没有说明", now or "没有说明")


def _place(explanation: Mapping[str, Any]) -> tuple[str, str, str]:
    return explanation["school"], explanation["code"], explanation["message"]


def _evidence(earlier: Snap, later: Snap) -> Iterator[Change]:
    names = {item.code: f"{item.part.label} {item.number}" for item in later.standard.items}
    before, after = ({each["sha256"]: each for each in snap.evidence} for snap in (earlier, later))
    for sha256 in [*before, *(each for each in after if each not in before)]:
        old, new = before.get(sha256), after.get(sha256)
        was, now = (_shows(each, names) if each else "没有这份" for each in (old, new))
        if was != now:
            yield Change("佐证材料", (new or old or {})["title"], "归属", was, now)


def _shows(file: Mapping[str, Any], names: Mapping[str, str]) -> str:
    items = "、".join(names.get(code, code) for code in file["items"])
    schools = f"{len(file['schools'])} 所学校" if file["schools"] else "全县"
    return f"{file['title']}（{file['filename']}）；{schools}；{items or '没有注明条目'}"
