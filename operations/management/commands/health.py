from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations import health


class Command(BaseCommand):
    help = "检查数据库、任务队列、消息服务和磁盘；有一项不正常即以非零状态退出。"

    def handle(self, **options: Any) -> None:
        findings = health.examine(at=timezone.now())
        for finding in findings:
            self.stdout.write(f"{'正常' if finding.well else '异常'}\t{finding.name}\t{finding.found}")
        if not all(finding.well for finding in findings):
            raise CommandError("有项目不正常，请按上表处理。")
