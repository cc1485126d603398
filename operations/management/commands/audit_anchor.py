from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from operations import anchors


class Command(BaseCommand):
    help = "为每组审计记录的最后一条签名作锚点，并写入数据库以外的链头文件。每天自动执行，也可随时执行。"

    def handle(self, **options: Any) -> None:
        count = anchors.anchor_all(at=timezone.now())
        anchors.write_out(at=timezone.now())
        self.stdout.write(f"新作锚点 {count} 个。")
