"""A list of what the officer may see, to be taken away."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from counties.access import OfficerRequest, officer_required
from reports.exports import actions, commas, lists, workbook

FORMS = {
    "xlsx": (workbook.written, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (commas.written, "text/csv; charset=utf-8"),
}


@require_safe
@officer_required
def export(request: OfficerRequest, name: str, pk: int, form: str) -> FileResponse:
    """The list in the form asked for, noted in the trail."""
    at = timezone.now()
    found = lists.find(name, pk, request.officer, at=at) if form in FORMS else None
    if found is None:
        raise Http404(f"no list {name} {pk} as {form}")
    write, media_type = FORMS[form]
    content = write(found.table)
    actions.note_export(found=found, name=name, pk=pk, form=form, content=content, by=request.officer, at=at)
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=f"{found.table.title}.{form}", content_type=media_type
    )
