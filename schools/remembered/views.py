"""Answering for headings on the page of a version, and the county's answers on a page of their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from counties.access import OfficerRequest, clerk_required, officer_required
from counties.models import Division
from schools.actions import Refused
from schools.answers import conflict
from schools.models import HeadingAnswer, Ledger
from schools.remembered import actions, questions


@require_POST
@clerk_required
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep what was answered about the headings of a version, which is then checked again."""
    rows = Ledger.objects.visible_to(request.officer).select_related("county", "job")
    ledger = get_object_or_404(rows, pk=pk)
    given = {
        question.number: request.POST[question.name]
        for question in questions.of(ledger)
        if question.name in request.POST
    }
    try:
        actions.answer(ledger=ledger, answers=given, by=request.officer, at=timezone.now())
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("ledger", args=[pk]))
    messages.info(request, "记住了，正在按您的回答重新校核；以后上传的台账也这样读，不再问。")
    return redirect("ledger", pk)


@require_safe
@officer_required
def county(request: OfficerRequest, code: str) -> HttpResponse:
    """What a county has answered, with what holds and what was taken back."""
    current = Division.objects.visible_to(request.officer).counties().current()
    division = get_object_or_404(current, code=code)
    context = {"section": "ledgers", "county": division, "kept": questions.kept(division)}
    return render(request, "schools/remembered.html", context)


@require_POST
@clerk_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    row = get_object_or_404(HeadingAnswer.objects.visible_to(request.officer).select_related("county"), pk=pk)
    back = reverse("remembered-headings", args=[row.county.code])
    try:
        actions.withdraw(answer=row, by=request.officer, at=timezone.now())
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.info(request, f"已撤回，表头“{row.text}”再出现时会重新问。")
    return redirect(back)
