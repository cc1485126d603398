"""What a county has signed or passed on, it no longer changes."""

from assessments.models import Assessment
from assessments.workflow import Step
from counties.models import Division
from schools.actions import Refused

GIVEN_UP = (Step.NOT_RECOMMENDED, Step.NOT_RECOGNISED)


def must_be_draft(*, county: Division, year: int) -> None:
    """Lock the county's open assessments of the year; raise ``Refused`` unless all are still filled in.

    Whoever changes what is submitted and whoever submits it thus come one after the other.
    """
    rows = Assessment.objects.filter(county__code=county.code, year=year).exclude(step__in=GIVEN_UP)
    for row in rows.order_by("pk").select_for_update():
        if row.at_step is not Step.DRAFT:
            raise Refused(
                f"{year} 学年评估现在是“{row.at_step.label}”，填报内容不能再改。"
                "要改请先由负责人退回修改，或等上级退回后在新的一轮里改。"
            )
