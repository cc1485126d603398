"""What the browser cannot wait for: offices opened, a year filled in, and public notices run out.

Done by one process beside the running product, on its data, which is told what to do line by line.
"""

import sys
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments import actions
from assessments.models import Assessment
from assessments.workflow import BY_NAME
from counties import actions as counties
from counties.models import Division, Officer, User
from indicators.models import Calculation
from operations import jobs
from operations.models import Job
from schools.models import LedgerProblem
from tests import steps
from tests.assessments import reviewers

PASSWORD = "luma-tiro-4071"
COUNTY = "990102"  # which no journey of the demonstration has touched
POSTS = {
    "yi-leader": (COUNTY, "leader"),
    "shi-leader": ("990100", "leader"),
    "shi-inspector": ("990100", "inspector"),
    "sheng-leader": ("990000", "leader"),
    "sheng-inspector": ("990000", "inspector"),
    "guo-leader": ("000000", "leader"),
    "guo-inspector": ("000000", "inspector"),
}
KEEPERS = {f"shi-{role}": role for role in ("accounts", "security", "auditor")}  # of the city's system
ADMINISTRATOR = "guanli"
PAST_THE_NOTICE = timedelta(days=30)


def open_posts() -> None:
    _open(POSTS)


def open_keepers() -> None:
    """Those who look after the system: three posts apart from one another, and the administrator."""
    _open({username: ("990100", role) for username, role in KEEPERS.items()})
    User.objects.create_superuser(ADMINISTRATOR, password=PASSWORD)


def _open(posts: dict[str, tuple[str, str]]) -> None:
    for username, (code, role) in posts.items():
        counties.open_account(
            username=username,
            name=f"{Division.objects.get(code=code, valid_to=None)}{Officer.Role(role).label}",
            password=PASSWORD,
            division=Division.objects.get(code=code, valid_to=None),
            role=Officer.Role(role),
            by="tests",
            at=timezone.now(),
        )


def fill_in() -> None:
    """A good conclusion on every item that asks for one, and what is calculated from them."""
    calculation = Calculation.objects.in_force().filter(ledger__county__code=COUNTY)[0]
    clerk = Officer.objects.get(user__username="demo-yi")
    LedgerProblem.objects.filter(ledger__county__code=COUNTY).update(explanation="已核对")
    steps.everything_answered(clerk, calculation)
    jobs.run_pending()


def mark_the_rest(username: str) -> None:
    """All that the reviewer has not marked by hand is true, and he is through."""
    assessment = Assessment.objects.get(county__code=COUNTY)
    reviewers.all_true(assessment, Officer.objects.get(user__username=username))


def end_notice(transition: str, username: str) -> None:
    """Decide on the day after the public notice, which lies in the future."""
    assessment = Assessment.objects.get(county__code=COUNTY)
    actions.advance(
        assessment=assessment,
        transition=BY_NAME[transition],
        version=assessment.version,
        comment="公示期满，没有异议",
        by=Officer.objects.get(user__username=username),
        at=timezone.now() + PAST_THE_NOTICE,
    )


def write_the_receipt() -> None:
    """Of the county's last submission alone: every move has one, and each is set as pages."""
    waiting = Job.objects.filter(kind="reports.paper", payload__kind="receipt", state=Job.State.QUEUED)
    last = Assessment.objects.get(county__code=COUNTY).changes.filter(transition="submit").latest("version")
    receipts = waiting.filter(payload__subject=str(last.version))
    assert jobs.run(receipts.latest("pk").pk)


DEEDS: dict[str, Callable[..., None]] = {
    "open_posts": open_posts,
    "open_keepers": open_keepers,
    "fill_in": fill_in,
    "mark_the_rest": mark_the_rest,
    "end_notice": end_notice,
    "write_the_receipt": write_the_receipt,
}


def serve() -> None:
    """Do what each line of the input names, with the words after it, and say so."""
    for line in sys.stdin:
        deed, *words = line.split()
        DEEDS[deed](*words)
        print("done", flush=True)
