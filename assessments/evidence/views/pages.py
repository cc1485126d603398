"""The matrix of evidence: of a county's year as it is now, or of a round that was submitted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import snapshots
from assessments.evidence import actions, asked, coverage, matrix
from assessments.evidence.matrix import Matrix
from assessments.evidence.views.downloads import may_open
from assessments.models import Assessment, Snapshot
from counties.access import OfficerRequest, officer_required
from counties.levels import Level
from counties.models import Division
from schools import years


@require_safe
@officer_required
def live(request: OfficerRequest, code: str) -> HttpResponse:
    """Every item of the standard with the files there are for it now."""
    counties = Division.objects.visible_to(request.officer).counties().current().with_parents()
    county, at = get_object_or_404(counties, code=code), timezone.now()
    year = year_of(request.GET.get("year", ""))
    standard, names = asked.standard(county, year, at=at), matrix.school_names(county, year)
    files = coverage.live(county, year)
    found = matrix.of(standard, files, names, school=_school(request, names))
    mine = actions.may_place(request.officer, county)
    return _page(
        request, found, names, county=county, year=year, standard=standard, mine=mine, section="county"
    )


@require_safe
@officer_required
def frozen(request: OfficerRequest, pk: int) -> HttpResponse:
    """The matrix of the newest round that was submitted, or of ``?round=``; the county's own list, while
    nothing was, or it is being filled in again."""
    rows = Assessment.objects.visible_to(request.officer).select_related("county__parent__parent__parent")
    assessment = get_object_or_404(rows, pk=pk)
    kept = Snapshot.objects.visible_to(request.officer).filter(round__assessment=assessment)
    numbers = list(kept.order_by("-round__number").values_list("round__number", flat=True))
    wanted = request.GET.get("round", "")
    number = int(wanted) if wanted in {str(each) for each in numbers} else next(iter(numbers), None)
    own = request.officer.level is Level.COUNTY and not wanted and assessment.round not in numbers
    if number is None or own:
        return redirect(
            f"{reverse('evidence', args=[assessment.county.code])}?{_kept_query(request, assessment.year)}"
        )
    snap = snapshots.opened(kept.get(round__number=number).bytes)
    names = {str(row["code"]): str(row["name"]) for row in snap.rows}
    files = coverage.frozen(snap, assessment=assessment, number=number)
    found = matrix.of(snap.standard, files, names, school=_school(request, names))
    more = {"assessment": assessment, "number": number, "numbers": numbers, "section": "assessments"}
    return _page(
        request, found, names, county=assessment.county, year=snap.year, standard=snap.standard, **more
    )


def year_of(asked_for: str) -> int:
    """Return the school year asked for, else the present one."""
    known = years.choices(timezone.localdate())

    return int(asked_for) if asked_for in {str(year) for year in known} else known[0]


def _kept_query(request: OfficerRequest, year: int) -> str:
    query = request.GET.copy()
    query["year"] = str(year)
    query.pop("round", None)
    return query.urlencode()


def _school(request: OfficerRequest, names: matrix.Names) -> str:
    asked_for = request.GET.get("school", "")
    return asked_for if asked_for in names else ""


def _page(request: OfficerRequest, found: Matrix, names: matrix.Names, **more: Any) -> HttpResponse:
    school = _school(request, names)
    context = {
        "matrix": found,
        "names": names,
        "school": school,
        "school_name": names.get(school, ""),
        "without": request.GET.get("only") == "without",
        "may_open": may_open(request.officer),
        **more,
    }
    return render(request, "assessments/evidence/matrix.html", context)
