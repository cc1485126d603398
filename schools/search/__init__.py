"""Finding divisions and schools by name, code or the first letters of their sounds (拼音首字母)."""

from dataclasses import dataclass

from django.db.models import Q

from counties.models import Division, Officer, begun
from schools.models import School

SHOWN = 20  # of each kind; who has more to choose from types one more character


@dataclass(frozen=True, kw_only=True)
class Found:
    """What an officer may see of what he looks for; *more* says that there is more of a kind."""

    divisions: tuple[Division, ...]
    schools: tuple[School, ...]
    more: bool

    @property
    def is_empty(self) -> bool:
        return not self.divisions and not self.schools


NOTHING = Found(divisions=(), schools=(), more=False)


def find(officer: Officer, text: str) -> Found:
    """Look among the divisions and schools that *officer* answers for.

    By code and initials first, which an index answers; only where there are none, within the names.
    """
    if not text:
        return NOTHING
    found = _those(officer, begun(text)) if text.isascii() else NOTHING
    return _those(officer, Q(name__contains=text)) if found.is_empty else found


def _those(officer: Officer, condition: Q) -> Found:
    divisions = Division.objects.visible_to(officer).current().filter(condition).with_parents()
    schools = School.objects.visible_to(officer).filter(condition)
    places = list(divisions.order_by("code")[: SHOWN + 1])
    kept = list(schools.select_related("county__parent__parent__parent").order_by("code")[: SHOWN + 1])
    return Found(
        divisions=tuple(places[:SHOWN]), schools=tuple(kept[:SHOWN]), more=max(len(places), len(kept)) > SHOWN
    )
