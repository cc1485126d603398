"""Putting a parcel together: every county's documents in order, a list of them, their signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from counties.models import Division
from operations.models import Job
from reports.downloads import calculations, listing, rounds
from reports.downloads.kept import Form, Kept, Wanting
from reports.downloads.listing import Line
from reports.downloads.models import Bundle
from reports.downloads.zipping import Member
from schools import files

SOURCES = (rounds, calculations)
CHOICES = {kind: label for source in SOURCES for kind, label in source.CHOICES.items()}
UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


@dataclass(frozen=True)
class Collected:
    """The files of the zip in their order, and what is missing from it."""

    members: Sequence[Member]
    missing: Sequence[Line]


def counties(bundle: Bundle) -> list[Division]:
    """Return the counties of the parcel, in the order of their codes."""
    prefix = bundle.area.prefix
    below = Division.objects.counties().of_year(bundle.year).filter(code__startswith=prefix)
    return list(below.with_parents().order_by("code", "-valid_from"))


def ask(bundle: Bundle, county: Division, *, at: datetime) -> list[Job]:
    """Have made what the parcel lacks of *county*; return the jobs that do."""
    asked = {
        "county": county,
        "year": bundle.year,
        "kinds": bundle.kinds,
        "by": bundle.asked_by,
        "at": at,
    }
    return [job for source in SOURCES for job in source.ask(**asked)]


def collect(bundle: Bundle) -> Collected:
    """Return what there is now. Raise ``keys.Unusable``."""
    lines = [line for county in counties(bundle) for line in _of_county(bundle, county)]
    own = [
        Member(name, files.keep(content), len(content))
        for name, content in (
            (listing.LIST, listing.written(lines)),
            (listing.SUMS, listing.sums(lines)),
        )
    ]
    held = [member for line in lines for member in line.members]
    return Collected([*own, *held], [line for line in lines if not line.members])


def _of_county(bundle: Bundle, county: Division) -> Iterator[Line]:
    """Yield a line for each document; where two would have one name, the second is told apart."""
    taken: set[str] = set()
    folder = f"{county.code}{county.name}".translate(UNSAFE)
    for source in SOURCES:
        for each in source.found(county=county, year=bundle.year, kinds=bundle.kinds):
            if isinstance(each, Wanting):
                yield Line(county.code, county.name, each.label, why=each.why)
            elif each.form in bundle.forms:
                name = _free(f"{folder}/{each.filename.translate(UNSAFE)}", taken)
                yield Line(county.code, county.name, each.label, members=_with_signature(each, name))


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    names = (name, *(f"{stem}（{number}）.{ending}" for number in range(2, 10_000)))
    free = next(each for each in names if each.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _with_signature(each: Kept, name: str) -> tuple[Member, ...]:
    document = Member(name, each.sha256, each.size)
    if each.form is Form.EXCEL:
        return (document,)
    signature = each.signature
    return document, Member(f"{name}.sig", files.keep(signature), len(signature))
