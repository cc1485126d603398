"""What of the trail an auditor asks for, read from the address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from counties.models import Division, User, named
from operations import words
from operations.canonical import text
from operations.models import AuditEvent

LONGEST = 150
NAMESAKES = 20  # offices or people of one name, beyond which a code or user name has to be given


@dataclass(frozen=True, kw_only=True)
class Asked:
    """*since* and *until* are days, both included; an empty text asks for everything."""

    since: date | None = None
    until: date | None = None
    deed: str = ""
    office: str = ""
    person: str = ""
    object: str = ""
    refused: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read it from an address; what is not understood asks for nothing."""
        deed = query.get("deed", "")
        return cls(
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            deed=deed if deed in words.DEEDS else "",
            office=_text(query.get("office", "")),
            person=_text(query.get("person", "")),
            object=words.object_named(_text(query.get("object", ""))),
            refused=query.get("refused") == "1",
        )

    @property
    def is_narrow(self) -> bool:
        return self != type(self)()

    @property
    def object_label(self) -> str:
        return words.object_label(self.object)

    def described(self) -> dict[str, str]:
        """Return what is asked for, by the names of the address; what is not is left out."""
        return {name: str(value) for name, value in vars(self).items() if value}

    def events(self, office: Division) -> "QuerySet[AuditEvent]":
        """Return what is asked for and within the sight of *office*, the newest first."""
        rows = AuditEvent.objects.visible_to(office).newest_first()
        if self.since:
            rows = rows.filter(at__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        if self.deed:
            rows = rows.filter(action=self.deed)
        if self.office:
            rows = rows.within(self._prefixes(office))
        if self.person:
            named_so = User.objects.filter(first_name=self.person).values_list("username", flat=True)
            rows = rows.filter(actor__in=[self.person, *named_so[:NAMESAKES]])
        if self.object:
            rows = rows.filter(object=self.object)
        return rows.filter(refused=True) if self.refused else rows

    def _prefixes(self, office: Division) -> list[str]:
        """The beginnings of the codes of what is called so, at or below *office*."""
        below = Division.objects.filter(code__startswith=office.prefix).filter(named(self.office))
        return [each.prefix for each in below.order_by("code", "-valid_from")[:NAMESAKES]]


def _text(given: str) -> str:
    return text(given).strip()[:LONGEST]


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
