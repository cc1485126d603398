"""Coming and going, and the manual. Templates of the login are in ``templates/registration``."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from counties.access import OfficerRequest, officer_required
from operations import manual

log_in = LoginView.as_view(redirect_authenticated_user=True)
log_out = LogoutView.as_view()


@require_safe
@officer_required
def read_manual(request: OfficerRequest) -> HttpResponse:
    return render(request, "manual.html", {"section": "manual", "manual": manual.read()})
