"""Answering for headings, and taking an answer back; what was asked about is checked again at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from counties.models import Division, Officer
from operations import jobs
from schools.actions import Refused, must_fill, note
from schools.ledger.vocabulary import key_of
from schools.models import HeadingAnswer, Ledger
from schools.remembered import questions
from schools.remembered.questions import NONE, OPEN


@transaction.atomic
def answer(*, ledger: Ledger, answers: Mapping[int, str], by: Officer, at: datetime) -> Ledger:
    """Keep the county's *answers*, by the number of their question a field or ``NONE``, and ask for the
    check of *ledger* anew. Raise ``Refused`` where nothing, or one column twice, is answered."""
    county = Division.objects.select_for_update().get(pk=ledger.county_id)
    ledger = Ledger.objects.select_for_update().select_related("county", "job").get(pk=ledger.pk)
    must_fill(by, county)
    if ledger.state not in OPEN:
        raise Refused(f"第 {ledger.version} 版{ledger.get_state_display()}，现在不能再回答表头。")
    given = [
        (question.near.text, "" if answers[question.number] == NONE else answers[question.number])
        for question in questions.of(ledger)
        if answers.get(question.number) in {NONE, *(column.field for column in question.columns)}
    ]
    fields = [field for _, field in given if field]
    if not given:
        raise Refused("一个表头也没有回答，没有保存。")
    if len(set(fields)) < len(fields):
        raise Refused("有两个表头答成了同一个栏目，没有保存。一个栏目只能对应一列，请重新选择。")
    answered = HeadingAnswer.objects.bulk_create(
        HeadingAnswer(
            county=county,
            kind=ledger.kind,
            key=key_of(text)[:80],
            text=text,
            field=field,
            ledger=ledger,
            given_by=by.user,
            given_at=at,
        )
        for text, field in given
    )
    note(ledger, "heading.answered", by, at, {"answers": given}, wrote=answered)
    _check_again(ledger, by, at)
    return ledger


@transaction.atomic
def withdraw(*, answer: HeadingAnswer, by: Officer, at: datetime) -> HeadingAnswer:
    """Take back what was answered: the heading is asked about again. Versions not yet accepted that were
    read by it, the newest of their year, are checked again. Raise ``Refused`` where it holds no more."""
    county = Division.objects.select_for_update().get(pk=answer.county_id)
    must_fill(by, county)
    newest = HeadingAnswer.objects.of(county).filter(kind=answer.kind, key=answer.key).latest("pk")
    if newest.pk != answer.pk or answer.withdrawn:
        raise Refused(f"表头“{answer.text}”的这次回答已经撤回或改过，没有再改。")
    taken_back = HeadingAnswer.objects.create(
        county=county,
        kind=answer.kind,
        key=answer.key,
        text=answer.text,
        field=answer.field,
        withdrawn=True,
        ledger=answer.ledger,
        given_by=by.user,
        given_at=at,
    )
    detail = {"heading": answer.text, "field": answer.field}
    note(answer.ledger, "heading.withdrawn", by, at, detail, wrote=[taken_back])
    versions = Ledger.objects.filter(county__code=county.code, kind=answer.kind)
    last = dict(versions.order_by().values_list("year").annotate(Max("version")))
    for ledger in versions.select_for_update().select_related("county", "job").filter(state__in=OPEN):
        if ledger.version == last[ledger.year] and answer.key in ledger.headings:
            _check_again(ledger, by, at)
    return taken_back


def _check_again(ledger: Ledger, by: Officer, at: datetime) -> None:
    ledger.state = Ledger.State.CHECKING
    ledger.save(update_fields=["state"])
    jobs.enqueue(
        kind=ledger.job.kind,
        subject=ledger.job.payload,
        scope=ledger.job.scope,
        actor=by.user.username,
        at=at,
        again=True,
    )
