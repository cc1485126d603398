"""Events in plain words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from counties.models import Division, Officer, User
from operations import rows, words
from operations.models import AuditEvent

ROLES = dict(Officer.Role.choices)
TELLING = ("transition", "title", "file", "item", "school")
SHORT = 24


@dataclass(frozen=True, kw_only=True)
class Told:
    """*name* is what the account of who acted is called today, *county* what the division is whose stream it
    is; the trail itself has user name and code."""

    event: AuditEvent
    name: str
    county: str

    @property
    def deed(self) -> str:
        return words.DEEDS.get(self.event.action, self.event.action)

    @property
    def object(self) -> str:
        return words.object_label(self.event.object)

    @property
    def office(self) -> str:
        """The name of the office, without its code."""
        return self.event.office.partition(" ")[2] or self.event.office

    @property
    def role(self) -> str:
        return ROLES.get(self.event.role, self.event.role)

    @property
    def stream(self) -> str:
        return self.county or words.STREAMS.get(self.event.stream, self.event.stream)

    @property
    def about(self) -> str:
        """What tells this event from others of its kind in a list, where there is such a thing."""
        found = next((name for name in TELLING if self.event.detail.get(name)), None)
        return Truncator(self._written(found, self.event.detail[found])).chars(SHORT) if found else ""

    @property
    def details(self) -> list[tuple[str, str]]:
        """What the event says of its deed, but for digests of rows and what it has a place of its own for."""
        elsewhere = {self.event.reason, self.event.snapshot} - {""}
        return [
            (words.DETAILS.get(name, name), self._written(name, value))
            for name, value in self.event.detail.items()
            if name != rows.KEY and not (isinstance(value, str) and value in elsewhere)
        ]

    @property
    def wrote(self) -> list[tuple[str, str]]:
        """The rows that the deed wrote, with their digests."""
        noted: dict[str, str] = self.event.detail.get(rows.KEY, {})
        return [(words.object_label(name), digest) for name, digest in noted.items()]

    def _written(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if value is None or value in ("", [], {}):
            return "（没有）"
        if isinstance(value, str):
            return words.value_label(name, value, self.event.object)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return "、".join(words.value_label(name, each, self.event.object) for each in value)
        return json.dumps(value, ensure_ascii=False)


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """Return *events* with the names of who acted and of the counties, asked for together."""
    there = list(events)
    users = User.objects.filter(username__in={each.actor for each in there})
    names = {user.username: user.get_full_name() for user in users}
    divisions = Division.objects.current().filter(code__in={each.stream for each in there})
    counties = {division.code: division.name for division in divisions}
    return [
        Told(event=each, name=names.get(each.actor, ""), county=counties.get(each.stream, ""))
        for each in there
    ]
