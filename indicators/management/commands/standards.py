"""``manage.py standards``: the published standards listed, shown, compared; and what a change would do."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators import impact, published, told
from indicators.calculation.standard import Standard


class Command(BaseCommand):
    help = "列出、查看、比较已发布的标准，或测算改用另一标准对库中各县的影响；前三项不需要数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="列出全部标准：代码、名称、文号、有效期、适用地区")
        show = actions.add_parser("show", help="逐条列出一个标准，注明依据和可信度")
        show.add_argument("code", choices=published.codes(), metavar="CODE", help="标准代码")
        compare = actions.add_parser("compare", help="逐条比较两个标准")
        change = actions.add_parser("impact", help="改用后一标准，哪些学校和县结论改变")
        for two in (compare, change):
            two.add_argument("before", choices=published.codes(), metavar="A", help="原用标准的代码")
            two.add_argument("after", choices=published.codes(), metavar="B", help="改用标准的代码")
        change.add_argument("--area", default="", metavar="CODE", help="只看区划代码以此开头的县")
        change.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="宽限条款按哪一天，默认今天"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        match options["action"]:
            case "list":
                self._list()
            case "show":
                self._tell(told.whole(published.load(options["code"])))
            case "compare":
                self._tell(told.comparison(*_two(options)))
            case "impact":
                self._impact(*_two(options), on=options["on"], area=options["area"])

    def _tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _list(self) -> None:
        for code in published.codes():
            standard = published.load(code)
            self._tell([f"{code}　{told.heading(standard)}", f"  {told.reach(standard)}"])

    def _impact(self, before: Standard, after: Standard, *, on: date | None, area: str) -> None:
        now = timezone.now()
        on = on or timezone.localdate(now)
        self._tell([f"由 {before.code} 改用 {after.code}，宽限条款按 {on:%Y-%m-%d}"])
        judged = changed = schools = 0
        for found in impact.of_all(before, after, at=now, on=on, area=area):
            judged += 1
            changed += found.changes
            schools += len(found.schools)
            if found.changes:
                self._tell(told.impact(found))
        total = f"共测算 {judged} 份已采用的台账，{changed} 份结论有改变，涉及 {schools} 个学段单位"
        self._tell([f"\n{total if judged else '库中没有已采用的台账'}"])


def _two(options: dict[str, Any]) -> tuple[Standard, Standard]:
    return published.load(options["before"]), published.load(options["after"])
