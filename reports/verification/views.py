"""Checking a document without a login: a code's standing, and the public key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from operations import keys
from reports.verification import limits, sealing
from reports.verification.sealing import Answer


@require_safe
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say how the code in the address or the form stands; 429 to whoever asks too often."""
    if not limits.is_within(request.META["REMOTE_ADDR"], at=timezone.now()):
        response = render(request, "reports/verify.html", {"busy": True}, status=429)
        response["Retry-After"] = "60"
        return response
    typed = code or request.GET.get("code", "")
    found = sealing.look_up(typed, request.GET.get("digest", "")) if typed else None
    status = 404 if found and found.answer is Answer.UNKNOWN else 200
    return render(request, "reports/verify.html", {"found": found, "typed": typed}, status=status)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key as a file, to be kept beside what is checked with it."""
    return HttpResponse(keys.public_pem(), content_type="application/x-pem-file")
