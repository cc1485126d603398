"""Evidence as rows, for tests that do not look at how it came in."""

from collections.abc import Sequence

from assessments.evidence.models import Evidence, Placement
from counties.models import Officer
from schools import files
from tests.factories import NOW
from tests.steps import YEAR

CONTENT = b"%PDF-1.4 a file of evidence\n"


def shown_digest() -> str:
    return files.digest(CONTENT)


def shown(
    clerk: Officer,
    content: bytes = CONTENT,
    *,
    items: Sequence[str] = ("guarantee-01",),
    schools: Sequence[str] = (),
    title: str = "规划布局图",
    filename: str = "规划布局图.pdf",
) -> Evidence:
    """A file of evidence in force."""
    evidence = Evidence.objects.create(
        county=clerk.division,
        year=YEAR,
        sha256=files.keep(content),
        size=len(content),
        type="pdf",
        filename=filename,
        uploaded_by=clerk.user,
        uploaded_at=NOW,
    )
    Placement.objects.create(
        evidence=evidence, title=title, items=list(items), schools=list(schools), by=clerk.user, at=NOW
    )
    return evidence
