"""What there is to review of a round (核查项): the indicators between schools, the items, the survey.

All of it is read from the round's snapshot, which is opened once and kept: its bytes never change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from assessments import snapshots
from assessments.models import Assessment, Round, Snapshot
from assessments.snapshots import Snap
from indicators import published
from indicators.calculation.items.item import Item
from indicators.calculation.standard import Standard
from schools.figures.columns import BY_FIELD as FIGURES
from schools.ledger.columns import BY_FIELD as COLUMNS

ALLOCATION, SURVEY = "资源配置", "社会认可度"
KEPT = 12  # opened snapshots in memory


@dataclass(frozen=True)
class Subject:
    """One thing to mark: its *code*, to which *part* of the standard it belongs, its number and name."""

    code: str
    part: str
    number: int
    name: str

    @property
    def title(self) -> str:
        """Name it where there is no room for its name."""
        return self.part if self.code == "survey" else f"{self.part}第 {self.number} 项"


def of(standard: Standard) -> tuple[Subject, ...]:
    """Return everything that a reviewer marks under *standard*, in the order of the standard."""
    indicators = (
        Subject(each.code, ALLOCATION, number, each.name)
        for number, each in enumerate(standard.all_indicators, 1)
    )
    items = (Subject(each.code, each.part.label, each.number, each.name) for each in _sorted(standard))
    survey = [Subject("survey", SURVEY, 1, "社会认可度（公众满意度）调查")] if standard.survey else []
    return (*indicators, *items, *survey)


def _sorted(standard: Standard) -> Iterable[Item]:
    return sorted(standard.items, key=lambda item: item.place)


def count(assessment: Assessment) -> int:
    """Say how many things there are to mark, without opening the snapshot."""
    return len(of(published.load(assessment.standard)))


def of_round(present: Round) -> Snap | None:
    """Open the round's snapshot; a round that was not submitted has none."""
    if Round.snapshot.is_cached(present):  # fetched with the round, without its content
        return _opened(present.snapshot.sha256)
    sha256 = Snapshot.objects.filter(round=present).values_list("sha256", flat=True).first()
    return None if sha256 is None else _opened(sha256)


def submitted(assessment: Assessment) -> QuerySet[Round]:
    """The rounds that were submitted, the newest first, each with its snapshot but for the content."""
    rows = Round.objects.filter(assessment=assessment, snapshot__isnull=False).order_by("-number")
    return rows.select_related("snapshot").defer("snapshot__content")


@lru_cache(maxsize=KEPT)
def _opened(sha256: str) -> Snap:
    return snapshots.opened(Snapshot.objects.get(sha256=sha256).bytes)


@dataclass(frozen=True)
class Place:
    """Where a mark is pinned, in words: a school's name and the cell or row of the ledger."""

    school: str = ""
    cell: str = ""


def places(snap: Snap) -> Mapping[str, tuple[str, str, int]]:
    """Return each school's name, sheet and row by its code."""
    rows = snap.plain["ledger"]["rows"]
    return {
        row["values"]["code"]: (row["values"]["name"] or "", row["sheet"], int(row["row"]))
        for row in rows
        if row["values"].get("code")
    }


def place(snap: Snap, school: str, field: str) -> Place | None:
    """Say in words where *school* and *field* stand in the snapshot; None for what is not in it."""
    if not school:
        return Place() if not field else _of_county(snap, field)
    known = places(snap).get(school)
    if known is None or (field and field not in COLUMNS):
        return None
    name, sheet, row = known
    heading = f" {COLUMNS[field].heading}" if field else ""
    return Place(name, f"{sheet} 第 {row} 行{heading}")


def _of_county(snap: Snap, field: str) -> Place | None:
    figures = snap.plain["county_figures"]
    if field not in FIGURES or figures is None:
        return None
    where = " ".join(figures["cells"].get(field, ()))
    return Place(cell=f"{where or '县级数据'} {FIGURES[field].heading}")
