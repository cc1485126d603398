"""Appointing, ending and transferring; each is in the trail, refused or not, and ends the sessions of whom
it is about."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from counties.actions import Refused, open_account
from counties.levels import Level
from counties.models import Conflict, Division, Officer, User
from operations import audit

RANK = {Level.COUNTY: 0, Level.CITY: 1, Level.PROVINCE: 2, Level.NATION: 3}
Role = Officer.Role
T = TypeVar("T")
# At a county nobody inspects; 三员 and leader, clerk and viewer are everywhere.
INSPECTED_FROM = Level.CITY


def appoint(
    *,
    username: str,
    name: str,
    password: str,
    division: Division,
    role: Officer.Role,
    by: Officer,
    at: datetime,
) -> Officer:
    """Give a person a post in *by*'s office or one below; with a *password*, a new account as well."""

    def write() -> Officer:
        _must_be_offered(by, division, role)
        user = User.objects.select_for_update().filter(username=username).first()
        if user is not None:
            made = _begin(user, division, role, by, at)
        elif password:
            opened = {"username": username, "name": name, "password": password}
            made = open_account(**opened, division=division, role=role, by=by.user.username, at=at)
        else:
            raise Refused(f"没有“{username}”这个账号；新开账号请填姓名和初始密码。")
        _note(made, "post.begun", by, at, {})
        return made

    about = {"division": division.code, "role": role, "name": name}
    return _audited(write, "post.begun", username, by, at, about)


def end_post(*, post: Officer, by: Officer, at: datetime) -> Officer:
    """End *post* today; its holder is out at once."""

    def write() -> Officer:
        held = _locked(post, by)
        _end(held, at)
        _note(held, "post.ended", by, at, {})
        return held

    about = {"division": post.division.code, "role": post.role}
    return _audited(write, "post.ended", post.user.username, by, at, about)


def transfer(*, post: Officer, division: Division, role: Officer.Role, by: Officer, at: datetime) -> Officer:
    """End *post* and begin another of the same person, in an office *by* answers for as well (调任)."""
    was = {"from": post.division.code, "from_role": post.role}

    def write() -> Officer:
        held = _locked(post, by)
        _must_be_offered(by, division, role)
        if (held.division_id, held.role) == (division.pk, role):
            raise Refused("新岗位与现在的岗位相同，没有改动。")
        _end(held, at)
        made = _begin(held.user, division, role, by, at)
        _note(made, "post.transferred", by, at, was)
        return made

    about = {"division": division.code, "role": role, **was}
    return _audited(write, "post.transferred", post.user.username, by, at, about)


def enter_conflict(*, user: User, division: Division, reason: str, by: Officer, at: datetime) -> Conflict:
    """Note that *user* does not review *division* (回避)."""
    detail = {"division": division.code, "why": reason.strip()}

    def write() -> Conflict:
        if not by.may_appoint or not reason.strip():
            raise Refused("回避由负责人登记，并写明事由。")
        known = Conflict.objects.filter(user=user, division=division).first()
        if known:
            return known
        made = Conflict.objects.create(
            user=user, division=division, reason=reason.strip(), entered_by=by, entered_at=at
        )
        _append("conflict.entered", user.username, by, at, detail, wrote=made)
        return made

    return _audited(write, "conflict.entered", user.username, by, at, detail)


def office(*, code: str, by: Officer, at: datetime) -> Division:
    """Return the present office under *code*, *by*'s own or one below; what he asks for beyond is noted."""
    found = Division.objects.current().filter(code=code).first()
    if code == by.division.code:
        return by.division

    def look() -> Division:
        if found is None or not code.startswith(by.division.prefix):
            raise Refused(f"代码 {code} 不是您可以任免的单位。")
        return found

    return _audited(look, "post.asked", by.user.username, by, at, {"division": code})


def _audited(
    write: Callable[[], T], action: str, username: str, by: Officer, at: datetime, about: Mapping[str, object]
) -> T:
    """Write in one transaction; a refusal changes nothing and is noted in one of its own."""
    try:
        with transaction.atomic():
            return write()
    except Refused as refusal:
        _append(action, username, by, at, about, refusal=str(refusal))
        raise


def _must_be_offered(by: Officer, division: Division, role: Officer.Role) -> None:
    _must_answer_for(by, division)
    if role == Role.INSPECTOR and division.level == Level.COUNTY:
        raise Refused("县级不设督学岗位，请选填报员、负责人或查看。")


def _must_answer_for(by: Officer, division: Division) -> None:
    below = RANK[Level(division.level)] < RANK[by.level] and division.code.startswith(by.division.prefix)
    if not by.may_appoint or not (division.pk == by.division_id or below):
        raise Refused("只有本级负责人（或安全管理员）可以任免本级和下级的岗位。")


def _locked(post: Officer, by: Officer) -> Officer:
    rows = Officer.objects.select_for_update(of=("self",)).select_related("user", "division")
    row = rows.get(pk=post.pk)
    _must_answer_for(by, row.division)
    if row.ended_on is not None:
        raise Refused(f"{row.user}已于 {row.ended_on} 离任，没有改动。")
    if row.user_id == by.user_id:
        raise Refused("不能任免自己，请由上级或本级另一位负责人办理。")
    return row


def _begin(user: User, division: Division, role: Officer.Role, by: Officer, at: datetime) -> Officer:
    present = Officer.objects.serving().select_related("division").filter(user=user).first()
    if present is not None and not Officer.objects.visible_to(by).filter(pk=present.pk).exists():
        # Who it is and where is nobody's business here.
        raise Refused(f"账号“{user.username}”现在另有岗位，请由其所在单位先办理离任，再来任命。")
    if present is not None:
        raise Refused(f"{user}现任{present.division}{present.get_role_display()}，请先离任，或者办理调任。")
    _end_sessions(user)
    return Officer.objects.create(user=user, division=division, role=role, began_on=timezone.localdate(at))


def _end(post: Officer, at: datetime) -> None:
    post.ended_on = max(timezone.localdate(at), post.began_on)
    post.save(update_fields=["ended_on"])
    _end_sessions(post.user)


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
    user.refresh_from_db(fields=["epoch"])


def _note(post: Officer, action: str, by: Officer, at: datetime, more: Mapping[str, object]) -> None:
    detail = {"division": post.division.code, "role": post.role, "name": str(post.user), **more}
    _append(action, post.user.username, by, at, detail, wrote=post)


def _append(
    action: str,
    username: str,
    by: Officer,
    at: datetime,
    detail: Mapping[str, object],
    *,
    refusal: str = "",
    wrote: Officer | Conflict | None = None,
) -> None:
    audit.append(
        stream="accounts",
        action=action,
        object=f"user:{username}"[:100],
        actor=by.user.username,
        at=at,
        detail=detail,
        refused=bool(refusal),
        wrote=[wrote] if wrote else (),
        reason=refusal,
        office=f"{by.division.code} {by.division}",
        role=by.role,
    )
