"""So many look-ups a minute from one address; a proxy's word on who asks is not taken."""

from datetime import datetime

from django.core.cache import cache

A_MINUTE = 30
KEPT = 120  # seconds


def is_within(address: str, *, at: datetime) -> bool:
    """Count one look-up from *address*; is it within the limit? Each web process counts its own."""
    key = f"verify:{address}:{int(at.timestamp()) // 60}"
    cache.add(key, 0, KEPT)
    return cache.incr(key) <= A_MINUTE
