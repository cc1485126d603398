"""Coming and going, and the manual. Templates of the login are in ``templates/registration``."""

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from counties import filters
from counties.access import OfficerRequest, officer_required
from operations import manual

log_in = LoginView.as_view(redirect_authenticated_user=True)
log_out = LogoutView.as_view()


@require_safe
@officer_required
def read_manual(request: OfficerRequest) -> HttpResponse:
    return render(request, "manual.html", {"section": "manual", "manual": manual.read()})


@require_POST
@officer_required
def keep_filter(request: OfficerRequest) -> HttpResponse:
    """Keep an address under a name in this browser."""
    address = request.POST.get("address", "")
    response = redirect(_ours(address))
    if filters.keep(request, response, request.user, request.POST.get("name", ""), address):
        messages.success(request, "已保存这个筛选，在这台电脑上随时可以打开。")
    else:
        messages.error(request, "没有保存：请先起个名字；筛选条件太长的也不能保存。")
    return response


@require_POST
@officer_required
def drop_filter(request: OfficerRequest) -> HttpResponse:
    response = redirect(_ours(request.POST.get("back", "")))
    filters.drop(request, response, request.user, request.POST.get("address", ""))
    return response


def _ours(address: str) -> str:
    """Lead to a page of ours and nowhere else."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else "/"
