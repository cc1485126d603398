"""What is wrong with a ledger, said so that a clerk can mend it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """错误 must be mended; 疑点 may stand with a written explanation."""

    ERROR = "error"
    QUERY = "query"


class Change(NamedTuple):
    """What most likely should stand in a cell (建议值): a number or a text."""

    cell: str
    value: str
    number: bool


class Remark(NamedTuple):
    """What the clerk wrote to a 疑点 in the workbook's list of problems, and which one it was."""

    code: str
    school_code: str
    field: str
    value: str
    text: str


class Near(NamedTuple):
    """A heading that nearly matches (近似的表头): where it stands, and the fields it may mean."""

    sheet: str
    cell: str
    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem: where it is, what stands there, what is expected and how to mend it.

    *code* names the rule; *cell* is an address such as ``F12`` and may be empty where a whole
    column or sheet is meant; *school* is the school's name and may be empty.
    *changes* is the likely value where it is plain, in cells of *sheet*; *explanation* is what the
    county says to it, said first in the version *explained_in* where it was taken over from there.
    """

    severity: Severity
    code: str
    message: str
    remedy: str
    sheet: str = ""
    cell: str = ""
    school_code: str = ""
    school: str = ""
    field: str = ""
    value: str = ""
    expected: str = ""
    changes: tuple[Change, ...] = ()
    explanation: str = ""
    explained_in: int | None = None


class LedgerRefused(Exception):
    """The file cannot be read as a ledger at all (拒收): nothing of it was taken.

    *code* is a short reason such as ``E14``; the message is for the clerk. *near* are headings which may
    be what is missing, if the clerk says so.
    """

    def __init__(self, problem: Problem, near: tuple[Near, ...] = ()) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.near = near
