"""What every answer tells: the browser, to run only our files and keep nothing; a reader, what went wrong."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script and no inline style: what somebody writes into a name cannot run.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's arrows and ticks
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def told(get_response: Answer) -> Answer:
    """Middleware: an address opened the wrong way (405) says so on a page instead of staying blank."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=405)
        for name, value in response.items():  # what was said on the way: what is allowed, no frames
            if name != "Content-Length":
                page.setdefault(name, value)
        return page

    return answer


def guarded(get_response: Answer) -> Answer:
    """Middleware: pages hold one county's figures, so neither browser nor proxy may keep them."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.setdefault("Cache-Control", "private, no-store")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return answer
