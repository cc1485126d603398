"""What may become of a row once it is written: which of its columns change, and while what holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper

from operations import triggers

REASON = triggers.sentence("这一类记录写入以后不能再修改或删除；要改动，请在系统页面上重新办理，形成新的记录")
ALWAYS = "1 = 1"


@dataclass(frozen=True)
class Written:
    """What is allowed beside adding rows; as it comes, nothing.

    *changes* names the columns that change, each with the SQL condition on the row (``{row}``) as it
    was, while which it may. Rows are taken away *deleted_while*, and added *added_while*, a condition
    holds: never, and always, where there is none.
    """

    changes: Mapping[str, str] = field(default_factory=dict)
    deleted_while: str = ""
    added_while: str = ""

    def refused(self, connection: BaseDatabaseWrapper, columns: Iterable[str]) -> dict[str, str]:
        """Return by deed the condition under which it is refused, of a table of *columns*."""
        changed = [
            f"({triggers.differs(connection, column)} AND NOT ({self.changes.get(column, '1 = 0')}))"
            for column in columns
            if self.changes.get(column) != ALWAYS
        ]
        found = {"delete": f"NOT ({self.deleted_while})" if self.deleted_while else ALWAYS}
        found["update"] = " OR ".join(changed) if self.changes else ALWAYS
        if self.added_while:
            found["insert"] = f"NOT ({self.added_while})"
        return {deed: when.format(row=_ROW[deed]) for deed, when in found.items()}


_ROW = {"insert": "NEW", "update": "OLD", "delete": "OLD"}
