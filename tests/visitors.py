"""People who look at pages without leaving a trace."""

from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from counties.models import User
from tests.factories import whole


class Visitor:
    """One person's browser, logged in once; whatever comes of a request is undone."""

    def __init__(self, user: User | None, address: str = "127.0.0.1") -> None:
        self._client = Client(REMOTE_ADDR=address)
        if user:
            self._client.force_login(user)
        self._cookies = self._client.cookies.output(header="").strip()

    def answer(self, method: str, address: str) -> str:
        self._client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            response = self._client.get(address) if method == "GET" else self._client.post(address)
            whole(response)
            transaction.set_rollback(True)
        if response.status_code == 302 and response["Location"].startswith("/login/"):
            return "login"
        return str(response.status_code)
