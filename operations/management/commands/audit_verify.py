from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import audit
from operations.models import AuditEvent


class Command(BaseCommand):
    help = "核对审计记录是否被改动；有问题时指出每一组的第一条，并以非零状态退出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stream", help="只核对这一组（例如县代码）")

    def handle(self, *, stream: str | None, **options: Any) -> None:
        faults = audit.verify(stream)
        if faults:
            raise CommandError("审计记录有问题：\n" + "\n".join(str(fault) for fault in faults))
        self.stdout.write(f"审计记录 {AuditEvent.objects.count()} 条，核对一致。")
