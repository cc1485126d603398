"""Uploads are the bytes that came in, and the rows of an accepted one are those of its workbook."""

from collections.abc import Iterator
from typing import Any

from operations.verification import Fault, over, register
from schools import actions, files
from schools.models import CountyYear, Ledger


@register("台账原件")
def uploads() -> Iterator[Fault]:
    for ledger in over(Ledger.objects.order_by("pk").select_related("county")):
        try:
            files.verified(ledger.sha256)
        except files.Damaged:
            yield Fault(str(ledger), f"原文件 {ledger.sha256[:12]} 缺失或有改动")


@register("台账数据")
def rows() -> Iterator[Fault]:
    """Of versions that are in force, and of those that were."""
    states = [Ledger.State.ACCEPTED, Ledger.State.REPLACED]
    for ledger in over(Ledger.objects.filter(state__in=states).order_by("pk").select_related("county")):
        try:
            reading = actions.read_again(ledger)
        except actions.Refused as damage:
            yield Fault(str(ledger), str(damage))
            continue
        yield from _schools(ledger, reading) if ledger.is_of_schools else _county(ledger, reading)


def _schools(ledger: Ledger, reading: Any) -> Iterator[Fault]:
    kept = {(row.sheet, row.row): row.values for row in ledger.rows.order_by("pk")}
    for row in reading.rows:
        found = kept.pop((row.sheet, row.number), None)
        if found is None:
            yield Fault(f"{ledger} {row.sheet} 第 {row.number} 行", "原件里有，数据库里没有")
            continue
        for field, value in found.items():
            if value != row.values.get(field):
                yield Fault(f"{ledger} {row.sheet} 第 {row.number} 行 {field}", "与原件不同，数据被改动")
    for sheet, number in kept:
        yield Fault(f"{ledger} {sheet} 第 {number} 行", "原件里没有，数据库里多出")


def _county(ledger: Ledger, reading: Any) -> Iterator[Fault]:
    kept = CountyYear.objects.filter(ledger=ledger).first()
    if kept is None:
        yield Fault(str(ledger), "数据库里没有采用的县级数据")
        return
    cells = {field: [cell.sheet, cell.address] for field, cell in reading.cells.items()}
    if kept.cells != cells:
        yield Fault(str(ledger), "所记的单元格位置与原件不同，数据被改动")
    for field, value in kept.values.items():
        if value != reading.values.get(field):
            yield Fault(f"{ledger} {field}", "与原件不同，数据被改动")
