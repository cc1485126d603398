"""Coming and going, and the manual. Templates of the login are in ``templates/registration``."""

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from counties import filters
from counties.access import OfficerRequest, officer_required
from counties.guessing import LogInForm
from operations import manual

log_in = LoginView.as_view(redirect_authenticated_user=True, authentication_form=LogInForm)
log_out = LogoutView.as_view()


@require_safe
@officer_required
def read_manual(request: OfficerRequest) -> HttpResponse:
    return render(request, "manual.html", {"section": "manual", "manual": manual.read()})


@require_POST
@officer_required
def keep_filter(request: OfficerRequest) -> HttpResponse:
    """Keep an address under a name for the officer."""
    name, address = request.POST.get("name", ""), request.POST.get("address", "")
    if filters.keep(name=name, address=address, by=request.officer, at=timezone.now()):
        messages.success(request, "已保存这个筛选，您在哪台电脑上登录都可以打开。")
    else:
        messages.error(request, "没有保存：请先起个名字；筛选条件太长的也不能保存。")
    return redirect(_ours(address))


@require_POST
@officer_required
def drop_filter(request: OfficerRequest) -> HttpResponse:
    filters.drop(pk=request.POST.get("filter", ""), by=request.officer)
    return redirect(_ours(request.POST.get("back", "")))


def _ours(address: str) -> str:
    """Lead to a page of ours and nowhere else."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else "/"
