"""From what, when and for whom a dossier is made."""

from dataclasses import dataclass
from datetime import datetime

from indicators.courses import Figures
from reports.verification.seal import Seal


@dataclass(frozen=True, kw_only=True)
class Query:
    """A 疑点 that stands in the ledger, and what the county said to it."""

    school: str
    sheet: str
    cell: str
    message: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a finding itself does not know: whose ledger it was, of which year, and what stays open.

    *county* may be empty and *year*, *version* and *at* None where a file was judged without a
    database. *earlier* is what was found in earlier years. *doubts* say what beyond the finding keeps
    the verdict open. Without a *seal* it is a draft.
    """

    county: str
    filename: str
    sha256: str
    schools: int
    demo: bool
    year: int | None = None
    version: int | None = None
    at: datetime | None = None
    queries: tuple[Query, ...] = ()
    earlier: tuple[Figures, ...] = ()
    doubts: tuple[str, ...] = ()
    seal: Seal | None = None

    @property
    def subject(self) -> str:
        """The county and year, or the file where nobody said whose it is."""
        year = f"{self.year} 学年" if self.year else ""
        return f"{self.county or f'台账“{self.filename}”'} {year}".strip()

    @property
    def short_digest(self) -> str:
        return f"{self.sha256[:8]} {self.sha256[8:16]}"
