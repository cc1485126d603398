"""Is the installation well? Each check says what it found, in words for whoever keeps it running."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Coalesce
from django.utils import timezone

from operations import append_only, heads, kinds, verification
from operations.models import Anchor, Job

LONGEST_WAIT = timedelta(minutes=10)
LONGEST_UNVERIFIED = timedelta(days=8)
LOST_FOR = timedelta(days=1)
LEAST_DISK = 1_000_000_000
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class Finding:
    name: str
    well: bool
    found: str


def examine(*, at: datetime) -> list[Finding]:
    return [_finding(name, check, at) for name, check in CHECKS.items()]


def _finding(name: str, check: "Check", at: datetime) -> Finding:
    try:
        well, found = check(at)
    except (DatabaseError, redis.RedisError, OSError, ValueError) as error:
        well, found = False, f"无法检查：{error}"
    return Finding(name, well, found)


def database(at: datetime) -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return False, f"有 {len(missing)} 项数据库升级未执行，请运行 manage.py migrate"
    return True, f"{connection.display_name} 可用，结构为最新"


def trail(at: datetime) -> tuple[bool, str]:
    bare = append_only.unguarded(connection)
    if not bare:
        return True, "审计记录受触发器保护，其他只增不改的表也是"
    return False, f"保护触发器缺失，请检查数据库是否被改动：{'、'.join(bare)}"


def verified(at: datetime) -> tuple[bool, str]:
    last = verification.last()
    if last is None:
        return True, "尚未全面核对过，请运行 manage.py audit_verify，并安排每夜执行"
    when = f"{timezone.localtime(last.at):%Y-%m-%d %H:%M}"
    if last.refused:
        return False, f"{when} 核对时发现不一致，请运行 manage.py audit_verify 查看"
    return at - last.at <= LONGEST_UNVERIFIED, f"最近一次核对：{when}，一致"


def anchored(at: datetime) -> tuple[bool, str]:
    if not heads.is_writable():
        return False, "链头文件无法写入，请检查锚点目录的权限和磁盘"
    newest = Anchor.objects.order_by("-number").first()
    if newest is None:
        return True, "尚无锚点，首次报送或次日自动产生"
    return True, f"最近的锚点：{newest.number}，{timezone.localtime(newest.at):%Y-%m-%d %H:%M}"


def queue(at: datetime) -> tuple[bool, str]:
    waiting = Job.objects.claimable(at).order_by(Coalesce("not_before", "created_at")).first()
    if waiting is None:
        return True, "没有积压的任务"
    age = at - (waiting.not_before or waiting.created_at)
    return age <= LONGEST_WAIT, f"最早的任务已等待 {age.total_seconds():.0f} 秒（编号 {waiting.pk}）"


def mail(at: datetime) -> tuple[bool, str]:
    """The mail server is well unless it has turned away the same mail more than once, or for good."""
    if not settings.EMAIL_HOST:
        return True, "未配置邮件服务，消息只在收件箱里"
    mails = Job.objects.filter(kind=kinds.MAIL)
    waiting, lost = mails.put_off(at), mails.filter(state=Job.State.FAILED, finished_at__gt=at - LOST_FOR)
    last = (lost | waiting).order_by("-pk").first()
    if last is None:
        return True, "邮件都已发出"
    told = f"{waiting.count()} 封等着自动重发，一天内 {lost.count()} 封没有发出，最近的原因：{last.error}"
    return not lost and not waiting.filter(times_put_off__gt=1), told


def broker(at: datetime) -> tuple[bool, str]:
    if settings.JOBS_WAKE != "celery":
        return True, "未配置消息服务，由内置进程执行任务"
    redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2).ping()
    return True, "消息服务可用"


def disk(at: datetime) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.VAR).free
    return free >= LEAST_DISK, f"数据目录剩余 {free / 1e9:.1f} GB"


def engine(at: datetime) -> tuple[bool, str]:
    """Before 3.51.3 SQLite may, very rarely, damage a database in WAL mode used by two processes."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return True, "数据库引擎版本合适"
    return True, f"SQLite {sqlite3.sqlite_version} 仅宜试用或单县使用；多单位使用请改用 PostgreSQL"


Check = Callable[[datetime], tuple[bool, str]]
CHECKS: dict[str, Check] = {
    "数据库": database,
    "数据库引擎": engine,
    "审计保护": trail,
    "审计核对": verified,
    "审计锚点": anchored,
    "任务队列": queue,
    "消息服务": broker,
    "邮件": mail,
    "磁盘": disk,
}
