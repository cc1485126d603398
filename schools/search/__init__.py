"""Finding divisions and schools by name, code or the first letters of their sounds (拼音首字母)."""

from dataclasses import dataclass

from counties.models import Division, Officer
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


def find(officer: Officer, text: str) -> Found:
    """Look among the divisions and schools that *officer* answers for, in two queries."""
    if not text:
        return Found(divisions=(), schools=(), more=False)
    divisions = Division.objects.visible_to(officer).current().named(text).with_parents().order_by("code")
    schools = (
        School.objects.visible_to(officer)
        .named(text)
        .select_related("county__parent__parent__parent")
        .order_by("code")
    )
    places, kept = list(divisions[: SHOWN + 1]), list(schools[: SHOWN + 1])
    return Found(
        divisions=tuple(places[:SHOWN]), schools=tuple(kept[:SHOWN]), more=max(len(places), len(kept)) > SHOWN
    )
