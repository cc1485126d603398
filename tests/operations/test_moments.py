"""Moments are told both ways."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from operations.templatetags import moments


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "刚才"),
        (timedelta(minutes=59), "59 分钟前"),
        (timedelta(hours=3), "3 小时前"),
        (timedelta(days=1), "昨天"),
        (timedelta(days=30), "30 天前"),
        (timedelta(days=31), ""),
    ],
)
def test_what_was_is_told_from_now(before: timedelta, said: str) -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert moments.since_text(now - before, now) == said


def test_a_moment_stands_exactly_beside_how_long_ago_it_was() -> None:
    at = timezone.now() - timedelta(days=400)
    local = timezone.localtime(at)
    assert moments.ago(at).endswith(f">{local:%Y-%m-%d}</time>")
    assert f'title="{local:%Y-%m-%d %H:%M}"' in moments.ago(at)
    assert "刚才，" in moments.ago(timezone.now())


def test_a_deadline_says_how_long_there_is() -> None:
    today = timezone.localdate()
    assert "今天截止" in moments.due(today)
    assert "还有 3 天" in moments.due(today + timedelta(days=3))
    assert "已过 2 天" in moments.due(today - timedelta(days=2))
