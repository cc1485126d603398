"""Finding divisions and schools by name, code or the first letters of their sounds (拼音首字母)."""

from dataclasses import dataclass

from django.db.models import Q

from counties.models import Division, Officer, begun
from schools.models import School

# The name itself, then those above it.
OF_DIVISION = ("name", "parent__name", "parent__parent__name")
OF_SCHOOL = ("name", "county__name", "county__parent__name", "county__parent__parent__name")
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

    By code and initials first, which an index answers; only where there are none, within the names. Of
    several words the last is in the name, the others in it or in those above: 安徽 宁国, 宁国 实验小学.
    """
    words = text.split()
    if not words:
        return NOTHING
    found = _those(officer, begun(text), begun(text)) if text.isascii() else NOTHING
    if not found.is_empty:
        return found
    return _those(officer, _named(words, OF_DIVISION), _named(words, OF_SCHOOL))


def _named(words: list[str], names: tuple[str, ...]) -> Q:
    *above, own = words
    found = Q((f"{names[0]}__contains", own))
    for word in above:
        found &= Q(*((f"{name}__contains", word) for name in names), _connector=Q.OR)
    return found


def _those(officer: Officer, of_divisions: Q, of_schools: Q) -> Found:
    divisions = Division.objects.visible_to(officer).current().filter(of_divisions).with_parents()
    schools = School.objects.visible_to(officer).filter(of_schools)
    places = list(divisions.order_by("code")[: SHOWN + 1])
    kept = list(schools.select_related("county__parent__parent__parent").order_by("code")[: SHOWN + 1])
    return Found(
        divisions=tuple(places[:SHOWN]), schools=tuple(kept[:SHOWN]), more=max(len(places), len(kept)) > SHOWN
    )
