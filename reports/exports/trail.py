"""The trail as a list to take away: every event that is asked for, with its digests."""

import json
from datetime import datetime

from django.utils import timezone

from counties.models import Officer
from counties.trail.asked import Asked
from counties.trail.told import Told, told
from reports.exports.table import Table, Value

MOST = 10_000
HEADINGS = (
    *("记录流", "编号", "时间", "用户名", "姓名", "单位", "岗位", "事项", "结果", "对象", "理由", "内容"),
    *("办理前摘要", "办理后摘要", "快照摘要", "请求编号", "来源地址", "摘要算法", "上一条摘要", "本条摘要"),
)


class TooMany(Exception):
    """More is asked for than one file holds; the message is for the officer."""


def table(asked: Asked, officer: Officer, *, at: datetime) -> Table:
    """Return what *officer* asks for, the newest first; raise ``TooMany`` rather than leave any out."""
    events = list(asked.events(officer.division)[: MOST + 1])
    if len(events) > MOST:
        raise TooMany(f"筛选出的记录超过 {MOST:,} 条，一份文件放不下。请按时间分段，再分次导出。")
    demo = "（示例）" if officer.division.is_demo else ""
    day = timezone.localdate(at)
    return Table(
        title=f"{officer.division.name}审计记录{day:%Y%m%d}{demo}",
        headings=HEADINGS,
        rows=[_row(each) for each in told(events)],
    )


def _row(each: Told) -> tuple[Value, ...]:
    event = each.event
    return (
        event.stream,
        event.seq,
        timezone.localtime(event.at).isoformat(sep=" ", timespec="microseconds"),
        event.actor,
        each.name,
        event.office,
        each.role,
        each.deed,
        "被拒绝" if event.refused else "已办理",
        each.object,
        event.reason,
        json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
        event.before,
        event.after,
        event.snapshot,
        event.request,
        event.ip,
        event.algorithm,
        event.previous,
        event.hash,
    )
