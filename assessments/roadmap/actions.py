"""Writing the plan: one county by the form, many by a table, all or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assessments.actions.refusals import NotYours, Refused
from assessments.roadmap.models import FIRST, LAST, CountyPlan
from assessments.roadmap.reading import Wanted
from counties.levels import Level
from counties.models import Division, Officer, User
from operations import audit

LONGEST_BASIS = 200


def may_plan(by: Officer) -> bool:
    """The plan is the province's, and its leader's to sign for."""
    return by.level is Level.PROVINCE and by.role == Officer.Role.LEADER


@transaction.atomic
def plan(*, county: Division, year: int | None, basis: str, by: Officer, at: datetime) -> CountyPlan:
    """Put the county into the plan, move it, or take it out; the same again changes nothing."""
    if not may_plan(by) or not county.code.startswith(by.prefix):
        raise NotYours("认定规划由本省的负责人填报。")
    return keep(county=county, year=year, basis=basis, by=by.user, at=at)


@transaction.atomic
def bring_in(*, wanted: Sequence[Wanted], by: Officer, at: datetime) -> int:
    """Write what a table says of the officer's counties, and return how many plans changed."""
    codes = {each.code for each in wanted}
    rows = Division.objects.visible_to(by).current().counties().filter(code__in=codes)
    counties = {row.code: row for row in rows}
    if strange := sorted(codes - counties.keys()):
        raise Refused(f"本省没有代码为 {'、'.join(strange[:5])} 的县（市、区），什么都没有导入。")
    before = CountyPlan.objects.count()
    planned = set(CountyPlan.objects.visible_to(by).values_list("county__code", flat=True))
    for each in wanted:
        if each.year is None and each.code not in planned:
            continue  # not in the plan before, not in it now
        plan(county=counties[each.code], year=each.year, basis=each.basis, by=by, at=at)
    return CountyPlan.objects.count() - before


@transaction.atomic
def keep(*, county: Division, year: int | None, basis: str, by: User, at: datetime) -> CountyPlan:
    """Write a plan down for whoever may, with its trail; a change of a plan says why."""
    basis = basis.strip()
    if year is not None and not FIRST <= year <= LAST:
        raise Refused(f"规划学年请填 {FIRST} 到 {LAST}。")
    if len(basis) > LONGEST_BASIS:
        raise Refused(f"依据最多 {LONGEST_BASIS} 字，请缩短。")
    known = CountyPlan.objects.filter(county__code=county.code).last()
    if known is not None and known.year == year and basis in {"", known.basis}:
        return known
    if known is not None and known.year != year and not basis:
        raise Refused(f"{county}的规划学年有改动，请在“依据”里写明文件或理由。")
    made = CountyPlan.objects.create(county=county, year=year, basis=basis, set_by=by, set_at=at)
    detail = {"year": year, "before": known.year if known else None, "basis": basis}
    audit.append(
        stream=county.code,
        action="roadmap.planned",
        object=f"plan:{made.pk}",
        actor=by.username,
        at=at,
        detail=detail,
        reason=basis,
    )
    return made
