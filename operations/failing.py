"""What went wrong is answered by a page: that there is no room, or that it was our fault."""

import errno
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults


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
