"""Confirming what became of a school: an event of its own, and the explanation of the 疑点 that asked."""

from datetime import date, datetime

from django.db import transaction

from counties.models import Officer
from schools import actions, contents
from schools.history import over_time
from schools.history.changes import Implied, Kind
from schools.ledger.texts import cut, visible
from schools.models import LedgerProblem, SchoolEvent, SchoolPart

LONGEST_NOTE = 500


@transaction.atomic
def confirm(
    *, problem: LedgerProblem, kind: Kind, on: date, note: str, by: Officer, at: datetime
) -> SchoolEvent:
    """Keep that the change of schools *problem* asks about was of that kind on that day.

    It is also the explanation of the 疑点, which travels upward. Raise ``actions.Refused`` where the
    officer may not explain, or the problem asks about no change of schools.
    """
    ledger, said = problem.ledger, cut(visible(note), LONGEST_NOTE)
    found = _asked(problem)
    if found is None:
        raise actions.Refused("这一条问的不是学校变动，或者上年的台账已经换了，请重新校核。")
    if not date(ledger.year - 1, 1, 1) <= on <= at.date():
        raise actions.Refused(f"日期应在 {ledger.year - 1} 年 1 月 1 日与今天之间，请改正。")
    text = f"{kind.label}，自 {on.isoformat()} 起。{said}"
    actions.explain(problem=problem, text=text, by=by, at=at)
    event = SchoolEvent.objects.create(
        county=ledger.county,
        ledger=ledger,
        kind=kind.value,
        on=on,
        note=said,
        confirmed_by=by.user,
        confirmed_at=at,
    )
    parts = SchoolPart.objects.bulk_create(
        SchoolPart(event=event, code=party.code, name=party.name, came_before=before)
        for parties, before in ((found.before, True), (found.after, False))
        for party in parties
    )
    named = {"kind": kind.value, "on": on, "problem": problem.pk}
    actions.note(ledger, "school.confirmed", by, at, named, wrote=[event, *parts])
    return event


def _asked(problem: LedgerProblem) -> Implied | None:
    lines = contents.of(problem.ledger, actions.read_again)
    changes = over_time.found(problem.ledger, over_time.parties(lines))
    return next(
        (
            each
            for each in changes
            if over_time.PREFIX + each.kind == problem.code and each.subject.code == problem.school_code
        ),
        None,
    )
