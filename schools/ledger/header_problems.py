"""What a header itself is asked about: headings that stand twice, in another unit, or half-known."""

from collections.abc import Iterator, Sequence

from schools.ledger import headings, resembling
from schools.ledger.blocks import Block
from schools.ledger.columns import BY_FIELD
from schools.ledger.problems import Near, Problem, Severity
from schools.ledger.vocabulary import Remembered

PUPILS = ("pupils_primary", "pupils_junior")
MOST_COMPARED, FAR = 60, 0.6
LONGEST_COMPARED = 40


def of_block(block: Block) -> Iterator[Problem]:
    """Yield what is wrong with the headings of *block*. A column in doubt is not read at all."""
    for column, places in block.repeated:
        addresses = "、".join(place.address for place in places)
        yield Problem(
            severity=Severity.ERROR,
            code="heading_repeated",
            message=f"“{column.heading}”这个栏目出现了 {len(places)} 次（{addresses}），"
            "不知道该用哪一列，这几列都没有读入。",
            remedy="请只保留一列，删去或改名其余的列。",
            sheet=block.sheet,
            cell=places[0].address,
            field=column.field,
            value=places[0].text,
        )
    for column, place, unit in block.other_units:
        yield Problem(
            severity=Severity.ERROR,
            code="heading_in_other_unit",
            message=f"“{column.heading}”的单位写的是“{unit}”，要求是“{column.unit}”，这一列没有读入。",
            remedy=f"请把整列折算成{column.unit}，并把表头的单位改为“{column.unit}”。",
            sheet=block.sheet,
            cell=place.address,
            field=column.field,
            value=place.text,
            expected=column.title,
        )
    for column, place in block.remarked:
        yield Problem(
            severity=Severity.QUERY,
            code="heading_has_remark",
            message=f"表头“{place.text}”按“{column.heading}”读入，请确认口径一致。",
            remedy=f"一致的请说明；不一致的请按“{column.title}”的口径重新填报。",
            sheet=block.sheet,
            cell=place.address,
            field=column.field,
            value=place.text,
            expected=column.title,
        )


def near(blocks: Sequence[Block], remembered: Remembered) -> list[Near]:
    """Return the unknown headings that nearly spell columns nobody has found, and that the county has not
    answered for. Where the pupils are missing, what resembles them from afar is asked about too."""
    found = {field for block in blocks for field in block.fields}
    asked: dict[str, Near] = {}
    others = [(block, place) for block in blocks for place in block.others]
    for block, place in others[:MOST_COMPARED]:
        if place.text in asked or len(place.text) > LONGEST_COMPARED or remembered.is_answered(place.text):
            continue
        columns = headings.resembling(place.text, found)
        if not columns and found.isdisjoint(PUPILS):
            columns = headings.resembling(place.text, found, among=PUPILS, cutoff=FAR)
        if columns:
            fields = tuple(column.field for column in columns)
            asked[place.text] = Near(block.sheet, place.address, place.text, fields)
    return list(asked.values())


def nearly_known(asked: Sequence[Near]) -> Iterator[Problem]:
    """Yield a question for each of the headings that nearly match."""
    return resembling.questions(
        asked,
        BY_FIELD,
        message="表头“{text}”没有认出来，这一列没有读入；是不是“{titles}”？",
        remedy="请在这一版的页面上回答，以后不再问；也可以把表头改为“{titles}”后重新上传。",
    )
