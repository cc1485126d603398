from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operations import audit, verification
from operations.models import AuditEvent

LISTED = 20
TOLD_EVERY = 100


class Command(BaseCommand):
    help = (
        "核对审计记录、锚点、快照、佐证材料、文书、台账和测算结果是否仍是当初写下的；"
        "有问题时逐项指出第一处，并以非零状态退出。"
    )

    _looked_at = 0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stream", help="只核对这一组审计记录（例如县代码）")
        parser.add_argument(
            "--part", action="append", default=[], help="只核对这一部分，可重复；名称见全部核对时的输出"
        )

    def handle(self, *, stream: str | None, part: list[str], **options: Any) -> None:
        if stream is not None:
            return self._stream(stream)
        if unknown := set(part) - verification.verifiers().keys():
            names = "、".join(verification.verifiers())
            raise CommandError(f"没有这一部分：{'、'.join(sorted(unknown))}。可以是：{names}")
        parts, count = [], AuditEvent.objects.count()
        with verification.watched(self._count):
            for each in verification.examine(part):
                self._tell(each)
                parts.append(each)
        if not part:
            verification.note(parts, by="audit_verify", at=timezone.now())
        faults = [fault for each in parts for fault in each.faults]
        if faults:
            raise CommandError(f"发现 {len(faults)} 处不一致，第一处是：{faults[0]}")
        self.stdout.write(f"审计记录 {count} 条，核对一致。")

    def _stream(self, stream: str) -> None:
        if faults := audit.verify(stream):
            raise CommandError("审计记录有问题：\n" + "\n".join(str(fault) for fault in faults))
        self.stdout.write(f"{stream} 的审计记录核对一致。")

    def _tell(self, part: verification.Part) -> None:
        how = f"{part.looked_at} 项，{part.seconds:.1f} 秒"
        self.stdout.write(f"{'不一致' if part.faults else '一致'}\t{part.name}\t{how}")
        for fault in part.faults[:LISTED]:
            self.stdout.write(f"\t{fault}")
        if len(part.faults) > LISTED:
            self.stdout.write(f"\t……共 {len(part.faults)} 处")

    def _count(self) -> None:
        """Show on a terminal that it goes on."""
        self._looked_at += 1
        if self._looked_at % TOLD_EVERY == 0 and self.stderr.isatty():
            self.stderr.write(f"\r已核对 {self._looked_at} 项……", ending="")
