"""LibreOffice opens every document as Word and shows what is in it."""

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from assessments.models import Assessment
from reports.papers import finishing
from reports.papers.kinds import BY_SLUG
from reports.word import writing
from tests.reports.papers.conftest import record_of
from tests.reports.papers.test_contents import PARTS, subjects

pytestmark = [pytest.mark.office, pytest.mark.proof, pytest.mark.django_db]


def test_every_document_opens_with_its_headings_pages_and_marks(
    recognised: Assessment, tmp_path: Path
) -> None:
    known = record_of(recognised)
    for slug, subject in subjects(known):
        made = finishing.paper_of(BY_SLUG[slug], known, subject)
        (tmp_path / f"{slug}.docx").write_bytes(writing.docx(made))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True)
    for slug, _ in subjects(known):
        pages = list(pypdfium2.PdfDocument(tmp_path / f"{slug}.pdf"))
        texts = [page.get_textpage().get_text_bounded() for page in pages]
        assert all(title in "".join(texts) for title in PARTS.get(slug, ())), slug
        assert all("示例数据" in text for text in texts), slug
        assert f"第 {len(pages)} 页 共 {len(pages)} 页" in texts[-1], slug
        wide = [page.get_width() > page.get_height() for page in pages]
        assert any(wide) == (slug in {"county", "province", "nation"}), slug
