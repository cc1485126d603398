"""Every kind of document of a round comes out whole where county, offices, schools and opinions have rare
characters: nothing without a glyph, and each can be searched."""

import logging
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from assessments.models import Assessment
from assessments.snapshots import Snap
from reports import rare, rendering
from reports.papers import finishing, setting
from reports.papers.kinds import BY_SLUG
from reports.papers.record import Record
from reports.rendering import render  # itself, not what stands in for it where the county is set up
from reports.word import writing
from tests.reports.papers import reading_word
from tests.reports.papers.conftest import record_of
from tests.reports.test_rendering import fonts

pytestmark = [pytest.mark.proof, pytest.mark.django_db, pytest.mark.timeout(600)]
RARE = "𠮷㐂䶮"
KINDS = tuple(BY_SLUG)


def with_rare_names(known: Record) -> Record:
    plain = dict(known.snap.plain)
    plain["county"] = {**plain["county"], "name": f"{RARE}县", "full_name": f"示例省{RARE}县"}
    plain["ledger"] = {**plain["ledger"], "rows": [_renamed(row) for row in plain["ledger"]["rows"]]}
    return replace(
        known,
        snap=Snap(plain),
        offices={level: f"{name}{RARE}" for level, name in known.offices.items()},
        moves=tuple(replace(move, comment=f"{move.comment}{RARE}") for move in known.moves),
    )


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "values": {**row["values"], "name": f"{row['values']['name']}{RARE}"}}


@pytest.mark.parametrize("slug", KINDS)
def test_a_document_of_this_kind_has_every_rare_character(
    recognised: Assessment, slug: str, caplog: pytest.LogCaptureFixture
) -> None:
    known = with_rare_names(record_of(recognised))
    subject = {
        "school": known.judged.county.units[0].unit.school.code,
        "receipt": str(known.moves[1].version),
    }
    made = finishing.paper_of(BY_SLUG[slug], known, subject.get(slug, ""))
    with caplog.at_level(logging.WARNING, "reports.rendering"):
        written = render(setting.html(made))
    assert rendering.LACKING not in caplog.text, "no character is without a glyph"
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(BytesIO(written))]
    told = re.sub(r"\s", "", "".join(pages))
    assert RARE in told and rare.GETA not in told
    assert told.count(RARE) >= setting.html(made).count(RARE) // 2, "not only in the title"
    assert any(name.endswith("Rare") and embedded for name, embedded in fonts(written))
    assert RARE in reading_word.text(reading_word.body(writing.docx(made)))
