"""``manage.py demo``: seven invented counties, all the way from ledger to dossier."""

import time
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.demo import cast, counties, journeys, more, rechecks, workbooks
from assessments.demo.plans import County
from reports import demonstration
from reports.demonstration import Login, Stuck
from schools.actions import Refused

LOGINS = "demo-logins.txt"
A_YEAR = timedelta(days=365)


class Command(BaseCommand):
    help = "建立七个虚构的示例县：账号、台账、校核、测算、自评报告。可以重复执行，已有的不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes-demo-data", action="store_true", help="在正式服务器上也建立示例数据")
        parser.add_argument("--county", choices=[*cast.COUNTIES], help="只建立这一个示例县")

    def handle(self, *args: Any, **options: Any) -> None:
        in_earnest = not settings.EMBEDDED and not settings.DEBUG
        if in_earnest and not options["yes_demo_data"]:
            raise CommandError(
                "这里连接的是数据库服务器（DATABASE_URL），看来是正式环境，没有建立示例数据。"
                "确实要在这里建立，请加 --yes-demo-data。"
            )
        began, at = time.monotonic(), timezone.now()
        invented = (*counties.COUNTIES, *more.MORE)
        chosen = [county for county in invented if options["county"] in {None, county.code}]
        opened = at - journeys.BEFORE - 2 * A_YEAR  # before anything was done by anybody
        demonstration.open_divisions(at=opened)
        # Whoever sees the nation would see real counties there.
        parts = [*cast.CLERKS, *cast.OTHERS, *([] if in_earnest else cast.NATION)]
        logins = demonstration.open_accounts(parts=parts, file=settings.VAR / LOGINS, at=opened)
        folder = settings.VAR / "demo"
        ledgers = demonstration.write_workbooks(folder)
        changed = False
        try:
            for step in self._steps(chosen, ledgers, at, everybody=options["county"] is None):
                changed = True
                self.stdout.write(step)
        except (Stuck, Refused) as trouble:
            raise CommandError(f"示例没有建成：{trouble}") from trouble
        seconds = time.monotonic() - began
        self.stdout.write(f"示例已建成，用时 {seconds:.0f} 秒。" if changed else "示例已在，没有改动。")
        self._tell_counties(chosen)
        self._tell_logins(logins)
        self.stdout.write(f"\n台账文件在 {folder}，可在上传页试用；“{workbooks.FAULTY}”有意写错。")

    def _steps(
        self, chosen: list[County], ledgers: demonstration.Workbooks, at: datetime, *, everybody: bool
    ) -> Iterator[str]:
        began = at - journeys.BEFORE
        earlier = [county for county in more.EARLIER if county.code in {each.code for each in chosen}]
        yield from demonstration.bring_in(invented=earlier, ledgers=ledgers, at=began - A_YEAR)
        for county in earlier if everybody else ():
            yield from journeys.play(began=began - A_YEAR, year=county.year)
        yield from demonstration.bring_in(invented=chosen, ledgers=ledgers, at=began)
        if everybody:
            yield from journeys.play(began=began)
            yield from rechecks.play(began=began)
            journeys.set_deadlines(began=began)
            journeys.set_roadmap(began=began)

    def _tell_counties(self, chosen: list[County]) -> None:
        self._table_row("\n示例县", "学校", "小学", "初中", "资源配置", "看什么")
        for county in chosen:
            calculation = demonstration.calculation_of(county.code)
            if calculation is None:
                continue
            stages = [stage.get_outcome_display() for stage in calculation.stages.all()]
            self._table_row(
                cast.COUNTIES[county.code],
                str(calculation.ledger.schools),
                *stages,
                calculation.get_outcome_display(),
                county.shows,
            )

    def _tell_logins(self, logins: list[Login]) -> None:
        self._table_row("\n用户名", "密码", "是谁")
        for login in logins:
            password = (
                login.password
                or f"不在 {LOGINS} 里，请用 manage.py changepassword {login.part.username} 重设"
            )
            self._table_row(login.part.username, password, login.part.name)

    def _table_row(self, *cells: str) -> None:
        self.stdout.write("".join(_padded(cell, 16) for cell in cells).rstrip())


def _padded(text: str, width: int) -> str:
    """Fill *text* up to *width* columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text.lstrip("\n"))
    return text + " " * max(2, width - taken)
