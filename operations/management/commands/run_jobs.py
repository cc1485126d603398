import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations import embedded, jobs


class Command(BaseCommand):
    help = "执行排队的任务。没有消息服务（REDIS_URL）时由网页进程自动启动，也可以作为服务常驻。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完现有任务就退出")
        parser.add_argument("--idle-exit", type=float, metavar="SECONDS", help="空闲这么多秒后退出")

    def handle(self, *, once: bool, idle_exit: float | None, **options: Any) -> None:
        if once:
            self.stdout.write(f"执行了 {jobs.run_pending()} 次任务。")
            return
        if idle_exit is not None:
            embedded.stand_back()
        # Asked to stop, it first ends the job in hand; a second request stops it at once.
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, _: _stop(stopped, received))
        if not embedded.serve(idle_exit=idle_exit, stopped=stopped.is_set):
            self.stdout.write("已有另一个进程在执行任务。")


def _stop(stopped: threading.Event, received: int) -> None:
    stopped.set()
    signal.signal(received, signal.SIG_DFL)
