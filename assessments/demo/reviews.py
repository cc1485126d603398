"""What the demonstration's reviewers found, and what the counties replied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from assessments.models import Assessment, Round
from assessments.review import actions, subjects
from counties.models import Officer


@dataclass(frozen=True, kw_only=True)
class Found:
    """One remark: of an item, or pinned to the ledger's *row* and *field*; *reply* is the county's."""

    item: str
    kind: str
    remark: str
    row: int | None = None
    field: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Sheet:
    """What one reviewer found; all else is true, up to *upto* items; or all of it, and he is through."""

    found: tuple[Found, ...] = ()
    upto: int | None = None


EQUIPMENT = Found(
    item="equipment_value",
    kind="false",
    remark="两所学校的器材值与实物账对不上，其中一所多登记了已报废的设备。",
)
SHEETS: Mapping[str, Sheet] = {
    "all": Sheet(),
    "asked": Sheet(
        (
            Found(
                item="guarantee-11",
                kind="doubtful",
                remark="交流轮岗名册与骨干教师名册有 3 人对不上，请说明。",
                reply="3 人为本学年新认定的县级骨干教师，认定文件已补入名册（示例）。",
            ),
        )
    ),
    "first": Sheet((EQUIPMENT,)),
    "second": Sheet(
        (
            Found(
                item="equipment_value",
                kind="doubtful",
                remark="器材值较上年增加较多，请说明来源。",
                reply="本学年统一采购理化生实验设备，采购合同在案（示例）。",
            ),
            Found(
                item="equipment_value",
                kind="false",
                remark="固定资产账为 41.20 万元，台账多登记了已报废的设备。",
                row=3,
                field="equipment_value",
            ),
        )
    ),
    "province": Sheet(
        (Found(item="guarantee-11", kind="false", remark="交流轮岗只有名单，没有文件和到岗证明。"),)
    ),
    "third-round": Sheet(
        (
            Found(
                item="equipment_value",
                kind="doubtful",
                remark="报废的设备已核减，请说明核减后与年报数的差。",
                reply="差额为 9 月新增设备，下一年报补报（示例）。",
            ),
            Found(
                item="guarantee-09",
                kind="doubtful",
                remark="抽查 1 名教师继续教育学时只有 348 学时，请说明。",
            ),
        ),
        upto=19,
    ),
    "third-round-second": Sheet(
        (Found(item="sports_area", kind="doubtful", remark="这所学校的操场在改建，请说明可用面积。", row=1),),
        upto=9,
    ),
}


def play(assessment: Assessment, sheet: Sheet, *, by: Officer, county: Officer, at: datetime) -> None:
    """Mark as *sheet* says; the county replies the next day."""
    present = Round.objects.get(assessment=assessment, number=assessment.round)
    snap = subjects.of_round(present)
    assert snap is not None  # it was submitted
    codes = list(subjects.places(snap))
    whole = {each.item: each for each in sheet.found if each.row is None}
    pinned = [each for each in sheet.found if each.row is not None]
    with transaction.atomic():
        for place, subject in enumerate(subjects.of(snap.standard)):
            found = whole.get(subject.code)
            if found is not None or sheet.upto is None or place < sheet.upto:
                given = found or Found(item=subject.code, kind="true", remark="")
                _mark(assessment, given, "", by, county, at + timedelta(minutes=3 * place))
        for each in pinned:
            _mark(assessment, each, codes[each.row or 0], by, county, at + timedelta(hours=3))
        if sheet.upto is None:
            actions.finish(assessment=assessment, by=by, at=at + timedelta(hours=4))


def _mark(
    assessment: Assessment, found: Found, school: str, by: Officer, county: Officer, at: datetime
) -> None:
    made = actions.mark(
        assessment=assessment,
        item=found.item,
        place=(school, found.field),
        kind=found.kind,
        remark=found.remark,
        by=by,
        at=at,
    )
    if found.reply:
        actions.reply(mark=made, text=found.reply, by=county, at=at + timedelta(days=1))
