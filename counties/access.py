"""The only way into a view: an officer in his post (岗位)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from counties.models import Officer, User

P = ParamSpec("P")


class OfficerRequest(HttpRequest):
    """A request of somebody who holds a post."""

    officer: Officer
    user: User


OfficerView = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def officer_required(view: OfficerView[P]) -> View[P]:
    """Let in who is logged in and holds a current post; 403 for a login without a post."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        officer = (
            Officer.objects.serving()
            .select_related("division", "user")
            .filter(user=cast(User, request.user))
            .first()
        )
        if officer is None:
            raise PermissionDenied("您的账号目前没有岗位，请联系本级账号管理员。")
        held = cast(OfficerRequest, request)
        held.officer = officer
        return view(held, *args, **kwargs)

    return guarded


def clerk_required(view: OfficerView[P]) -> View[P]:
    """Let in a county's clerk (填报员); other posts get a 403 that says why."""

    def guarded(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.officer.may_fill:
            raise PermissionDenied("只有县级填报员可以办理此事；您的岗位可以查看。")
        return view(request, *args, **kwargs)

    return officer_required(wraps(view)(guarded))
