from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import comparison, overview
from counties.access import OfficerRequest, officer_required
from counties.levels import Level
from counties.models import Division
from indicators.calculation.facts import JUDGED, Stage
from schools import years

STAGES = {stage.value: stage for stage in JUDGED}


@require_safe
@officer_required
def page(request: OfficerRequest) -> HttpResponse:
    """The coefficients of the counties one answers for; of the nation's, of one province."""
    asked: Any = request.GET
    stage = STAGES.get(asked.get("stage", ""), Stage.PRIMARY)
    known = years.choices(timezone.localdate())
    year = (
        int(asked["year"]) if asked.get("year") in map(str, known) else overview.newest_year(request.officer)
    )
    under = asked.get("under", "")
    chosen = request.officer.level is not Level.NATION or len(under) > 1
    context = {
        "section": "compare",
        "year": year or known[0],
        "years": known,
        "stage": stage,
        "stages": JUDGED,
        "under": under,
        "sort": asked.get("sort", ""),
        "provinces": _provinces(request),
        "chosen": chosen,
        "comparison": chosen
        and comparison.of(
            request.officer,
            year=year or known[0],
            stage=stage,
            under=under,
            standard=asked.get("standard", ""),
            sort=asked.get("sort", ""),
        ),
    }
    return render(request, "assessments/comparison.html", context)


def _provinces(request: OfficerRequest) -> list[tuple[str, str]]:
    """The provinces to choose from, by the beginnings of their codes; only the nation chooses."""
    if request.officer.level is not Level.NATION:
        return []
    rows = (
        Division.objects.visible_to(request.officer).current().filter(level=Level.PROVINCE).order_by("code")
    )
    return [(code[:2], name) for code, name in rows.values_list("code", "name")]
