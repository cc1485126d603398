"""Pages of the review: the reviewer's screen, being through with it, the comparison, doubts and replies."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import NotYours, Refused
from assessments.models import Assessment
from assessments.review import actions, bench, comparing, doubts, subjects
from assessments.review.bench import Screen
from assessments.review.forms import MarkForm, ReplyForm
from assessments.review.models import Mark
from counties.access import OfficerRequest, officer_required

CHANGING = ("GET", "HEAD", "POST")


@require_safe
@officer_required
def review(request: OfficerRequest, pk: int) -> HttpResponse:
    """The first thing that is not marked yet."""
    found = _found(request, pk)
    screen = _screen(request, found)
    if screen is None:
        return render(
            request, "assessments/review/nothing.html", {"section": "assessments", "assessment": found}
        )
    return _page(request, screen, screen.after(screen.entries[-1].subject.code))


@require_http_methods(CHANGING)
@officer_required
def item(request: OfficerRequest, pk: int, item: str) -> HttpResponse:
    """One thing to review; by POST, mark it, and go on to the next that is not marked."""
    found = _found(request, pk)
    screen = _screen(request, found)
    if screen is None or item not in {entry.subject.code for entry in screen.entries}:
        raise Http404(item)
    if request.method != "POST":
        return _page(request, screen, item)
    form = MarkForm(request.POST)
    if not form.is_valid() and screen.may_mark:
        return _page(request, screen, item, form=form, status=422)
    return _marked(request, screen, item, form.cleaned_data)


def _marked(request: OfficerRequest, screen: Screen, item: str, given: dict[str, Any]) -> HttpResponse:
    place = given.get("school", ""), given.get("field", "")
    try:
        made = actions.mark(
            assessment=screen.assessment,
            item=item,
            place=place,
            kind=given.get("kind", ""),
            remark=given.get("remark", ""),
            by=request.officer,
            at=timezone.now(),
        )
    except NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        return _conflict(request, screen.assessment, refusal)
    _say(request, made)
    following = item if any(place) else screen.after(item)
    return redirect("review-item", screen.assessment.pk, following)


def _say(request: OfficerRequest, made: Mark) -> None:
    title = made.get_kind_display()
    if made.kind == Mark.Kind.DOUBTFUL:
        messages.success(request, f"已记为“{title}”，县级已能看到并答复。")
    else:
        messages.success(request, f"已记为“{title}”。")


@require_POST
@officer_required
def finish(request: OfficerRequest, pk: int) -> HttpResponse:
    """The reviewer is through with his marks."""
    found = _found(request, pk)
    try:
        actions.finish(assessment=found, by=request.officer, at=timezone.now())
    except NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        return _conflict(request, found, refusal)
    messages.success(request, "已记下：您在本轮核完了。两人以上核查的，都核完以后可以比对。")
    return redirect("review", pk)


@require_http_methods(CHANGING)
@officer_required
def comparison(request: OfficerRequest, pk: int) -> HttpResponse:
    """What reviewers of one's office marked differently; by POST, the leader opens it early."""
    found = _found(request, pk)
    if request.method == "POST":
        try:
            actions.open_comparison(assessment=found, by=request.officer, at=timezone.now())
        except NotYours as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            return _conflict(request, found, refusal)
        return redirect("review-comparison", pk)
    screen = _screen(request, found)
    may_see = screen is not None and screen.may_compare and _is_of_office(screen)
    compared = comparing.of(screen.round, screen.standing.level) if screen and may_see else None
    context = {"section": "assessments", "assessment": found, "screen": screen, "compared": compared}
    return render(request, "assessments/review/comparison.html", context)


def _is_of_office(screen: Screen) -> bool:
    """Does the officer see all marks of the level that reviews?"""
    return {mark.pk for mark in screen.standing.marks} == {mark.pk for mark in screen.visible}


@require_http_methods(CHANGING)
@officer_required
def answer_doubts(request: OfficerRequest, pk: int) -> HttpResponse:
    """The doubts about a county and the replies to them; by POST, reply to one."""
    found, form = _found(request, pk), ReplyForm(request.POST or None)
    asked = doubts.of(found, bench.newest_round(found), request.officer)
    if request.method == "POST" and not asked.may_reply:
        raise PermissionDenied("存疑由提出的一级以下的填报员、督学或负责人答复。")
    if request.method == "POST" and form.is_valid():
        return _replied(request, found, form.cleaned_data)
    context = {"section": "assessments", "assessment": found, "asked": asked, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/review/doubts.html", context, status=status)


def _replied(request: OfficerRequest, found: Assessment, given: dict[str, Any]) -> HttpResponse:
    mark = get_object_or_404(
        Mark.objects.visible_to(request.officer).select_related("round__assessment__county", "by__division"),
        pk=given["mark"],
        round__assessment=found,
    )
    try:
        actions.reply(mark=mark, text=given["text"], by=request.officer, at=timezone.now())
    except NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        return _conflict(request, found, refusal)
    messages.success(request, "答复已送出，提出的人会据此改定或保留。")
    return HttpResponseRedirect(f"{request.path}#mark-{mark.pk}")


def _page(
    request: OfficerRequest, screen: Screen, code: str, *, form: MarkForm | None = None, status: int = 200
) -> HttpResponse:
    shown = bench.bench(screen, code)
    school, field = request.GET.get("school", ""), request.GET.get("field", "")
    place = subjects.place(screen.snap, school, field)
    context = {
        "section": "assessments",
        "assessment": screen.assessment,
        "screen": screen,
        "bench": shown,
        "form": form,
        "kinds": Mark.Kind,
        "pinned": {"school": school, "field": field, "place": place} if place and (school or field) else None,
    }
    return render(request, "assessments/review/bench.html", context, status=status)


def _found(request: OfficerRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.officer).select_related("county__parent__parent__parent")
    return get_object_or_404(rows, pk=pk)


def _screen(request: OfficerRequest, found: Assessment) -> Screen | None:
    present = bench.newest_round(found)
    return None if present is None else bench.screen(found, present, request.officer, at=timezone.now())


def _conflict(request: OfficerRequest, found: Assessment, refusal: Refused) -> HttpResponse:
    context = {"reason": str(refusal), "back": found.get_absolute_url(), "missing": refusal.missing}
    return render(request, "assessments/desk/refused.html", context, status=409)
