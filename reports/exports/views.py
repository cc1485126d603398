"""A list of what the officer may see, or the trail for an auditor, to be taken away."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from counties import pace
from counties.access import OfficerRequest, officer_required
from counties.trail import shown
from counties.trail.asked import Asked
from reports.exports import actions, commas, lists, trail, workbook
from reports.exports.table import Table

FORMS = {
    "xlsx": (workbook.written, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (commas.written, "text/csv; charset=utf-8"),
}


@require_safe
@officer_required
@pace.kept(pace.EXPORTS)
def export(request: OfficerRequest, name: str, pk: int, form: str) -> FileResponse:
    """The list in the form asked for, noted in the trail."""
    at = timezone.now()
    found = lists.find(name, pk, request.officer, at=at) if form in FORMS else None
    if found is None:
        raise Http404(f"no list {name} {pk} as {form}")
    content = FORMS[form][0](found.table)
    actions.note_export(found=found, name=name, pk=pk, form=form, content=content, by=request.officer, at=at)
    return _handed_out(found.table, content, form)


@require_safe
@officer_required
@pace.kept(pace.EXPORTS)
def export_trail(request: OfficerRequest, form: str) -> HttpResponseBase:
    """All events that the auditor asks for, noted in the trail; too many for one file are refused."""
    shown.must_be_auditor(request.officer)
    if form not in FORMS:
        raise Http404(f"no trail as {form}")
    asked, at = Asked.of(request.GET), timezone.now()
    try:
        table = trail.table(asked, request.officer, at=at)
    except trail.TooMany as many:
        return shown.page(request, problem=str(many), status=422)
    content = FORMS[form][0](table)
    actions.note_trail(asked=asked, table=table, form=form, content=content, by=request.officer, at=at)
    return _handed_out(table, content, form)


def _handed_out(table: Table, content: bytes, form: str) -> FileResponse:
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=f"{table.title}.{form}", content_type=FORMS[form][1]
    )
