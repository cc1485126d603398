"""The page of the inbox, and opening a message."""

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.inbox import actions, waiting
from assessments.inbox.models import Message
from counties.access import OfficerRequest, officer_required

PAGE = 50


@require_safe
@officer_required
def inbox(request: OfficerRequest) -> HttpResponse:
    """What waits for the office, what it is asked, and what it was told; ``?unread=1`` the new alone."""
    told = Message.objects.visible_to(request.officer)
    only_new = request.GET.get("unread") == "1"
    if only_new:
        told = told.unread_by(request.officer)
    told = told.with_read(request.officer).select_related(
        "assessment__county",
        "change__by__division",
        "change__by__user",
        "mark__by__division",
        "recheck_change__by__division",
        "recheck_change__by__user",
    )
    context = {
        "section": "inbox",
        "counts": waiting.counts(request.officer),
        "tasks": waiting.tasks(request.officer, on=timezone.localdate()),
        "rechecks": waiting.rechecks(request.officer, on=timezone.localdate()),
        "doubts": waiting.doubts(request.officer),
        "page": Paginator(told, PAGE).get_page(request.GET.get("page")),
        "only_new": only_new,
    }
    return render(request, "assessments/inbox/inbox.html", context)


@require_POST
@officer_required
def read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Open what a message is about; from now on it is read."""
    rows = Message.objects.visible_to(request.officer).select_related("assessment", "recheck_change__recheck")
    message = get_object_or_404(rows, pk=pk)
    actions.read(messages=[message], by=request.officer, at=timezone.now())
    if message.kind == Message.Kind.ASKED:
        return redirect("doubts", message.assessment.pk)
    if message.recheck_change:
        return redirect(message.recheck_change.recheck)
    return redirect(message.assessment)


@require_POST
@officer_required
def read_all(request: OfficerRequest) -> HttpResponse:
    unread = list(Message.objects.visible_to(request.officer).unread_by(request.officer))
    actions.read(messages=unread, by=request.officer, at=timezone.now())
    notices.success(request, f"{len(unread)} 条消息已标为已读。")
    return redirect(reverse("inbox"))
