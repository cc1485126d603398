"""After the signature, and after the submission, every action on what was filled in is refused."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from assessments import actions, snapshots
from assessments.evidence import actions as evidence
from assessments.evidence.models import Evidence
from assessments.models import Assessment
from counties.models import Officer
from indicators import published
from indicators.actions import Refused as NotAnswered
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.models import Calculation
from schools import acceptance
from schools import actions as schools
from schools.actions import Refused
from schools.history import confirming
from schools.history.changes import Kind
from schools.models import Ledger, LedgerProblem
from schools.remembered import actions as remembered
from tests import steps
from tests.assessments.offices import Offices, begun_with_everything, go
from tests.evidence.makers import pdf
from tests.factories import NOW
from tests.figures.county import orderly, workbook
from tests.ledgers.rows import county_rows

pytestmark = pytest.mark.django_db
Deed = Callable[[], object]


@pytest.fixture
def draft(clerk: Officer) -> Assessment:
    return begun_with_everything(clerk)


def deeds(clerk: Officer) -> dict[str, Deed]:
    """Every action that would change what is frozen."""
    problem, calculation = LedgerProblem.objects.get(code="x"), Calculation.objects.latest("pk")
    accepted = Ledger.objects.accepted().get(kind=Ledger.Kind.SCHOOLS)
    other = steps.checked(clerk, steps.workbook(county_rows()[:-1]))
    figures = steps.figures_checked(clerk, workbook(orderly(heads_rotated=8)))
    placed = Evidence.objects.get()
    purpose = evidence.Purpose(title="另一份", items=("guarantee-02",))
    item = next(each for each in published.load(steps.STANDARD).items if each.method == "answered")
    said = Conclusion(met=True, conclusion="另说", score=None)
    by: dict[str, Any] = {"by": clerk, "at": NOW}
    return {
        "an explanation": lambda: schools.explain(problem=problem, text="改", **by),
        "what became of a school": lambda: confirming.confirm(
            problem=problem, kind=Kind.RENAMED, on=date(2025, 9, 1), note="", **by
        ),
        "a ledger accepted": lambda: actions.accept_ledger(ledger=other, **by),
        "a ledger asked to be accepted": lambda: actions.ask_to_accept(ledger=other, **by),
        "county figures accepted": lambda: actions.accept_ledger(ledger=figures, **by),
        "a ledger accepted past the assessment": lambda: acceptance.accept(
            ledger=other, reading=schools.as_checked(other), **by
        ),
        "a conclusion": lambda: actions.answer_item(
            calculation=calculation, item=item, conclusion=said, **by
        ),
        "evidence taken in": lambda: evidence.receive(
            county=clerk.division,
            year=steps.YEAR,
            file=ContentFile(pdf(), name="b.pdf"),
            purpose=purpose,
            **by,
        ),
        "evidence placed": lambda: evidence.place(evidence=placed, purpose=purpose, **by),
        "evidence removed": lambda: evidence.remove(evidence=placed, **by),
        "a heading of the ledger in force": lambda: remembered.answer(
            ledger=accepted, answers={0: "books"}, **by
        ),
    }


# It may be done by nobody while the ledger is in force, whatever the assessment.
NEVER = {"a heading of the ledger in force"}


def refusal(deed: Deed) -> str:
    """Do it, undo it, and return the sentence with which it was refused, empty where it was not."""
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except (Refused, NotAnswered) as refused:
        return str(refused)
    return ""


def test_no_action_changes_what_was_signed_or_submitted(
    draft: Assessment, clerk: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "_asked", lambda problem: SimpleNamespace(before=(), after=()))
    found = deeds(clerk)
    assert {what for what, deed in found.items() if refusal(deed)} == NEVER  # the control: it was free
    essence = snapshots.essence(snapshots.freeze(draft, at=NOW))
    for move in ("sign", "submit"):
        go(draft, move, Offices(clerk.division).at("county", "leader"))
        told = {what: refusal(deed) for what, deed in found.items()}
        assert {what for what, sentence in told.items() if not sentence.endswith("。")} == set()
        assert snapshots.essence(snapshots.freeze(draft, at=NOW)) == essence
    assert all("退回" in sentence for what, sentence in told.items() if what not in NEVER)
