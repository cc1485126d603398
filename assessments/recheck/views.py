"""Pages of a review: beginning it, where it stands, what the county did and the province found, each move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions import NotYours, Refused
from assessments.evidence import coverage
from assessments.evidence.actions import may_place
from assessments.evidence.views.downloads import may_open
from assessments.monitoring import watched
from assessments.recheck import actions, beside, preconditions, proposing, standing, table
from assessments.recheck.actions import Beginning
from assessments.recheck.forms import BeginForm, CheckForm, MeasureForm, MoveForm
from assessments.recheck.models import Point, Recheck, RecheckChange
from assessments.recheck.preconditions import Known
from assessments.recheck.table import RecheckWay, Step
from counties.access import OfficerRequest, officer_required
from counties.levels import Level
from counties.models import Officer
from schools import years
from schools.answers import conflict

CHANGING = ("GET", "HEAD", "POST")


@require_http_methods(CHANGING)
@officer_required
def begin(request: OfficerRequest, code: str) -> HttpResponse:
    """Name the problems of a recognised county, why it is reviewed, and until when it has time."""
    today = timezone.localdate()
    found = watched.of(request.officer, year=years.current(today), under=code, code=code)
    if not found:
        raise Http404(code)
    if not actions.may_begin(request.officer):
        raise PermissionDenied("复查由省级或国家的负责人发起；您的岗位可以查看。")
    [seen] = found
    proposed = proposing.found(seen)
    first = Recheck.Ground.MONITORING if seen.state.slips else Recheck.Ground.SAMPLE
    form = BeginForm(request.POST or None, proposed=proposed, today=today, initial={"ground": first})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        beginning = Beginning(
            ground=Recheck.Ground(given["ground"]),
            reason=given["reason"],
            points=form.points,
            due_on=given["due_on"],
        )
        try:
            made = actions.begin(
                assessment=seen.assessment, beginning=beginning, by=request.officer, at=timezone.now()
            )
        except NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            return conflict(request, refusal, back=request.path)
        return redirect(made)
    context = {"section": "monitoring", "watched": seen, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/recheck/begin.html", context, status=status)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A way that somebody could take: is it the reader's, and what stands in it?"""

    way: RecheckWay
    roles: str
    mine: bool
    missing: tuple[str, ...]

    @property
    def may_go(self) -> bool:
        return self.mine and not self.missing


@require_safe
@officer_required
def recheck(request: OfficerRequest, pk: int) -> HttpResponse:
    found, on = _found(request, pk), timezone.localdate()
    changes = _changes(found)
    known = _known(found, changes)
    columns = beside.columns(found, changes[0], on=on)
    context = {
        "section": "monitoring",
        "recheck": found,
        "overdue": found.is_overdue(on),
        "course": standing.course(found),
        "ways": _ways(known, request.officer),
        "columns": columns,
        "lines": beside.lines(known.points, columns),
        "is_old": not columns or columns[-1].name != beside.NOW,
        "unanswered": [each.point.number for each in known.points if each.needs_answer],
        "unchecked": preconditions.unchecked(known),
        "changes": changes,
        "may_measure": _may_measure(request.officer, found),
        "may_check": _may_check(request.officer, found),
        "may_open": may_open(request.officer),
    }
    return render(request, "assessments/recheck/recheck.html", context)


@require_http_methods(CHANGING)
@officer_required
def advance(request: OfficerRequest, pk: int, way: str) -> HttpResponse:
    """Say in words what the move brings about; by POST, move."""
    found, taken = _found(request, pk), table.BY_NAME.get(way)
    if taken is None:
        raise Http404(way)
    form = MoveForm(
        request.POST or None, way=taken, today=timezone.localdate(), initial={"version": found.version}
    )
    if request.method != "POST" or not form.is_valid():
        known = _known(found, _changes(found))
        offered = _offered(known, taken, request.officer)
        if request.method == "POST" and not offered.mine:
            raise PermissionDenied(
                f"“{taken.label}”由{taken.level.label}的{offered.roles}办理，您的岗位不能办理。"
            )
        here = taken in preconditions.offered(known)
        context = {"section": "monitoring", "recheck": found, "offered": offered, "form": form, "here": here}
        status = 422 if request.method == "POST" else 200
        return render(request, "assessments/recheck/advance.html", context, status=status)
    try:
        actions.advance(recheck=found, way=taken, by=request.officer, at=timezone.now(), **form.cleaned_data)
    except NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        return conflict(request, refusal, back=found.get_absolute_url())
    return redirect(found)


@require_http_methods(CHANGING)
@officer_required
def measure(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """What the county does about a problem, and the files that show it."""
    found = _found(request, pk)
    point = get_object_or_404(found.points, number=number)
    if not _may_measure(request.officer, found, whenever=True):
        raise PermissionDenied("整改措施由本县填报员填写；您的岗位可以查看。")
    placed = coverage.since(found.county, found.year)
    form = MeasureForm(request.POST or None, files={each.evidence_id: each.title for each in placed})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.measure(point=point, **given, by=request.officer, at=timezone.now())
        except Refused as refusal:
            return conflict(request, refusal, back=found.get_absolute_url())
        return redirect(f"{found.get_absolute_url()}#problem-{number}")
    return _about(request, found, point, form, "measure")


@require_http_methods(CHANGING)
@officer_required
def check(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """What the province found of a problem that the county reported as put right."""
    found = _found(request, pk)
    point = get_object_or_404(found.points, number=number)
    if not _may_check(request.officer, found, whenever=True):
        raise PermissionDenied("核查记录由省级督学或负责人填写；您的岗位可以查看。")
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, what = form.cleaned_data["done"] == "yes", form.cleaned_data["found"]
        try:
            actions.check(point=point, done=done, found=what, by=request.officer, at=timezone.now())
        except NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            return conflict(request, refusal, back=found.get_absolute_url())
        return redirect(f"{found.get_absolute_url()}#problem-{number}")
    return _about(request, found, point, form, "check")


def _about(
    request: OfficerRequest, found: Recheck, point: Point, form: MeasureForm | CheckForm, page: str
) -> HttpResponse:
    context = {
        "section": "monitoring",
        "recheck": found,
        "point": point,
        "measure": point.measures.select_related("by__user").last(),
        "check": point.checks.select_related("by__user").last(),
        "form": form,
        "may_place": may_place(request.officer, found.county),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"assessments/recheck/{page}.html", context, status=status)


def _found(request: OfficerRequest, pk: int) -> Recheck:
    rows = Recheck.objects.visible_to(request.officer).with_due()
    rows = rows.select_related("assessment__county__parent__parent__parent", "opened_by__division")
    return get_object_or_404(rows, pk=pk)


def _changes(found: Recheck) -> Sequence[RecheckChange]:
    return list(found.changes.select_related("by__division", "by__user"))


def _known(found: Recheck, changes: Sequence[RecheckChange]) -> Known:
    reported = standing.reported_at(changes)
    return Known(recheck=found, points=standing.answered(found), reported=reported, on=timezone.localdate())


def _ways(known: Known, officer: Officer) -> list[Offered]:
    """What may be done now; of what only the beginner does beside it, others read nothing."""
    found = [_offered(known, way, officer) for way in preconditions.offered(known)]
    return [each for each in found if each.mine or not each.way.beginner]


def _offered(known: Known, way: RecheckWay, officer: Officer) -> Offered:
    return Offered(
        way=way,
        roles="、".join(Officer.Role(role).label for role in way.roles),
        mine=officer.level is way.level and officer.role in way.roles,
        missing=preconditions.missing(known, way),
    )


def _may_measure(officer: Officer, found: Recheck, *, whenever: bool = False) -> bool:
    mine = officer.may_fill and officer.division.code == found.county.code
    return mine and (whenever or found.at_step is Step.RECTIFYING)


def _may_check(officer: Officer, found: Recheck, *, whenever: bool = False) -> bool:
    mine = officer.level is Level.PROVINCE and officer.role in {Officer.Role.INSPECTOR, Officer.Role.LEADER}
    return mine and (whenever or found.at_step is Step.REPORTED)
