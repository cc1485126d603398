"""What the clerk is asked about headings that nearly match (近似的表头)."""

from collections.abc import Iterator, Mapping, Sequence

from schools.ledger.columns import Column
from schools.ledger.problems import Near, Problem, Severity


def questions(
    asked: Sequence[Near], columns: Mapping[str, Column], *, message: str, remedy: str
) -> Iterator[Problem]:
    """Yield a question for each heading; *message* and *remedy* name its {text} and the likely {titles}."""
    for each in asked:
        likely = [columns[field] for field in each.fields]
        titles = "”或“".join(column.title for column in likely)
        yield Problem(
            severity=Severity.QUERY,
            code="heading_nearly_matches",
            message=message.format(text=each.text, titles=titles),
            remedy=remedy.format(titles=titles),
            sheet=each.sheet,
            cell=each.cell,
            field=likely[0].field,
            value=each.text,
            expected="，或 ".join(column.title for column in likely),
        )
