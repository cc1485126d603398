"""回避: who fills may not sign, and who reviews does not come from what is reviewed."""

from datetime import date, timedelta

from django.db.models import Exists, Q

from assessments.models import Assessment, StatusChange
from assessments.recheck.models import RecheckChange
from assessments.workflow import Transition
from counties.levels import Level
from counties.models import Conflict, Officer, User
from indicators.models import Answer
from schools.models import Ledger

RECENT = timedelta(days=3 * 366)  # whoever left a county's post so lately still comes from there


def objection(assessment: Assessment, transition: Transition, by: Officer, *, on: date) -> str:
    """Say why *by* himself may not take *transition*, whatever his post; empty if he may."""
    if transition.name == "sign":
        return _has_filled_in(assessment, by)
    return is_not_apart(assessment, by, on=on)


def _has_filled_in(assessment: Assessment, by: Officer) -> str:
    of_year = Ledger.objects.filter(county=assessment.county, year=assessment.year)
    ledgers = of_year.filter(Q(uploaded_by=by.user) | Q(accepted_by=by.user), state=Ledger.State.ACCEPTED)
    answers = Answer.objects.filter(county=assessment.county, year=assessment.year, given_by=by.user)
    if ledgers.exists() or answers.exists():
        return "您填报过本年度的内容，不能再由您审签；请本县另一位负责人审签。"
    return ""


def is_not_apart(assessment: Assessment, by: Officer, *, on: date) -> str:
    """Say why *by* may not review what comes from the county of *assessment*; empty if he may."""
    if by.level is Level.COUNTY:
        return ""
    of_county = {"user": by.user, "division__code": assessment.county.code}
    posts = Officer.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on - RECENT), **of_county)
    done = StatusChange.objects.filter(assessment=assessment, by__user=by.user)
    elsewhere = done.exclude(by__division__level=by.division.level)
    looked = RecheckChange.objects.filter(recheck__assessment=assessment, by__user=by.user)
    rechecked = looked.exclude(by__division__level=by.division.level)
    conflicts = Conflict.objects.filter(**of_county)
    asked = (Exists(posts), Exists(conflicts), Exists(elsewhere), Exists(rechecked))
    served, entered, moved, looked_at = User.objects.filter(pk=by.user_id).values_list(*asked).get()
    reasons = (
        (served, f"您三年内在{assessment.county}任过职，应当回避，请由其他人办理。"),
        (entered, f"您与{assessment.county}有登记在册的回避事项，请由其他人办理。"),
        (moved or looked_at, "您在另一级办理过这个县的评估，不能再在这一级办理，请由其他人办理。"),
    )
    return next((reason for holds, reason in reasons if holds), "")
