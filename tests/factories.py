"""Rows that tests need, made with as little as they can be made with."""

from datetime import UTC, date, datetime

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from counties.levels import NATION_CODE, level_of
from counties.models import Division, Officer, User

NOW = datetime(2025, 9, 20, 2, 0, tzinfo=UTC)


def division(code: str, name: str) -> Division:
    """Return the current division under *code*, made with those above it if need be."""
    above = code[:4] + "00" if not code.endswith("00") else code[:2] + "0000"
    parent = None
    if code != NATION_CODE:
        above = NATION_CODE if above == code else above
        parent = Division.objects.filter(code=above).first() or division(above, f"示例{above}")
    return Division.objects.create(code=code, name=name, level=level_of(code), parent=parent, valid_from=1980)


def officer(username: str, division: Division, role: Officer.Role) -> Officer:
    user = User.objects.create_user(username, password="correct horse 1949", first_name=username)
    return Officer.objects.create(user=user, division=division, role=role, began_on=date(2020, 9, 1))


def client_of(officer: Officer) -> Client:
    """Return a browser in which *officer* is logged in."""
    client = Client()
    client.force_login(officer.user)
    return client


def whole(response: HttpResponseBase) -> bytes:
    """Read an answer to its end, which closes what it was read from. Its ``close()`` would close the
    test's connection to the database as well."""
    assert isinstance(response, HttpResponse | StreamingHttpResponse)
    return response.getvalue()
