"""``manage.py recompute``: every figure of a file to carry once more, from its snapshot alone."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments import snapshots
from reports.carrying import archive, parcel
from reports.carrying.archive import Unreadable

NOT_THAT = (
    "不能重新计算：这不是随身卷，里面没有“{}”。随身卷用 manage.py carry 写出；"
    "下载中心的下载包请解开后运行 sha256sum -c SHA256SUMS 核对。"
)


class Command(BaseCommand):
    help = "由随身卷内的快照重新算出每一个数，与卷内所载逐字比较；不需要数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="随身卷 .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            members = archive.unpack(options["file"].read_bytes()).members
            again = snapshots.figures(members[parcel.SNAPSHOT])
            stated = json.loads(members[parcel.FIGURES])
        except KeyError as absent:
            raise CommandError(NOT_THAT.format(absent.args[0])) from absent
        except (OSError, Unreadable, ValueError, snapshots.Broken) as fault:
            raise CommandError(f"不能重新计算：{fault}") from fault
        if not isinstance(stated, dict):
            raise CommandError(f"不能重新计算：{parcel.FIGURES} 不是本系统写成的。")
        differing = [name for name in sorted({*again, *stated}) if again.get(name) != stated.get(name)]
        for name in differing:
            self.stdout.write(
                f"不同　{name}：卷内 {stated.get(name, '没有')}，重新计算 {again.get(name, '没有')}"
            )
        if differing:
            sys.exit(1)
        self.stdout.write(f"重新计算 {len(again)} 个数，逐字相同。")
