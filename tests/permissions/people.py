"""Who asks: every role in every office around the county, and three who hold no post."""

from collections.abc import Mapping

from counties.levels import level_of
from counties.models import Division, Officer, User
from tests.assessments.offices import Offices
from tests.factories import division

# What the office of a post is to the one whose row is asked for.
COUNTYS: Mapping[str, str] = {
    "own": "990101",
    "city": "990100",
    "province": "990000",
    "nation": "000000",
    "sibling": "990102",
    "cousin": "990201",
    "none": "980101",
}
CITYS: Mapping[str, str] = {
    "own": "990100",
    "province": "990000",
    "nation": "000000",
    "below": "990101",
    "sibling": "990200",
    "none": "980100",
}
OFFICES: Mapping[str, Mapping[str, str]] = {"county": COUNTYS, "city": CITYS}
RELATIONS = ("own", "city", "province", "nation", "below", "sibling", "cousin", "none")

ROLES = tuple(role.value for role in Officer.Role)
# They have no office, so that they are nothing to anybody.
WITHOUT_POST = ("no_post", "disabled", "anonymous")
EVERYBODY = (*ROLES, *WITHOUT_POST)

People = Mapping[tuple[str, str], User | None]


def relations(of: str, role: str) -> tuple[str, ...]:
    """Return what somebody of *role* can be to a county's or a city's row."""
    return ("none",) if role in WITHOUT_POST else tuple(OFFICES[of])


def who(of: str, role: str, relation: str) -> tuple[str, str]:
    """Name the person by role and office."""
    return (role, "" if role in WITHOUT_POST else OFFICES[of][relation])


def offices() -> dict[str, Offices]:
    """The county of every row, with those above it, and the three counties around it."""
    found = {code: Offices(_place(code)) for code in COUNTYS.values() if level_of(code) == "county"}
    return found


def _place(code: str) -> Division:
    known = Division.objects.filter(code=code).first()
    return known or division(code, f"县{code}")


def everybody(around: Mapping[str, Offices]) -> People:
    found: dict[tuple[str, str], User | None] = {}
    for code in {*COUNTYS.values(), *CITYS.values()}:
        county = next(each for each in around if each.startswith(code.rstrip("0")))
        for role in ROLES:
            found[role, code] = around[county].at(level_of(code), role).user
    found["no_post", ""] = User.objects.create_user("no_post")
    found["disabled", ""] = User.objects.create_user("disabled", is_active=False)
    found["anonymous", ""] = None
    return found
