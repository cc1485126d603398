"""``manage.py carry``: a submitted county's round as one signed file, to be checked anywhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.models import Snapshot
from operations import audit, keys
from reports.carrying import archive, packing
from reports.rendering import RenderingFailed
from reports.verification import sealing
from schools import files


class Command(BaseCommand):
    help = "把一个县已报送的一轮写成一份可以随身携带、签了名的文件（报告、申报表、快照、台账、操作记录）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("county", help="县代码")
        parser.add_argument("year", type=int, help="学年，例如 2025")
        parser.add_argument("out", type=Path, help="写到哪个 .zip 文件")
        parser.add_argument("--round", type=int, help="第几轮，默认最近报送的一轮")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = Snapshot.objects.select_related("round__assessment__county__parent__parent").filter(
            round__assessment__county__code=options["county"], round__assessment__year=options["year"]
        )
        if options["round"]:
            rounds = rounds.filter(round__number=options["round"])
        snapshot = rounds.order_by("-made_at", "-pk").first()
        if snapshot is None:
            raise CommandError("该县这一学年没有报送过。请核对县代码、学年和轮次。")
        try:
            content = packing.carry_of(snapshot)
            options["out"].write_bytes(content)
        except (files.Damaged, RenderingFailed, keys.Unusable, OSError) as fault:
            raise CommandError(f"没有写成：{fault}") from fault
        audit.append(
            stream=options["county"],
            action=sealing.CARRIED,
            object=sealing.object_of(snapshot),
            actor="manage.py",
            at=timezone.now(),
            detail={
                "snapshot": snapshot.sha256,
                "sha256": files.digest(content),
                "members": {
                    name: files.digest(each) for name, each in archive.unpack(content).members.items()
                },
            },
        )
        self.stdout.write(f"已写成 {options['out']}，SHA-256 {files.digest(content)}")
