"""What was refused at the door and what was taken out of it, as events of the trail.

A deed is noted by its action, in its transaction. What did not come to a deed, a row of another
county asked for, a step that a post does not allow, is noted here, for every route alike; so is
every file that left.
"""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from operations import audit, origin

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

STREAM = "access"
REFUSALS = {403, 404, 409, 413, 422, 429}


def kept(get_response: Answer) -> Answer:
    """Middleware: note refusals and downloads of who is logged in."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.resolver_match is not None and request.user.is_authenticated:
            if _is_refusal(request, response):
                _note(request, response, action="access.refused", refused=True)
            elif _is_download(request, response):
                _note(request, response, action="file.downloaded", refused=False)
        return response

    return answer


def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code not in REFUSALS or origin.current().refusal_noted:
        return False
    # A page that nobody has is a slip of the pen; a row that he may not see is not.
    return response.status_code != 404 or bool(request.resolver_match and request.resolver_match.kwargs)


def _is_download(request: HttpRequest, response: HttpResponse) -> bool:
    disposition = response.get("Content-Disposition", "")
    return request.method == "GET" and response.status_code == 200 and disposition.startswith("attachment")


def _note(request: HttpRequest, response: HttpResponse, *, action: str, refused: bool) -> None:
    match = request.resolver_match
    assert match is not None
    arguments = {name: str(value) for name, value in match.kwargs.items()}
    try:
        audit.append(
            stream=STREAM,
            action=action,
            object=":".join(["route", match.view_name or match.route, *arguments.values()])[:100],
            actor=request.user.get_username(),
            at=timezone.now(),
            detail={"method": request.method, "status": response.status_code, "arguments": arguments},
            refused=refused,
        )
    except DatabaseError:
        # Nothing was done that would now be without its event; the answer stays a refusal. A file
        # does not leave unnoted.
        logger.exception("%s could not be noted", action)
        if not refused:
            response.close()
            raise
