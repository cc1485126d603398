"""What somebody tries who wants to know about another county: its addresses, its keys in every parameter of
every list, its words in every search, and forms with all of these filled in."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from django.urls import resolve, reverse

from tests.canary.listening import Listener
from tests.canary.planting import WORD
from tests.permissions.addresses import Addresses
from tests.permissions.completeness import parts, refuses, routes

EXPORTS = product(("schools", "coefficients", "items", "problems"), ("xlsx", "csv"))
FORMS = ("forms", "dossier", "form-1")
LOGOUT = {"logout"}  # after which nobody is there who could listen
SAME_FOR_ALL = {"live-template", "manual", "ledger-template", "standards", "standard", "indicator"}
SEARCHED = WORD[:2]  # an answer that repeats it does not sing


def addresses(there: Addresses) -> Iterator[tuple[str, str]]:
    """Yield every route with its address, of the county's rows where it is told one."""
    for route in routes():
        name = str(route.name)
        if parts(route):
            for (known, _), arguments in there.items():
                if known == name:
                    yield name, reverse(name, kwargs=_whole(name, arguments))
        elif name not in LOGOUT:
            yield name, reverse(name)


def _whole(name: str, arguments: Mapping[str, object]) -> dict[str, object]:
    return {**arguments, **({"transition": "sign"} if name == "assessment-advance" else {})}


def open_everything(listener: Listener, there: Addresses) -> None:
    """By GET: every page of the county's year and of what belongs to nobody, every list, every document."""
    for name, address in addresses(there):
        if not refuses(name, "GET") and name not in SAME_FOR_ALL:
            listener.get(f"{address}?year=2025")
    calculation, ledger = there["results", "county"]["pk"], there["ledger", "county"]["pk"]
    for list_, form in EXPORTS:
        pk = ledger if list_ == "problems" else calculation
        listener.get(reverse("export", kwargs={"name": list_, "pk": pk, "form": form}))
    for kind in FORMS:
        listener.get(reverse("form-download", kwargs={"pk": calculation, "kind": kind}))


def open_parts(listener: Listener, there: Addresses) -> None:
    """By GET: the part of a page that htmx asks for, and what is the same for all."""
    for name, address in addresses(there):
        if not refuses(name, "GET"):
            listener.get(address, **{"HX-Request": "true"})


def ask_of_lists(listener: Listener, there: Addresses, pages: Iterable[str]) -> None:
    """On one of *pages* of each route, the county's keys in every parameter."""
    by_route = {str(resolve(page).url_name): page for page in pages if "?" not in page}
    for name, page in by_route.items():
        if name not in SAME_FOR_ALL:
            for query in queries(there):
                listener.get(f"{page}?{query}")


def queries(there: Addresses) -> Iterator[str]:
    keys = _keys(there)
    code, school, ledger = keys["county"], keys["school"], keys["ledger"]
    yield from (f"{name}={SEARCHED}" for name in ("q", "search", "school", "rule"))
    yield from (f"{name}={code}" for name in ("q", "search", "under", "area", "code", "digest", "county"))
    yield from (f"{name}={school}" for name in ("q", "school", "schools", "pin", "item"))
    yield from (f"{name}={ledger}" for name in ("with", "round", "page", "kind", "year", "ledger"))
    yield from (
        "all=1&year=2025",
        "state=&year=2025&under=99",
        "sort=-over&standard=quality-2017&year=2025",
    )
    yield from ("only=short", "only=without", "open=1&level=query", "newest", "stage=junior&under=9901")


def fill_in_forms(listener: Listener, there: Addresses) -> None:
    """By POST, with the county's keys wherever a form has room for one."""
    forged: dict[str, object] = {
        **_keys(there),
        **{"area": _keys(there)["county"], "division": _keys(there)["county"], "role": "clerk"},
        **{"username": "county-clerk-990101", "name": "张三", "password": "correct horse 1949"},
        **{"year": "2025", "standard": "quality-2017", "kinds": ["draft"], "forms": ["pdf"], "do": "end"},
        **{
            "version": "1",
            "comment": "意见",
            "text": "说明",
            "note": "说明",
            "reason": "理由",
            "on": "2025-09-01",
        },
        **{"kind": "true", "remark": "意见", "step": "draft", "due_on": "2025-12-01", "title": "材料"},
        **{"count": "2", "agrees": "yes", "found": "相符", "valid": "9", "satisfied": "9", "held": "问卷"},
        **{"back": "/", "address": "/", "all": "1"},
    }
    for name, address in addresses(there):
        if not refuses(name, "POST"):
            listener.post(address, forged)


def _keys(there: Addresses) -> dict[str, str]:
    """What a form or a parameter may be told of the county, by the name that it goes under."""
    return {
        "county": str(there["county", "county"]["code"]),
        "school": str(there["school", "county"]["code"]),
        "ledger": str(there["ledger", "county"]["pk"]),
        "problem": str(there["explain", "county"]["problem"]),
        "mark": "1",
        "subject": str(there["school", "county"]["code"]),
        "items": "guarantee-01",
        "schools": str(there["school", "county"]["code"]),
    }
