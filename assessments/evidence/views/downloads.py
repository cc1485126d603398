"""A file of evidence is handed out: to the county and to those who review it, each time noted."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import snapshots
from assessments.evidence import coverage, noting
from assessments.evidence.coverage import File
from assessments.evidence.kinds import KINDS
from assessments.evidence.models import Evidence
from assessments.models import Snapshot
from counties.access import OfficerRequest, officer_required
from counties.levels import Level
from counties.models import Officer
from schools import files

# Nothing in the file runs, loads or is shown on a page of ours, whatever it holds.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"

CLOSED = "佐证材料可能有师生的个人信息，只由本县人员和评审人员打开；您的岗位可以看目录。"


@require_safe
@officer_required
def live(request: OfficerRequest, pk: int) -> FileResponse:
    """A file of the county's list as it is now."""
    rows = Evidence.objects.visible_to(request.officer).select_related("county")
    row = get_object_or_404(rows, pk=pk)
    found = coverage.live(row.county, row.year)
    return _handed_out(request, found, row.sha256, stream=row.county.code, round=None)


@require_safe
@officer_required
def frozen(request: OfficerRequest, pk: int, number: int, sha256: str) -> FileResponse:
    """A file that round *number* was submitted with, by what its snapshot says."""
    rows = Snapshot.objects.visible_to(request.officer).select_related("round__assessment__county")
    snapshot = get_object_or_404(rows, round__assessment=pk, round__number=number)
    assessment = snapshot.round.assessment
    found = coverage.frozen(snapshots.opened(snapshot.bytes), assessment=assessment, number=number)
    return _handed_out(request, found, sha256, stream=assessment.county.code, round=number)


def may_open(officer: Officer) -> bool:
    """Evidence may show children: the county's own people and those who review may open it."""
    return officer.level is Level.COUNTY or officer.role != Officer.Role.VIEWER


def _handed_out(
    request: OfficerRequest, found: Iterable[File], sha256: str, *, stream: str, round: int | None
) -> FileResponse:
    file = next((each for each in found if each.sha256 == sha256), None)
    if file is None:
        raise Http404("没有这份佐证材料，或者已经移除。")
    if not may_open(request.officer):
        raise PermissionDenied(
            "佐证材料可能有师生的个人信息，只由本县人员和评审人员打开；您的岗位可以看目录。"
        )
    try:
        path = files.verified(file.sha256)
    except files.Damaged as damage:
        raise Http404("文件已缺失或损坏，请告诉系统管理员。") from damage
    noting.note_download(file=file, stream=stream, round=round, by=request.officer, at=timezone.now())
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file.filename,
        content_type=KINDS[file.type].media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
