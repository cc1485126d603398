"""``manage.py import_ledger``: what the upload page does, at the command line, by the same actions."""

import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from assessments import actions as assessments
from counties.models import Division, Officer
from indicators import published
from operations import jobs
from operations.models import Job
from schools import actions, mending, years
from schools.ledger.problems import LedgerRefused, Problem, Severity
from schools.models import Ledger, LedgerProblem

LOOK_EVERY = 0.25
UNMENDED = 2


class Command(BaseCommand):
    help = (
        "上传一份学校台账或县级数据并校核，逐条打印问题。与网页上传完全相同：同样的关口、校核、版本和痕迹。"
        "退出码：0 没有错误；2 有错误或被拒收；1 命令本身用错，或没有做成。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx、.xls 或 .csv 文件")
        parser.add_argument("--county", required=True, metavar="CODE", help="县代码，例如 990101")
        parser.add_argument("--year", required=True, type=int, help="学年，例如 2025")
        parser.add_argument(
            "--kind",
            choices=Ledger.Kind.values,
            default=Ledger.Kind.SCHOOLS.value,
            help="schools 学校台账（默认），county 县级数据",
        )
        parser.add_argument("--standard", default="quality-2017", choices=published.codes(), help="标准代码")
        parser.add_argument("--by", default="", metavar="NAME", help="填报员的用户名；本县只有一位时可以不写")
        parser.add_argument("--accept", action="store_true", help="没有错误时随即采用")
        parser.add_argument("--repair", type=Path, metavar="FILE.xlsx", help="把修改稿写到这个文件")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["year"] not in years.choices(timezone.localdate()):
            raise CommandError(f"{options['year']} 不是可以填报的学年。")
        clerk = _clerk(_county(options["county"]), options["by"])
        ledger = self._received(options, clerk, at=timezone.now())
        _ended(ledger.job)
        ledger.refresh_from_db()
        self._tell(ledger)
        if options["repair"] and ledger.state != Ledger.State.REFUSED:
            self._write_repair(ledger, options["repair"])
        if ledger.state == Ledger.State.REFUSED or ledger.problems.filter(severity=Severity.ERROR).exists():
            sys.exit(UNMENDED)
        if options["accept"]:
            self._accept(ledger, clerk)

    def _received(self, options: dict[str, Any], clerk: Officer, *, at: datetime) -> Ledger:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                return actions.receive(
                    county=clerk.division,
                    year=options["year"],
                    kind=Ledger.Kind(options["kind"]),
                    standard=options["standard"],
                    file=File(file, name=path.name),
                    by=clerk,
                    at=at,
                )
        except OSError as fault:
            raise CommandError(f"读不了 {path}：{fault.strerror}。请检查路径后再试。") from fault
        except LedgerRefused as refusal:
            self.stdout.write(f"{path.name} 已拒收。")
            self.stdout.write(_line(refusal.problem))
            sys.exit(UNMENDED)

    def _tell(self, ledger: Ledger) -> None:
        """Print what became of the upload, what was passed over or read otherwise, and every problem."""
        if ledger.job.state == Job.State.FAILED:
            raise CommandError(f"第 {ledger.version} 版没有校核完：{ledger.job.error}")
        self.stdout.write(f"{ledger}　{ledger.get_state_display()}　{ledger.extent}")
        for notice in ledger.notices:
            self.stdout.write(f"说明 {notice}")
        for sheet, cell, before, after in ledger.alterations:
            self.stdout.write(f"读取 {sheet}!{cell} {before} → {after}")
        for near in ledger.near_headings:
            self.stdout.write(
                f"待确认 {near[0]}!{near[1]} 表头“{near[2]}”近似本表栏目，请在网页上确认它是哪一栏。"
            )
        for problem in ledger.problems.order_by("severity", "pk"):
            self.stdout.write(_line(problem))

    def _write_repair(self, ledger: Ledger, path: Path) -> None:
        try:
            path.write_bytes(mending.workbook(ledger))
        except (OSError, mending.Unwritable) as fault:
            raise CommandError(
                f"修改稿写不到 {path}。请换一个可以写入的位置，或对照上面的问题改正。"
            ) from fault
        self.stdout.write(f"修改稿已写到 {path}")

    def _accept(self, ledger: Ledger, clerk: Officer) -> None:
        try:
            asked = assessments.ask_to_accept(ledger=ledger, by=clerk, at=timezone.now())
        except actions.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        assert asked.acceptance
        _ended(asked.acceptance)
        if asked.acceptance.state == Job.State.FAILED:
            raise CommandError(asked.acceptance.error)
        self.stdout.write(f"第 {ledger.version} 版已采用。")


def _county(code: str) -> Division:
    county = Division.objects.filter(code=code).first()
    if county is None:
        raise CommandError(f"没有代码为 {code} 的县。请先用 manage.py load_divisions 载入区划，或检查代码。")
    return county


def _clerk(county: Division, name: str) -> Officer:
    """Return the county's clerk of that user name, without one its only clerk."""
    named = Q(user__username=name) if name else Q()
    serving = Officer.objects.serving().filter(named, division=county, role=Officer.Role.CLERK)
    found = list(serving.select_related("user", "division").order_by("user__username"))
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"{county}没有这样一位在岗的填报员。请先在后台设岗，或检查 --by 的用户名。")
    names = "、".join(each.user.username for each in found)
    raise CommandError(f"{county}有 {len(found)} 位填报员（{names}），请用 --by 写明由谁上传。")


def _ended(job: Job) -> None:
    """Run *job* here, or wait for the worker that is at it already."""
    job.refresh_from_db()
    while not job.ended:
        if not jobs.run(job.pk):
            time.sleep(LOOK_EVERY)
        job.refresh_from_db()


def _line(problem: Problem | LedgerProblem) -> str:
    level = "错误" if problem.severity == Severity.ERROR else "疑点"
    where = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
    said = (level, problem.code, where, problem.school, f"{problem.message}{problem.remedy}")
    return " ".join(part for part in said if part)
