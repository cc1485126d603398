"""One dossier, set once, that many tests look at."""

import pytest

from indicators import published
from indicators.calculation import findings
from reports import rendering, setting
from reports.contents import dossier
from reports.contents.dossier import Dossier
from reports.contents.occasion import Occasion, Query
from tests.reports import counties

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}</td></table>&amp;"
OCCASION = Occasion(
    county=f"示例县{HOSTILE}",
    filename=f"{HOSTILE}.xlsx",
    sha256="9f3c72e104b8a6d5" * 4,
    schools=60,
    demo=True,
    year=2025,
    version=3,
    queries=(Query(school=HOSTILE, sheet="台账", cell="F12", message=f"偏大{HOSTILE}", explanation=HOSTILE),),
)


@pytest.fixture(scope="session")
def written_out() -> Dossier:
    """A dossier of sixty schools, in every text of which somebody tried to write markup."""
    finding = findings.judge(counties.county(60), published.load("quality-2017"))
    return dossier.dossier(finding, OCCASION)


@pytest.fixture(scope="session")
def html(written_out: Dossier) -> str:
    return setting.html(written_out)


@pytest.fixture(scope="session")
def pdf(html: str) -> bytes:
    return rendering.render(html)


@pytest.fixture(name="setting")
def stand_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the process that sets the PDF, and keeps the HTML it was given."""
    given: list[str] = []

    def render(html: str) -> bytes:
        given.append(html)
        return b"%PDF of " + html.encode()

    monkeypatch.setattr(rendering, "render", render)
    monkeypatch.setattr(rendering, "drawn", lambda charts: {})
    return given
