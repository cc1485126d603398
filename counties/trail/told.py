"""Events in plain words."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from counties.models import Officer, User
from operations import rows, words
from operations.models import AuditEvent

ROLES = dict(Officer.Role.choices)


@dataclass(frozen=True, kw_only=True)
class Told:
    """*name* is what the account of who acted is called today; the trail itself has the user name."""

    event: AuditEvent
    name: str

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
        return words.STREAMS.get(self.event.stream, self.event.stream)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What the event says of its deed, but for the digests of rows."""
        said = {name: value for name, value in self.event.detail.items() if name != rows.KEY}
        return [(words.DETAILS.get(name, name), self._written(name, value)) for name, value in said.items()]

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
    """Return *events* with the names of who acted, asked for together."""
    there = list(events)
    names = dict(_names({each.actor for each in there}))
    return [Told(event=each, name=names.get(each.actor, "")) for each in there]


def _names(usernames: set[str]) -> Iterator[tuple[str, str]]:
    for user in User.objects.filter(username__in=usernames):
        yield user.username, user.get_full_name()
