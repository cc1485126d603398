"""Taking a review for oneself while something is done to it, and the figures that lie beside."""

from datetime import date

from assessments.actions.refusals import NotYours
from assessments.models import Assessment
from assessments.monitoring import watched
from assessments.recheck.models import Recheck
from counties.models import Officer
from schools import years


def locked(recheck: Recheck, by: Officer) -> Recheck:
    """Lock the row until the transaction ends, and return it as it is now."""
    rows = Recheck.objects.visible_to(by).with_due().select_for_update(of=("self",))
    row = rows.select_related("assessment__county__parent", "opened_by__division").filter(pk=recheck.pk)
    found = row.first()
    if found is None:
        raise NotYours("没有您可以办理的这次复查。")
    return found


def figures(assessment: Assessment, on: date) -> tuple[int, int | None]:
    """Return the newest school year judged by the standard of the recognition, and its calculation."""
    found = watched.of_assessment(assessment, year=years.current(on))
    newest = found.latest or found.at_recognition
    return (newest.year, newest.calculation) if newest else (assessment.year, None)
