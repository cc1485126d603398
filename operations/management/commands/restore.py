from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations import backup


class Command(BaseCommand):
    help = "用一份备份替换现在的数据库和链头文件，并补齐文件；先停止系统。加 --yes 才会执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="备份所在的目录")
        parser.add_argument("--yes", action="store_true", help="确认替换现在的数据")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            found = backup.compare(folder)
            if not options["yes"]:
                raise CommandError(f"备份完好（{found['made_at']}）。停止系统后加 --yes 执行恢复。")
            aside = backup.put_back(folder, at=timezone.now())
        except (backup.Unfit, OSError) as fault:
            raise CommandError(f"没有恢复：{fault}") from fault
        self.stdout.write(f"已恢复到 {found['made_at']} 的备份，{found['files']} 个文件齐全。")
        if aside:
            self.stdout.write(f"恢复前的链头文件留在 {aside}，请交给审计员：它记着备份以后发生过什么。")
        self.stdout.write("请依次运行 manage.py migrate、health 和 audit_verify，再启动系统。")
