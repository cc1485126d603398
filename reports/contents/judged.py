"""A county as it was judged: what every document is made from."""

from dataclasses import dataclass

from indicators.calculation.findings import CountyFinding
from indicators.calculation.items.reading import CountyFacts
from indicators.calculation.standard import Standard
from indicators.calculation.whole import WholeFinding


@dataclass(frozen=True, kw_only=True)
class Judged:
    """*facts* are all schools of the ledger and the county figures, *county* what ledgers alone
    answer, *whole* what the whole standard does: None where no county figures stood beside them."""

    facts: CountyFacts
    county: CountyFinding
    whole: WholeFinding | None = None

    @property
    def standard(self) -> Standard:
        return self.county.standard
