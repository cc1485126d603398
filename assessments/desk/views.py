"""Pages of the assessment: the queue of an office, where one stands, and each move."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions, onward, recognition, snapshots, workflow
from assessments.desk import chosen, standing
from assessments.desk import difference as differences
from assessments.desk.forms import AdvanceForm, DeadlineForm, DrawForm, RecordForm, SurveyForm
from assessments.models import Assessment, Deadline, Snapshot
from assessments.review import deciding, progress
from counties.access import OfficerRequest, officer_required
from counties.levels import Level
from indicators import published
from schools import years

PAGE = 50
CHANGING = ("GET", "HEAD", "POST")
NOT_HELD = "由现在办理这项评估的一级的督学或负责人登记。"


@require_safe
@officer_required
def queue(request: OfficerRequest) -> HttpResponse:
    """What waits for the officer's office; ``?all=1`` everything he may see; less, by what is asked for."""
    everything = request.GET.get("all") == "1" or request.officer.level is Level.COUNTY
    rows = Assessment.objects.visible_to(request.officer).select_related("county__parent__parent__parent")
    if not everything:
        rows = rows.held_by(request.officer)
    wanted = chosen.asked(request)
    found = wanted.of(rows)
    page = Paginator(found.order_by("moved_at", "pk"), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    shown = standing.with_due(
        rows.filter(pk__in=[row.pk for row in page]).order_by("moved_at", "pk"), on=today
    )
    context = {
        "section": "assessments",
        "page": page,
        "rows": progress.beside(shown),
        "everything": everything,
        "wanted": wanted,
        "steps": list(workflow.Step),
        "offices": onward.NAMES.items(),
        "known_years": years.choices(timezone.localdate()),
    }
    return render(request, "assessments/desk/queue.html", {**context, **_may_start(request)})


def _may_start(request: OfficerRequest) -> dict[str, Any]:
    if request.officer.level is not Level.COUNTY or request.officer.role not in {"clerk", "leader"}:
        return {"standards": ()}
    found = published.in_force(timezone.localdate(), request.officer.division.code)
    newest_first = sorted(found, key=lambda standard: standard.issued, reverse=True)
    return {"standards": newest_first, "years": years.choices(timezone.localdate())}


@require_POST
@officer_required
def start(request: OfficerRequest) -> HttpResponse:
    offered = _may_start(request)
    codes, known = (
        {each.code for each in offered["standards"]},
        {str(year) for year in offered.get("years", ())},
    )
    if not codes:
        raise PermissionDenied("只有本县的填报员或负责人可以开始评估。")
    standard, year = request.POST.get("standard", ""), request.POST.get("year", "")
    if standard not in codes or year not in known:
        return redirect("assessments")
    found = actions.start(
        county=request.officer.division,
        year=int(year),
        standard=standard,
        by=request.officer,
        at=timezone.now(),
    )
    return redirect("assessment", found.pk)


@require_safe
@officer_required
def assessment(request: OfficerRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    context = {"section": "assessments", "standing": standing.of(found, request.officer, at=timezone.now())}
    return render(request, "assessments/desk/assessment.html", context)


@require_http_methods(CHANGING)
@officer_required
def advance(request: OfficerRequest, pk: int, transition: str) -> HttpResponse:
    """Say in words what the move brings about; by POST, move."""
    found = _found(request, pk)
    way = workflow.BY_NAME.get(transition)
    if way is None:
        raise Http404(transition)
    if request.method != "POST":
        initial = {"version": found.version, "comment": deciding.proposed(found, way)}
        return _advance_page(request, found, way, AdvanceForm(initial=initial), 200)
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        return _advance_page(request, found, way, form, 422)
    given = form.cleaned_data
    try:
        actions.advance(
            assessment=found,
            transition=way,
            version=given["version"],
            comment=given["comment"],
            by=request.officer,
            at=timezone.now(),
        )
    except actions.NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except actions.Refused as refusal:
        return _conflict(request, found, refusal)
    return redirect("assessment", pk)


def _advance_page(
    request: OfficerRequest, found: Assessment, way: workflow.Transition, form: AdvanceForm, status: int
) -> HttpResponse:
    shown = standing.way_for(found, way, request.officer, at=timezone.now())
    if status != 200 and not shown.mine:
        raise PermissionDenied(f"“{way.label}”由{shown.office}的{shown.roles}办理，您的岗位不能办理。")
    context = {
        "section": "assessments",
        "assessment": found,
        "way": shown,
        "form": form,
        "here": found.at_step is way.source,
        "review": deciding.shown(found, way) if shown.mine else None,
    }
    return render(request, "assessments/desk/advance.html", context, status=status)


@require_http_methods(CHANGING)
@officer_required
def inspection(request: OfficerRequest, pk: int) -> HttpResponse:
    """The schools drawn for the step at hand and what was found there; by POST, draw or record."""
    found, at = _found(request, pk), timezone.now()
    mine = _holds(request, found)
    if request.method == "POST" and not mine:
        raise PermissionDenied(NOT_HELD)
    drawing = "count" in request.POST
    form = DrawForm(request.POST) if drawing else RecordForm(request.POST)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if drawing:
                actions.draw_schools(assessment=found, count=given["count"], by=request.officer, at=at)
            else:
                agrees = given.pop("agrees") == "yes"
                actions.record_inspection(assessment=found, agrees=agrees, by=request.officer, at=at, **given)
        except actions.NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except actions.Refused as refusal:
            return _conflict(request, found, refusal)
        return redirect("inspection", pk)
    drawn = standing.drawn(found)
    context = {
        "section": "assessments",
        "assessment": found,
        "drawn": drawn,
        "drawn_here": any(draw.step == found.step for draw, _ in drawn),
        "draw": DrawForm(),
        "problem": request.method == "POST",
        "mine": mine,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/desk/inspection.html", context, status=status)


@require_http_methods(CHANGING)
@officer_required
def survey(request: OfficerRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk), SurveyForm(request.POST or None)
    if not _holds(request, found):
        raise PermissionDenied(NOT_HELD)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_survey(
                assessment=found, by=request.officer, at=timezone.now(), **form.cleaned_data
            )
        except actions.NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except actions.Refused as refusal:
            return _conflict(request, found, refusal)
        return redirect("assessment", pk)
    context = {"section": "assessments", "assessment": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/desk/survey.html", context, status=status)


@require_safe
@officer_required
def difference(request: OfficerRequest, pk: int, earlier: int, later: int) -> HttpResponse:
    """What the county changed between two rounds that it submitted."""
    found = _found(request, pk)
    kept = Snapshot.objects.visible_to(request.officer).filter(round__assessment=found)
    one, other = (get_object_or_404(kept, round__number=number) for number in (earlier, later))
    changes = differences.between(snapshots.opened(one.bytes), snapshots.opened(other.bytes))
    context = {
        "section": "assessments",
        "assessment": found,
        "earlier": earlier,
        "later": later,
        "changes": changes,
    }
    return render(request, "assessments/desk/difference.html", context)


@require_http_methods(CHANGING)
@officer_required
def deadlines(request: OfficerRequest) -> HttpResponse:
    """Until when each step is to be done; by POST, a province's or the nation's leader sets or extends."""
    mine = request.officer.role == "leader" and request.officer.level in {Level.PROVINCE, Level.NATION}
    if request.method == "POST" and not mine:
        raise PermissionDenied("期限由省级和国家的负责人规定。")
    form, problem = DeadlineForm(request.POST or None, years=years.choices(timezone.localdate())), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            step = workflow.Step(given.pop("step"))
            actions.set_deadline(**given, step=step, by=request.officer, at=timezone.now())
            return redirect("deadlines")
        except actions.Refused as refusal:
            problem = str(refusal)
    rows = Deadline.objects.visible_to(request.officer).select_related("division", "set_by__user")[:PAGE]
    context = {"section": "assessments", "rows": rows, "form": form, "mine": mine, "problem": problem}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/desk/deadlines.html", context, status=status)


def _found(request: OfficerRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.officer).select_related("county__parent__parent__parent")
    return get_object_or_404(recognition.with_withdrawal(rows), pk=pk)


def _holds(request: OfficerRequest, found: Assessment) -> bool:
    """Does the officer review what his office has in hand? A county inspects nobody, itself least of all."""
    officer = request.officer
    reviews = officer.level is not Level.COUNTY and officer.role in workflow.REVIEWERS
    return reviews and officer.level == found.held_by


def _conflict(request: OfficerRequest, found: Assessment, refusal: actions.Refused) -> HttpResponse:
    """409: what was asked cannot be done now, why, and where it is mended."""
    context = {"reason": str(refusal), "back": found.get_absolute_url(), "missing": refusal.missing}
    return render(request, "assessments/desk/refused.html", context, status=409)
