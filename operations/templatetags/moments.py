"""Moments both ways, as a reader needs them: how long ago or in how long, and exactly when."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400
NEAR = 30  # days that are told in days; beyond them the date says more


@register.filter
def ago(at: datetime) -> str:
    """Write a past moment as ``3 天前，11-22 15:38``, with the whole of it for the pointer and machines."""
    local, now = timezone.localtime(at), timezone.localtime()
    pattern = "%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d"
    since = since_text(local, now)
    return format_html(
        '<time datetime="{}" title="{}">{}{}</time>',
        local.isoformat(timespec="minutes"),
        f"{local:%Y-%m-%d %H:%M}",
        f"{since}，" if since else "",
        local.strftime(pattern),
    )


def since_text(at: datetime, now: datetime) -> str:
    """Say how long ago *at* was; nothing where a date says more.

    >>> from datetime import datetime as d
    >>> now = d(2026, 3, 10, 12)
    >>> [since_text(at, now) for at in (d(2026, 3, 10, 11, 40), d(2026, 3, 9, 9), d(2026, 1, 1))]
    ['20 分钟前', '昨天', '']
    """
    seconds, days = int((now - at).total_seconds()), (now.date() - at.date()).days
    steps = (
        (seconds < MINUTE, "刚才"),
        (seconds < HOUR, f"{seconds // MINUTE} 分钟前"),
        (days == 0, f"{seconds // HOUR} 小时前"),
        (days == 1, "昨天"),
        (days <= NEAR, f"{days} 天前"),
    )
    return next((text for holds, text in steps if holds), "")


@register.filter
def due(on: date) -> str:
    """Write a deadline as ``还有 3 天，11-30``; one that has passed says by how much."""
    text = due_text(on, timezone.localdate())
    return format_html('<time datetime="{}">{}，{}</time>', on.isoformat(), text, f"{on:%Y-%m-%d}")


def due_text(on: date, today: date) -> str:
    """Say how long there is until *on*.

    >>> [due_text(date(2026, 3, day), date(2026, 3, 10)) for day in (10, 11, 15, 7)]
    ['今天截止', '明天截止', '还有 5 天', '已过 3 天']
    """
    days = (on - today).days
    return {0: "今天截止", 1: "明天截止"}.get(days) or (f"还有 {days} 天" if days > 0 else f"已过 {-days} 天")
