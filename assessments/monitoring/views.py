"""Pages of the monitoring: recognised counties, those that slip first; and one county's years since."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import overview
from assessments.monitoring import slips, watched
from assessments.monitoring.watched import State
from assessments.recheck import standing
from assessments.recheck.actions import may_begin
from counties.access import OfficerRequest, officer_required
from schools import years

PAGE = 50


@require_safe
@officer_required
def monitoring(request: OfficerRequest) -> HttpResponse:
    """Every recognised county that the officer answers for, with what slipped and why."""
    year, state = _year(request), request.GET.get("state", "")
    under = request.GET.get("under", "")[:6]
    found = watched.of(request.officer, year=year, under=under)
    under_review = standing.open_by_county(request.officer)
    only_reviewed = request.GET.get("recheck") == "1"
    chosen = [
        each
        for each in found
        if (state not in set(State) or each.state == state)
        and (not only_reviewed or each.county.code in under_review)
    ]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    told = slips.reasons(list(page))
    context = {
        "section": "monitoring",
        "year": year,
        "years": years.choices(timezone.localdate()),
        "found": found,
        "recognised": sum(each.withdrawn is None for each in found),
        "counts": watched.counted(found),
        "states": list(State),
        "state": state,
        "under": under,
        "page": page,
        "lines": [
            (each, told.get(each.county.code, ()), under_review.get(each.county.code)) for each in page
        ],
        "under_review": len(under_review),
        "only_reviewed": only_reviewed,
    }
    return render(request, "assessments/monitoring/monitoring.html", context)


@require_safe
@officer_required
def county(request: OfficerRequest, code: str) -> HttpResponse:
    """One recognised county: indicator by indicator from the year of its recognition on."""
    year = _year(request)
    found = watched.of(request.officer, year=year, under=code, code=code)
    if not found:
        raise Http404(code)
    failing, count = slips.schools(found[0])
    rechecks = list(standing.of_county(found[0].county))
    context = {
        "section": "monitoring",
        "year": year,
        "watched": found[0],
        "reasons": slips.reasons(found).get(code, ()),
        "stages": slips.courses(found[0]),
        "failing": failing,
        "count": count,
        "duties": slips.duties(found[0]),
        "rechecks": rechecks,
        "may_begin": may_begin(request.officer) and not any(each.is_open for each in rechecks),
    }
    return render(request, "assessments/monitoring/county.html", context)


def _year(request: OfficerRequest) -> int:
    known = years.choices(timezone.localdate())
    asked = request.GET.get("year", "")
    if asked in map(str, known):
        return int(asked)
    return overview.newest_year(request.officer) or known[0]
