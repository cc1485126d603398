"""Anybody tries anything in any order: only what the table allows is ever done."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from assessments import actions, workflow
from assessments.evidence import apart, gate
from assessments.models import Assessment, Snapshot
from assessments.review import standing
from assessments.workflow import BY_NAME, TRANSITIONS, Step
from counties.models import Officer
from operations import audit
from schools.models import Ledger
from tests.assessments import reviewers
from tests.assessments.between_steps import LEVELS, ROLES, Between
from tests.assessments.offices import Offices, begun, explained, filled_in

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


class Walk(Between):
    """Walks over a county whose year is filled in, and undoes what it did."""

    clerk: Officer
    all_offices: Offices
    reached: set[Step]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    @initialize()
    def begin(self) -> None:
        self.offices = Offices(self.all_offices.county, dict(self.all_offices.made))
        self.assessment, self.now, self.submitted = begun(self.clerk), timezone.now(), {}

    @rule(
        name=st.sampled_from(sorted(BY_NAME)),
        level=st.sampled_from(LEVELS),
        role=st.sampled_from(ROLES),
        behind=st.integers(0, 1),
        comment=st.sampled_from(["", "意见"]),
    )
    def try_anything(self, name: str, level: str, role: str, behind: int, comment: str) -> None:
        self.move(name, self.offices.at(level, role), behind, comment)

    @rule(choice=st.sampled_from([*[0] * 7, 71, 72, 73]), days=st.integers(0, 9))
    def go_on(self, choice: int, days: int) -> None:
        self.step_on(choice, days)

    def step_on(self, choice: int, days: int) -> None:
        """One of the ways from here, by whom it is for."""
        self.now += timedelta(days=days)
        ways = workflow.ways_from(self.assessment.at_step)
        if ways:
            # Forward more often than back, or nobody would ever come far.
            if choice == 0:
                if self.is_draft:
                    self.explain("已核", "clerk")
                self.look_into_it()
                self.now += timedelta(days=10)
            way = ways[0] if choice == 0 else ways[choice % len(ways)]
            by = self.offices.at(way.level, way.roles[choice % len(way.roles)])
            self.move(way.name, by, 0, "意见")

    @rule(days=st.integers(0, 9))
    def go_straight_on(self, days: int) -> None:
        self.step_on(0, days)

    @rule()
    def look(self) -> None:
        self.look_into_it()

    def look_into_it(self) -> None:
        """Whatever has to be recorded at the step is recorded, if it may be."""
        by = self.offices.at(self.assessment.held_by, "inspector")
        row, at = self.assessment, self.now
        if row.at_step in standing.REVIEWED_AT:
            reviewers.all_true(row, by)
        try:
            with transaction.atomic():
                if row.at_step is Step.NATION_SURVEY:
                    actions.record_survey(assessment=row, valid=9, satisfied=9, held="问卷", by=by, at=at)
                    return
                for school in actions.draw_schools(assessment=row, count=1, by=by, at=at).schools:
                    actions.record_inspection(
                        assessment=row, school=school["code"], agrees=True, found="符", by=by, at=at
                    )
        except actions.Refused:
            pass

    def move(self, name: str, by: Officer, behind: int, comment: str) -> None:
        way, before = BY_NAME[name], self.assessment
        written = before.changes.count()
        try:
            change = actions.advance(
                assessment=before,
                transition=way,
                version=before.version - behind,
                comment=comment,
                by=by,
                at=self.now,
            )
        except actions.Refused as refusal:
            assert str(refusal)
            assert before.changes.count() == written
            assert vars_of(Assessment.objects.get(pk=before.pk)) == vars_of(before)
            return
        assert not behind
        assert (by.level, change.by_proxy) == (way.level, False)
        assert by.role in way.roles
        assert before.at_step is way.source
        assert comment or not way.needs_reason
        self.assessment = Assessment.objects.select_related("county").get(pk=before.pk)
        self.reached.add(way.target)
        assert self.assessment.at_step is way.target
        assert self.assessment.held_by == way.target.holder
        assert self.assessment.round == before.round + way.new_round

    @invariant()
    def what_is_written_makes_one_story(self) -> None:
        if not hasattr(self, "assessment"):
            return
        changes = list(self.assessment.changes.select_related("round"))
        place, number, decided = Step.DRAFT, 1, set()
        for change in changes:
            way = BY_NAME[change.transition]
            assert (way in TRANSITIONS, change.source, change.target) == (True, place, way.target)
            assert change.round.number == number
            if change.decision_of:
                assert (number, change.decision_of) not in decided
                decided.add((number, change.decision_of))
            place, number = way.target, number + way.new_round
        assert (self.assessment.at_step, self.assessment.round) == (place, number)
        passed_on = {change.round_id for change in changes if change.transition == "submit"}
        kept = Snapshot.objects.filter(round__assessment=self.assessment)
        assert set(kept.values_list("round", flat=True)) == passed_on

    def teardown(self) -> None:
        try:
            assert audit.verify() == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


def vars_of(row: Assessment) -> tuple[object, ...]:
    return row.step, row.round, row.version, row.held_by


@pytest.fixture(autouse=True)
def files_are_judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in a process of its own, which takes longer than all else."""
    monkeypatch.setattr(apart, "kind_of", lambda data, name: gate.inspect(data, apart.suffix_of(name)))


def walked(clerk: Officer, *, walks: int, steps: int) -> set[Step]:
    """Walk so often so far; return the steps that were reached."""
    filled_in(clerk)
    explained(Ledger.objects.accepted().get(kind=Ledger.Kind.SCHOOLS))
    offices = Offices(clerk.division)
    for level in LEVELS:
        for role in ROLES:
            offices.at(level, role)
    reached: set[Step] = set()
    machine = type("Walk", (Walk,), {"clerk": clerk, "all_offices": offices, "reached": reached})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks, stateful_step_count=steps, deadline=None, phases=[Phase.generate]
        ),
    )
    return reached


def test_a_short_walk(clerk: Officer) -> None:
    assert Step.CITY_REVIEW in walked(clerk, walks=6, steps=20)


@pytest.mark.proof
def test_a_long_walk_comes_everywhere(clerk: Officer) -> None:
    refusals = {Step.NOT_RECOMMENDED, Step.NOT_RECOGNISED}
    assert walked(clerk, walks=200, steps=30) >= set(Step) - refusals
