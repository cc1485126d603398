"""The list of evidence as a snapshot holds it; a signature is for it as well."""

from typing import Any

from django.utils import timezone

from assessments.evidence import coverage
from assessments.models import Assessment


def listed(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the files of the county's year as plain values, the first uploaded first."""
    return [
        {
            "items": list(file.items),
            "schools": list(file.schools),
            "title": file.title,
            "note": file.note,
            "filename": file.filename,
            "sha256": file.sha256,
            "size": file.size,
            "type": file.type,
            "by": file.by,
            "at": timezone.localtime(file.at),
        }
        for file in coverage.live(assessment.county, assessment.year)
    ]
