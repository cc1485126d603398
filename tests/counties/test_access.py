"""Into a view comes who holds a post, and into a clerk's view a county's clerk."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from counties.access import OfficerRequest, clerk_required, officer_required
from counties.models import Division, Officer, User
from tests.factories import officer as make_officer

pytestmark = pytest.mark.django_db


@officer_required
def anyone(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(str(request.officer.division))


@clerk_required
def clerks(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(str(request.officer.division))


def ask(view: object, user: User | AnonymousUser) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user
    assert callable(view)
    response = view(request)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("view", [anyone, clerks])
def test_a_stranger_is_sent_to_log_in(view: object) -> None:
    assert ask(view, AnonymousUser()).status_code == 302


@pytest.mark.parametrize("view", [anyone, clerks])
def test_a_login_without_a_post_is_kept_out(view: object) -> None:
    with pytest.raises(PermissionDenied, match="没有岗位"):
        ask(view, User.objects.create_user("nobody"))


@pytest.mark.parametrize("view", [anyone, clerks])
def test_who_left_his_post_is_kept_out(view: object, clerk: Officer) -> None:
    assert ask(view, clerk.user).content.decode() == "示例县"
    Officer.objects.update(ended_on=date(2025, 1, 1))
    with pytest.raises(PermissionDenied):
        ask(view, clerk.user)


def test_only_a_countys_clerk_may_fill(county: Division, city: Division) -> None:
    for number, (division, role) in enumerate(
        (division, role) for division in (county, city) for role in Officer.Role
    ):
        officer = make_officer(f"officer{number}", division, role)
        assert ask(anyone, officer.user).status_code == 200
        if (division, role) == (county, Officer.Role.CLERK):
            assert ask(clerks, officer.user).status_code == 200
        else:
            with pytest.raises(PermissionDenied, match="填报员"):
                ask(clerks, officer.user)
