"""What the watching machine asks; people ask ``manage.py health``, which says more."""

import errno
import sys

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while pages can be served and 503 while the database is away; strangers learn no more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "数据库暂时不可用，请稍后再试。", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("正常", content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for what went wrong: 507 where the disk is full, else 500."""
    if is_full(sys.exc_info()[1]):
        return render(request, "507.html", status=507)
    return defaults.server_error(request)


FULL = {errno.ENOSPC, errno.EDQUOT}
SAID = ("database or disk is full", "No space left on device")


def is_full(fault: BaseException | None) -> bool:
    """Does *fault*, or what it came from, say that there is no room?"""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in FULL:
            return True
        if isinstance(fault, DatabaseError) and any(text in str(fault) for text in SAID):
            return True
        fault = fault.__cause__ or fault.__context__
    return False
