"""Schools, and a county's yearly ledgers (台账): of its schools and of itself."""

from schools.models.events import SchoolEvent, SchoolPart
from schools.models.headings import HeadingAnswer
from schools.models.ledgers import Ledger, LedgerContent, LedgerProblem
from schools.models.registered import School
from schools.models.rows import CountyYear, SchoolYear

__all__ = [
    "CountyYear",
    "HeadingAnswer",
    "Ledger",
    "LedgerContent",
    "LedgerProblem",
    "School",
    "SchoolEvent",
    "SchoolPart",
    "SchoolYear",
]
