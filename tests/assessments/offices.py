"""The offices above a county, and a county whose year is filled in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from assessments import actions
from assessments.models import Assessment, StatusChange
from assessments.workflow import BY_NAME
from counties.models import Division, Officer
from schools.ledger.problems import Severity
from schools.models import Ledger, LedgerProblem
from tests import steps
from tests.assessments import reviewers
from tests.evidence.shown import shown
from tests.factories import officer
from tests.ledgers.rows import county_rows

LONG = timedelta(days=30)


@dataclass
class Offices:
    """One officer of each role at each level above *county*, made when first asked for."""

    county: Division
    made: dict[str, Officer] = field(default_factory=dict)

    def at(self, level: str, role: str) -> Officer:
        key = f"{level}-{role}"
        if key not in self.made:
            kept = f"{key}-{self._division(level).code}"
            known = Officer.objects.filter(user__username=kept).first()
            self.made[key] = known or officer(kept, self._division(level), Officer.Role(role))
        return self.made[key]

    def _division(self, level: str) -> Division:
        place: Division | None = self.county
        while place is not None and place.level != level:
            place = place.parent
        assert place is not None, level
        return place


def filled_in(clerk: Officer, *, prefix: str = "990101") -> None:
    """Ledger, county figures and conclusions of the year, all in order."""
    steps.figures_accepted(clerk)
    rows = county_rows() if prefix == "990101" else steps.renumbered(county_rows(), prefix)
    steps.everything_answered(clerk, steps.judged(clerk, steps.workbook(rows)))


def begun(clerk: Officer) -> Assessment:
    return actions.start(
        county=clerk.division, year=steps.YEAR, standard=steps.STANDARD, by=clerk, at=timezone.now()
    )


def begun_with_everything(clerk: Officer) -> Assessment:
    """A draft with evidence and with a question whose code is ``x`` and that the county has explained."""
    filled_in(clerk)
    explained(Ledger.objects.accepted().get(kind=Ledger.Kind.SCHOOLS))
    shown(clerk)
    return begun(clerk)


def explained(ledger: Ledger) -> LedgerProblem:
    """A question whose code is ``x`` and that the county has explained."""
    return LedgerProblem.objects.create(
        ledger=ledger, severity=Severity.QUERY, code="x", message="x", explanation="已核"
    )


def go(
    assessment: Assessment, name: str, by: Officer, *, at: datetime | None = None, comment: str = "属实"
) -> StatusChange:
    assessment.refresh_from_db()
    return actions.advance(
        assessment=assessment,
        transition=BY_NAME[name],
        version=assessment.version,
        comment=comment,
        by=by,
        at=at or timezone.now(),
    )


def submitted(clerk: Officer, leader: Officer) -> Assessment:
    """An assessment that waits for whoever stands above the county."""
    assessment = begun(clerk)
    go(assessment, "sign", leader)
    go(assessment, "submit", clerk)
    assessment.refresh_from_db()
    return assessment


TO_PROVINCE = {"accept": "clerk", "conclude_review": "inspector", "endorse": "leader"}


def endorsed(assessment: Assessment, offices: Offices, *, city: str = "city") -> None:
    for name, role in TO_PROVINCE.items():
        if name == "conclude_review":
            reviewers.all_true(assessment, offices.at(city, role))
        go(assessment, name, offices.at(city, role))


def recommended(assessment: Assessment, offices: Offices) -> None:
    """Through the province: documents, schools drawn and inspected, public notice over."""
    inspector, leader = offices.at("province", "inspector"), offices.at("province", "leader")
    go(assessment, "accept_evaluation", offices.at("province", "clerk"))
    reviewers.all_true(assessment, inspector)
    go(assessment, "pass_documents", inspector)
    inspected(assessment, inspector)
    go(assessment, "conclude_site", inspector)
    go(assessment, "give_notice", leader)
    go(assessment, "recommend", leader, at=timezone.now() + LONG)


def inspected(assessment: Assessment, inspector: Officer) -> None:
    assessment.refresh_from_db()
    at = timezone.now()
    drawn = actions.draw_schools(assessment=assessment, count=2, by=inspector, at=at)
    for school in drawn.schools:
        actions.record_inspection(
            assessment=assessment, school=school["code"], agrees=True, found="与台账相符", by=inspector, at=at
        )


def recognised(assessment: Assessment, offices: Offices) -> None:
    inspector, leader = offices.at("nation", "inspector"), offices.at("nation", "leader")
    go(assessment, "accept_recognition", offices.at("nation", "clerk"))
    for name in ("pass_qualification", "pass_monitoring"):
        go(assessment, name, inspector)
    actions.record_survey(
        assessment=assessment, valid=900, satisfied=820, held="网络问卷", by=inspector, at=timezone.now()
    )
    reviewers.all_true(assessment, inspector)
    for name in ("pass_survey", "pass_indicators"):
        go(assessment, name, inspector)
    inspected(assessment, inspector)
    go(assessment, "pass_site", inspector)
    go(assessment, "recognise", leader, at=timezone.now() + 2 * LONG)
