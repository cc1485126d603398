"""How often (频次): so many uploads, exports and parcels an hour for each officer, and when he may go on.

What counts stands in the trail, as with wrong passwords (ADR 46): all web processes count together, and what
was turned away prolongs nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from counties.access import OfficerRequest, OfficerView
from operations.models import AuditEvent
from operations.refusing import page_before

P = ParamSpec("P")
WHILE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """*name* is its limit in ``settings.AN_HOUR``, *what* is done in words, *deeds* is what counts as done.

    Only requests by *method* count: to look at a form is nothing.
    """

    name: str
    what: str
    deeds: Sequence[str]
    method: str = "POST"

    @property
    def most(self) -> int:
        found: int = settings.AN_HOUR[self.name]
        return found

    def free_at(self, username: str, *, at: datetime) -> datetime | None:
        """Return when *username* may go on; None where he may now."""
        done = AuditEvent.objects.filter(actor=username, at__gt=at - WHILE, action__in=self.deeds)
        last = list(done.order_by("-at", "-pk").values_list("at", flat=True)[: self.most])
        return last[-1] + WHILE if len(last) == self.most else None


UPLOADS = Pace(name="uploads", what="上传台账", deeds=("ledger.received", "ledger.refused"))
EVIDENCE = Pace(name="evidence", what="上传佐证材料", deeds=("evidence.received", "evidence.refused"))
PARCELS = Pace(name="parcels", what="申请打包下载", deeds=("bundle.asked",))
EXPORTS = Pace(name="exports", what="导出清单", deeds=("list.exported", "trail.exported"), method="GET")


def kept(pace: Pace) -> Callable[[OfficerView[P]], OfficerView[P]]:
    """Turn away who did it too often within the hour, and say when he may go on."""

    def limited(view: OfficerView[P]) -> OfficerView[P]:
        @wraps(view)
        def answer(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            at = timezone.now()
            if request.method == pace.method and (free := pace.free_at(request.officer.user.username, at=at)):
                return _too_often(request, pace, free, at=at)
            return view(request, *args, **kwargs)

        return answer

    return limited


def _too_often(request: OfficerRequest, pace: Pace, free: datetime, *, at: datetime) -> HttpResponse:
    # The next whole minute, or the clock on the wall would send him back too early.
    shown = timezone.localtime(free.replace(second=0, microsecond=0) + timedelta(minutes=1))
    context = {"pace": pace, "free": shown, "back": page_before(request)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(int((shown - at).total_seconds()) + 1)
    return response
