from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations import backup


class Command(BaseCommand):
    help = "备份数据库、上传的文件和链头文件到一个新目录；运行时也可以备份。签名私钥不在其中，请另行保管。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="新的目录")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            made = backup.make(folder, at=timezone.now())
        except (backup.Unfit, OSError) as fault:
            raise CommandError(f"没有备份成：{fault}") from fault
        self.stdout.write(f"已备份到 {folder}：数据库（{made['engine']}）和 {made['files']} 个文件。")
        self.stdout.write(f"签名私钥没有复制，请把 {settings.KEYS} 另存一份，与数据库分开保管。")
