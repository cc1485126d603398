"""A document of hundreds of pages comes out whole: contents, page numbers, rare names, within its memory."""

import re
import resource
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from assessments.models import Assessment
from assessments.snapshots import Snap
from indicators.calculation import findings
from reports import rendering
from reports.papers import finishing, setting
from reports.papers.kinds import BY_SLUG
from reports.papers.paper import Paper
from reports.papers.record import Record
from tests.reports.counties import county
from tests.reports.papers.conftest import record_of

pytestmark = [pytest.mark.proof, pytest.mark.django_db, pytest.mark.timeout(600)]
SCHOOLS, EVIDENCE = 400, 4_500
MEGABYTES = 1_200  # of the process that sets three hundred pages; it may have 2,048
PAGES = 300
RARE = "𠮷㐂䶮"


def large(known: Record) -> Record:
    """The same round of a county of 400 schools, with rare characters, with 4,500 files."""
    schools = [
        replace(each, name=f"{each.name}{RARE[place % 3]}") for place, each in enumerate(county(SCHOOLS))
    ]
    file = {
        "title": f"台账{RARE}",
        "filename": "a.pdf",
        "items": [],
        "sha256": "ab" * 32,
        "size": 1,
        "schools": [],
    }
    evidence: list[dict[str, Any]] = [{**file, "title": f"材料 {place}"} for place in range(EVIDENCE)]
    snap = Snap({**known.snap.plain, "evidence": evidence})
    judged = findings.judge(schools, known.snap.standard)
    vars(snap)["finding"] = replace(known.snap.finding, county=judged)
    return replace(known, snap=snap)


def texts(made: Paper) -> list[str]:
    written = subprocess.run(
        [sys.executable, "-m", "reports.pdf"],
        input=setting.html(made).encode(),
        capture_output=True,
        check=True,
        cwd=rendering.ROOT,
        env={"FONTCONFIG_FILE": str(rendering.FONTS), "LANG": "C.UTF-8"},
    ).stdout
    document = pypdfium2.PdfDocument(BytesIO(written))
    return [page.get_textpage().get_text_bounded() for page in document]


def test_three_hundred_pages_come_out_whole(recognised: Assessment) -> None:
    made = finishing.paper_of(BY_SLUG["nation"], large(record_of(recognised)), "")
    pages = texts(made)
    assert len(pages) >= PAGES
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
    plain = [re.sub(r"\s", "", page) for page in pages]
    listed = dict(
        re.findall(r"(\S+?)\.{3,}(\d+)", "\n".join(re.sub(r"[ \u3000]", "", page) for page in pages[:20]))
    )
    assert len(listed) >= len(made.contents) * 9 // 10, "nearly every line of the contents was read"
    for title, number in listed.items():
        assert title in plain[int(number) - 1], (title, number)
    whole = "".join(plain)
    assert all(character in whole for character in RARE)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(pages)} pages, {used} MB")
    assert used < MEGABYTES
