"""What people do between the steps of an assessment: evidence, conclusions, explanations, and posts that
change hands. While the county fills in, its own people may; once it has signed, nobody may."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assessments import actions
from assessments.evidence import actions as evidence
from assessments.evidence.models import Evidence, Placement
from assessments.models import Assessment, Snapshot
from assessments.workflow import Step
from counties.actions import Refused as NotAppointed
from counties.levels import Level
from counties.models import Officer
from counties.posts import actions as posts
from indicators.actions import Refused as NotAnswered
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.items.reading import Answer as Conclusion
from indicators.models import Answer, Calculation
from operations import jobs
from operations.models import Job
from schools import actions as schools
from schools.actions import Refused
from schools.models import Ledger, LedgerProblem
from tests import steps
from tests.assessments.offices import Offices
from tests.evidence.makers import pdf

ROLES = [role.value for role in Officer.Role]
LEVELS = [level.value for level in Level]
FILLING = {"clerk", "leader"}
PASSWORD = "correct horse 1949"

Filled = tuple[object, ...]


class Between(RuleBasedStateMachine):
    offices: Offices
    assessment: Assessment
    now: datetime
    # What stood there when the county signed, and of every round what was submitted.
    sealed: Filled | None = None
    submitted: dict[int, str]
    appointed: int = 0

    @property
    def is_draft(self) -> bool:
        return self.assessment.at_step is Step.DRAFT

    @rule(number=st.integers(0, 3), role=st.sampled_from(["clerk", "leader", "viewer"]))
    def take_in(self, number: int, role: str) -> None:
        by, file = self.offices.at("county", role), ContentFile(pdf(head=b"%%%d\n" % number), name="b.pdf")
        purpose = evidence.Purpose(title=f"材料{number}", items=("guarantee-02",))
        self.tried(
            lambda: evidence.receive(
                county=by.division, year=steps.YEAR, file=file, purpose=purpose, by=by, at=self.now
            ),
            allowed=role in FILLING,
        )

    @precondition(lambda self: Evidence.objects.exists())
    @rule(number=st.integers(0, 3), role=st.sampled_from(["clerk", "leader", "viewer"]), away=st.booleans())
    def place_or_remove(self, number: int, role: str, away: bool) -> None:
        rows = Evidence.objects.order_by("pk")
        row, by = rows[number % len(rows)], self.offices.at("county", role)
        if away:
            self.tried(lambda: evidence.remove(evidence=row, by=by, at=self.now), allowed=role in FILLING)
            return
        purpose = evidence.Purpose(title="改", items=("guarantee-03",))
        gone = row.placements.latest("pk").removed
        self.tried(
            lambda: evidence.place(evidence=row, purpose=purpose, by=by, at=self.now),
            allowed=role in FILLING and not gone,
        )

    @rule(number=st.integers(0, 20), score=st.sampled_from(["已查", "另查"]), role=st.sampled_from(ROLES))
    def answer(self, number: int, score: str, role: str) -> None:
        calculation, by = Calculation.objects.latest("pk"), self.offices.at("county", role)
        items = [each for each in calculation.standard.items if each.method == ANSWERED]
        said = Conclusion(met=True, conclusion=score)
        self.tried(
            lambda: actions.answer_item(
                calculation=calculation, item=items[number % len(items)], conclusion=said, by=by, at=self.now
            ),
            allowed=role == "clerk",
        )
        for job in Job.objects.filter(kind="indicators.evaluate", state=Job.State.QUEUED):
            jobs.run(job.pk)

    @rule(text=st.sampled_from(["", "已核", "已核对名册"]), role=st.sampled_from(["clerk", "viewer"]))
    def explain(self, text: str, role: str) -> None:
        problem, by = LedgerProblem.objects.get(code="x"), self.offices.at("county", role)
        self.tried(
            lambda: schools.explain(problem=problem, text=text, by=by, at=self.now), allowed=role == "clerk"
        )

    def tried(self, deed: Callable[[], object], *, allowed: bool) -> None:
        """Do it: it is done in full by whom and when it may be, and else changes nothing and says why."""
        before = filled()
        try:
            with transaction.atomic():
                deed()
        except (Refused, NotAnswered) as refusal:
            assert str(refusal)
            assert not (allowed and self.is_draft), refusal
            assert filled() == before
            return
        assert allowed and self.is_draft

    @rule(places=st.tuples(*[st.sampled_from(LEVELS), st.sampled_from(ROLES)] * 2), transferred=st.booleans())
    def change_hands(self, places: tuple[str, str, str, str], transferred: bool) -> None:
        """Somebody ends somebody's post, or transfers him, and appoints another in his place."""
        level, role, by_level, by_role = places
        if (level, role) == (Level.COUNTY, Officer.Role.INSPECTOR):
            return  # there is none, and nobody can be appointed
        held, by = self.offices.at(level, role), self.offices.at(by_level, by_role)
        before = list(Officer.objects.order_by("pk").values_list("pk", "ended_on"))
        try:
            if transferred:
                self._transfer(held, by)
            else:
                posts.end_post(post=held, by=by, at=self.now)
        except NotAppointed as refusal:
            assert str(refusal)
            assert list(Officer.objects.order_by("pk").values_list("pk", "ended_on")) == before
            return
        assert by.may_appoint and held.user_id != by.user_id
        assert by.division_id == held.division_id or posts.RANK[by.level] > posts.RANK[held.level]
        held.user.refresh_from_db()
        assert (held.user.post is None) is not transferred
        self.offices.made[f"{level}-{role}"] = self._successor(held, by)

    def _transfer(self, held: Officer, by: Officer) -> None:
        other = next(each for each in Officer.Role if each not in {held.role, Officer.Role.INSPECTOR})
        posts.transfer(post=held, division=held.division, role=other, by=by, at=self.now)

    def _successor(self, held: Officer, by: Officer) -> Officer:
        self.appointed += 1
        return posts.appoint(
            username=f"successor-{self.appointed}",
            name="接任者",
            password=PASSWORD,
            division=held.division,
            role=Officer.Role(held.role),
            by=by,
            at=self.now,
        )

    @invariant()
    def what_was_signed_or_submitted_stays(self) -> None:
        if not hasattr(self, "assessment"):
            return
        if self.is_draft:
            self.sealed = None
        elif self.assessment.at_step not in {Step.NOT_RECOMMENDED, Step.NOT_RECOGNISED}:
            self.sealed = self.sealed or filled()
            assert filled() == self.sealed
        for snapshot in Snapshot.objects.filter(round__assessment=self.assessment):
            digest = hashlib.sha256(snapshot.bytes).hexdigest()
            assert self.submitted.setdefault(snapshot.pk, digest) == digest == snapshot.sha256


def filled() -> Filled:
    """All that a county fills in, as it stands."""
    return (
        list(Ledger.objects.accepted().order_by("pk").values_list("pk", "sha256")),
        list(Evidence.objects.order_by("pk").values_list("pk", "sha256")),
        list(Placement.objects.order_by("pk").values_list("pk", "title", "items", "removed")),
        list(Answer.objects.order_by("pk").values_list("pk", "conclusion")),
        list(LedgerProblem.objects.order_by("pk").values_list("pk", "explanation")),
    )
