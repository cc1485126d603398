"""Taking an assessment for oneself while something is done to it."""

from assessments.actions.refusals import NotYours
from assessments.models import Assessment
from counties.models import Officer


def locked(assessment: Assessment, by: Officer) -> Assessment:
    """Lock the row until the transaction ends, and return it as it is now: whoever comes second waits
    here. Raise ``NotYours`` where *by* does not see it."""
    rows = Assessment.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.select_related("county__parent").filter(pk=assessment.pk).first()
    if row is None:
        raise NotYours("没有您可以办理的这项评估。")
    return row
