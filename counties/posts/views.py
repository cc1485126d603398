"""The list of posts of an office and those below, with what its leader may do about them."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from counties.access import OfficerRequest, officer_required
from counties.actions import Refused
from counties.models import Officer
from counties.posts import actions
from counties.posts.forms import AppointForm, PlaceForm

PAGE = 50
CHANGING = ("GET", "HEAD", "POST")
NOT_YOURS = "只有本级负责人（或安全管理员）可以任免岗位；您的岗位可以查看。"


@require_http_methods(CHANGING)
@officer_required
def posts(request: OfficerRequest) -> HttpResponse:
    """Who holds which post; by POST, appoint."""
    if request.method == "POST" and not request.officer.may_appoint:
        raise PermissionDenied(NOT_YOURS)
    form = AppointForm(request.POST or None, initial={"division": request.officer.division.code})
    problem = ""
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        try:
            given["division"] = actions.office(code=given["division"], by=request.officer, at=at)
            given["role"] = Officer.Role(given["role"])
            actions.appoint(**given, by=request.officer, at=at)
            return redirect("posts")
        except Refused as refusal:
            problem = str(refusal)
    status = 422 if request.method == "POST" else 200
    rows = Officer.objects.visible_to(request.officer).select_related("user", "division")
    page = Paginator(rows.order_by("division__code", "-began_on", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {"section": "posts", "page": page, "form": form, "problem": problem}
    return render(request, "counties/posts.html", context, status=status)


@require_http_methods(CHANGING)
@officer_required
def post(request: OfficerRequest, pk: int) -> HttpResponse:
    """One post: end it, or transfer its holder."""
    rows = Officer.objects.visible_to(request.officer).select_related("user", "division")
    found, problem = get_object_or_404(rows, pk=pk), ""
    if not request.officer.may_appoint:
        raise PermissionDenied(NOT_YOURS)
    ending = request.POST.get("do") == "end"
    form = PlaceForm(None if ending else request.POST or None)
    if request.method == "POST" and (ending or form.is_valid()):
        try:
            _do(request, found, None if ending else form)
            return redirect("posts")
        except Refused as refusal:
            problem = str(refusal)
    context = {"section": "posts", "post": found, "form": form, "problem": problem}
    status = 409 if problem else 422 if request.method == "POST" else 200
    return render(request, "counties/post.html", context, status=status)


def _do(request: OfficerRequest, found: Officer, form: PlaceForm | None) -> None:
    at = timezone.now()
    if form is None:
        actions.end_post(post=found, by=request.officer, at=at)
        return
    role = Officer.Role(form.cleaned_data["role"])
    place = actions.office(code=form.cleaned_data["division"], by=request.officer, at=at)
    actions.transfer(post=found, division=place, role=role, by=request.officer, at=at)
