"""An assessment that stands at a step, as a row alone: what its way was does not matter to the test."""

from assessments import workflow
from assessments.models import Assessment, Round
from assessments.workflow import Step
from counties.models import Division, Officer
from tests.factories import NOW
from tests.steps import STANDARD, YEAR


def standing_at(
    step: Step, county: Division, by: Officer, *, year: int = YEAR, standard: str = STANDARD
) -> Assessment:
    held = workflow.holder(step, has_city=county.has_city)
    row = Assessment.objects.create(
        county=county,
        year=year,
        standard=standard,
        step=step,
        held_by=held,
        opened_by=by.user,
        opened_at=NOW,
        moved_at=NOW,
    )
    Round.objects.create(assessment=row, number=1, opened_by=by.user, opened_at=NOW)
    return row
