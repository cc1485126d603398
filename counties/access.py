"""The only way into a view: an officer in his post (岗位)."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from counties import lasting
from counties.models import Officer, User
from operations import origin
from operations.refusing import page_before

P = ParamSpec("P")
LARGEST_KEY = 2**63 - 1


class OfficerRequest(HttpRequest):
    """A request of somebody who holds a post."""

    officer: Officer
    user: User


OfficerView = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def officer_required(view: OfficerView[P]) -> View[P]:
    """Let in who is logged in and holds a current post; 403 for a login without a post."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _log_in_first(request)
        officer = request.user.post
        if officer is None:
            raise PermissionDenied("您的账号目前没有岗位，请联系本级账号管理员。")
        origin.known(
            actor=officer.user.username,
            office=f"{officer.division.code} {officer.division}",
            role=officer.role,
        )
        if any(isinstance(each, int) and each > LARGEST_KEY for each in kwargs.values()):
            raise Http404("no row has such a key, and no database takes it")
        held = cast(OfficerRequest, request)
        held.officer = officer
        return view(held, *args, **kwargs)

    return guarded


def _log_in_first(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to the login page, and from there to a page that can be opened.

    A part of a page that asks for itself (htmx) is told so instead, above the page, which stays as
    it is. Whose time was up when he sent a form gets back what he had typed. Nothing typed is lost.
    """
    if request.headers.get("HX-Request"):
        response = render(request, "registration/expired.html")
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
        return response
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    login = redirect_to_login(page_before(request))
    typed = list(_typed(request))
    if not typed or lasting.ENDED not in request.session:
        return login
    files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    context = {"typed": "\n".join(typed), "files": files, "login": login.url}
    return render(request, "registration/typed.html", context, status=401)


def _typed(request: HttpRequest) -> Iterator[str]:
    """What somebody wrote: not the page's token, nor an address that it carries."""
    for name, values in request.POST.lists():
        written = (str(value) for value in values if name != "csrfmiddlewaretoken")
        yield from (text for text in written if text.strip() and not text.startswith("/"))


def clerk_required(view: OfficerView[P]) -> View[P]:
    """Let in a county's clerk (填报员); other posts get a 403 that says why."""

    def guarded(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.officer.may_fill:
            raise PermissionDenied("只有县级填报员可以办理此事；您的岗位可以查看。")
        return view(request, *args, **kwargs)

    return officer_required(wraps(view)(guarded))
