"""``manage.py evaluate``: a ledger file judged on the spot, without any database."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators import published
from indicators.calculation import rounding
from indicators.calculation.whole import WholeFinding
from reports import evaluation
from reports.evaluation import CountyFile, Evaluation
from schools import years
from schools.ledger.problems import Severity


class Command(BaseCommand):
    help = "按标准测算一份台账：逐校指标、校际差异系数、结论与问题；不需要数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ledger", type=Path, help="台账 .xlsx 文件")
        parser.add_argument("--standard", default="quality-2017", choices=published.codes(), help="标准代码")
        parser.add_argument(
            "--county-figures", type=Path, metavar="FILE.xlsx", help="县级数据；有它才按整个标准作出结论"
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="哪一天的宽限条款有效，默认今天"
        )
        parser.add_argument("--json", action="store_true", help="向标准输出打印一个 JSON 对象")
        parser.add_argument("--out", type=Path, metavar="DIR", help="把自评报告 PDF 和申报表写到这个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["ledger"]
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}。请检查路径后再试。")
        found = evaluation.evaluate(path, published.load(options["standard"]), _beside(options))
        if options["out"] and found.judged is not None:
            # By name, and only when asked for: what writes workbooks takes as long to load as to judge.
            documents = import_module("reports.documents")
            try:
                documents.write_all(found.judged, documents.occasion_of_file(found), options["out"])
            except OSError as fault:
                raise CommandError(f"写不到 {options['out']}：请给一个可以写入的文件夹。") from fault
        if options["json"]:
            self.stdout.write(json.dumps(evaluation.as_json(found), ensure_ascii=False))
        else:
            self._tell(found)
        if found.finding is None or found.errors:
            sys.exit(2)

    def _tell(self, found: Evaluation) -> None:
        """Print the verdict, the coefficients and the problems for a reader."""
        self.stdout.write(f"{found.file}　{found.schools} 所学校　依据 {found.standard.reference}")
        self.stdout.write(f"结论：{found.outcome.label}")
        for reason in found.reasons:
            self.stdout.write(f"  · {reason}")
        for stage in found.finding.stages if found.finding else ():
            self.stdout.write(f"\n{stage.stage.label}：{len(stage.units)} 个学段单位，{stage.pupils} 名学生")
            for each in stage.indicators:
                cv = each.note if each.dispersion is None else each.dispersion.display(3)
                ceiling = "" if each.ceiling is None else f"（上限 {rounding.shown(each.ceiling, 2)}）"
                verdict = each.outcome.label if each.outcome else ""
                self.stdout.write(f"  {each.indicator.short}　差异系数 {cv}{ceiling}　{verdict}")
        if found.whole:
            self._tell_items(found.whole)
        for notice in found.notices:
            self.stdout.write(f"说明 {notice}")
        for problem in found.problems:
            level = "错误" if problem.severity is Severity.ERROR else "疑点"
            where = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
            self.stdout.write(f"{level} {where} {problem.school} {problem.message}{problem.remedy}")

    def _tell_items(self, found: WholeFinding) -> None:
        self.stdout.write("")
        for each in found.items:
            item = each.item
            self.stdout.write(f"{item.part.label} {item.number}　{each.outcome.label}　{each.measured.value}")
        for use in found.uses:
            self.stdout.write(f"宽限 {use.school.name}　{use.allowance.name}（至 {use.allowance.last}）")


def _beside(options: dict[str, Any]) -> CountyFile | None:
    """Return the county figures asked for; the school year is the one the day falls into."""
    path: Path | None = options["county_figures"]
    if path is None:
        return None
    if not path.is_file():
        raise CommandError(f"没有这个文件：{path}。请检查路径后再试。")
    on = options["on"] or timezone.localdate()
    return CountyFile(path=path, year=years.current(on), on=on)
