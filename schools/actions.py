"""What is done with a ledger (台账): receive it, explain its 疑点, accept it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max, Model

from counties.models import Division, Officer, User
from operations import audit, jobs
from schools import apart, contents, files, kinds, locked, mending, uploads
from schools.ledger import books
from schools.ledger.columns import Value
from schools.ledger.problems import LedgerRefused, Severity
from schools.ledger.texts import visible
from schools.models import Ledger, LedgerProblem
from schools.transport import AnyReading

LONGEST_EXPLANATION = 1000


class Refused(Exception):
    """It cannot be done; nothing was changed. The message is for the officer."""


def receive(
    *,
    county: Division,
    year: int,
    kind: Ledger.Kind,
    standard: str,
    file: "File[bytes]",
    by: Officer,
    at: datetime,
) -> Ledger:
    """Keep an upload of the county's clerk: ``keep``."""
    must_fill(by, county)
    return keep(county=county, year=year, kind=kind, standard=standard, file=file, by=by.user, at=at)


def keep(
    *,
    county: Division,
    year: int,
    kind: Ledger.Kind,
    standard: str,
    file: "File[bytes]",
    by: User,
    at: datetime,
) -> Ledger:
    """Keep an upload as the next version of the county's ledger of that kind and ask for its check.

    The same bytes for the same county, year, kind and standard are the version they were before, whose
    ``uploaded_at`` is earlier than *at*. Raise ``LedgerRefused`` for what is no workbook at all.
    """
    name = uploads.label(file.name or "")
    data = _inspected(file, county, name, by, at)
    series = {"county": county, "year": year, "kind": kind}
    upload = {**series, "standard": standard, "sha256": files.keep(data)}
    sent = {"filename": name, "size": len(data), "uploaded_by": by, "uploaded_at": at}
    with transaction.atomic():
        Division.objects.select_for_update().get(pk=county.pk)  # one version number after the other
        job = jobs.enqueue(
            kind="schools.check_ledger",
            subject={**upload, "county": county.pk},
            scope=county.code,
            actor=by.username,
            at=at,
        )
        first = {"job": job, "version": _next_version(series), **sent}
        ledger, new = Ledger.objects.get_or_create(**upload, restored_from=None, defaults=first)
        if new:
            note(ledger, "ledger.received", by, at, {"file": name, "sha256": ledger.sha256}, wrote=[ledger])
    return ledger


@transaction.atomic
def fill_in(
    *,
    county: Division,
    year: int,
    standard: str,
    figures: Mapping[str, Value],
    basis: int,
    by: Officer,
    at: datetime,
) -> Ledger:
    """Write the county's *figures* into a workbook and receive it: a form filled in is an upload.

    *basis* is the newest version that whoever filled in had seen, 0 for none. Raise ``Refused``
    where there is a newer one meanwhile, and it is not this one.
    """
    must_fill(by, county)
    series: dict[str, Any] = {"county": county, "year": year, "kind": Ledger.Kind.COUNTY}
    file = uploads.of_figures(figures, county, year)
    Division.objects.select_for_update().get(pk=county.pk)
    newest = _next_version(series) - 1
    alike = Ledger.objects.filter(**series, standard=standard, sha256=files.digest(file.read()))
    if newest != basis and not alike.exists():
        raise Refused(
            f"您填写期间又收到了第 {newest} 版，您填的没有保存，以免把别人填的盖掉。请从最新的一版重新填写。"
        )
    file.seek(0)
    return receive(**series, standard=standard, file=file, by=by, at=at)


def _inspected(content: "File[bytes]", county: Division, name: str, by: User, at: datetime) -> bytes:
    """Read an upload, no more of it than a ledger may have; note and raise what the gate refuses."""
    data: bytes = content.read(uploads.LIMIT + 1)
    try:
        books.inspect(data)
    except LedgerRefused as refusal:
        audit.append(
            stream=county.code,
            action="ledger.refused",
            object=f"file:{name}"[:100],
            actor=by.username,
            at=at,
            detail={"code": refusal.problem.code},
            refused=True,
        )
        raise
    return data


def _next_version(series: Mapping[str, Any]) -> int:
    versions = Ledger.objects.filter(**series)
    return (versions.aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic
def explain(*, problem: LedgerProblem, text: str, by: Officer, at: datetime) -> LedgerProblem:
    """Keep the county's explanation of a 疑点; an empty one takes it back."""
    ledger = Ledger.objects.select_for_update().get(pk=problem.ledger_id)
    must_fill(by, ledger.county)
    if problem.severity != Severity.QUERY:
        raise Refused(f"错误须在{ledger.noun}中改正后重新上传，不能用说明代替。")
    if ledger.state not in {Ledger.State.CHECKED, Ledger.State.ACCEPTED}:
        raise Refused(f"第 {ledger.version} 版{ledger.get_state_display()}，不能再写说明。")
    explanation = visible(text)
    if len(explanation) > LONGEST_EXPLANATION:
        raise Refused(f"说明最多 {LONGEST_EXPLANATION} 字，现在有 {len(explanation)} 字，请缩短。")
    problem.explanation = explanation
    try:
        with locked.told(), transaction.atomic():
            problem.save(update_fields=["explanation"])
    except locked.Locked as refusal:
        raise Refused(str(refusal)) from refusal
    note(ledger, "problem.explained", by, at, {"problem": problem.pk, "explanation": explanation})
    return problem


@transaction.atomic
def mend(*, ledger: Ledger, problems: Collection[int], by: Officer, at: datetime) -> Ledger:
    """Write the suggested values of *problems* into the workbook and receive it as the next version.

    Nothing else is changed in it. Raise ``Refused`` where there is a newer version already, or none
    of the problems has a suggestion.
    """
    must_fill(by, ledger.county)
    Division.objects.select_for_update().get(pk=ledger.county_id)
    _must_be_newest(ledger)
    chosen = [each for each in ledger.problems.filter(pk__in=problems) if each.suggested]
    if not chosen:
        raise Refused("没有选中带建议值的问题，什么也没有改。")
    try:
        content = mending.corrected(ledger, chosen)
    except mending.Unwritable as fault:
        raise Refused("这一版的原文件改写不了，什么也没有改。请下载原件改正后重新上传。") from fault
    name = f"{ledger.filename.rpartition('.')[0] or ledger.filename}.xlsx"
    mended = receive(
        county=ledger.county,
        year=ledger.year,
        kind=Ledger.Kind(ledger.kind),
        standard=ledger.standard,
        file=ContentFile(content, name=name),
        by=by,
        at=at,
    )
    accepted = [
        [each.code, each.sheet, change.cell, each.value if change.cell == each.cell else "", change.value]
        for each in chosen
        for change in each.suggested
    ]
    note(mended, "ledger.mended", by, at, {"from": ledger.version, "accepted": accepted})
    return mended


@transaction.atomic
def restore(*, ledger: Ledger, by: Officer, at: datetime) -> Ledger:
    """Make the bytes of an older version the newest version, to be checked like any other."""
    must_fill(by, ledger.county)
    Division.objects.select_for_update().get(pk=ledger.county_id)
    if ledger.state == Ledger.State.REFUSED:
        raise Refused(f"第 {ledger.version} 版已拒收，不能恢复。")
    series: dict[str, Any] = {"county": ledger.county, "year": ledger.year, "kind": ledger.kind}
    newest = Ledger.objects.filter(**series).latest("version")
    if newest.sha256 == ledger.sha256 and newest.standard == ledger.standard:
        raise Refused(f"最新的第 {newest.version} 版与第 {ledger.version} 版完全相同，不用恢复。")
    same = {**series, "standard": ledger.standard, "sha256": ledger.sha256}
    subject = {**same, "county": ledger.county_id, "version": newest.version + 1}
    job = jobs.enqueue(
        kind="schools.check_ledger",
        subject=subject,
        scope=ledger.county.code,
        actor=by.user.username,
        at=at,
    )
    restored = Ledger.objects.create(
        **same,
        version=newest.version + 1,
        job=job,
        filename=ledger.filename,
        size=ledger.size,
        restored_from=ledger,
        uploaded_by=by.user,
        uploaded_at=at,
    )
    detail = {"from": ledger.version, "sha256": ledger.sha256}
    note(restored, "ledger.restored", by, at, detail, wrote=[restored])
    return restored


def _must_be_newest(ledger: Ledger) -> None:
    series = Ledger.objects.filter(county_id=ledger.county_id, year=ledger.year, kind=ledger.kind)
    newest = series.latest("version").version
    if newest != ledger.version:
        raise Refused(f"已经有更新的第 {newest} 版，请在那一版上改，以免把别人改的盖掉。")


def read_again(ledger: Ledger) -> AnyReading:
    """Read the stored bytes of *ledger* once more, after comparing them with their digest, and with the
    answers about headings with which it was checked."""
    read = kinds.of(ledger).read
    return _reading(ledger, lambda path: read(path, ledger.headings))


def as_checked(ledger: Ledger) -> AnyReading:
    """Return what was read of *ledger* when it was checked, after comparing its stored bytes with their
    digest; they are read once more where it was not kept."""
    kept = contents.reading(ledger)
    return _reading(ledger, lambda _: kept) if kept else read_again(ledger)


def _reading(ledger: Ledger, read: Callable[[Path], AnyReading]) -> AnyReading:
    try:
        return read(files.verified(ledger.sha256))
    except LedgerRefused as refusal:
        if refusal.problem.code != apart.UNREAD:
            raise _damaged(ledger) from refusal
        raise Refused(
            f"第 {ledger.version} 版的原文件这一次没能读完（{refusal.problem.message}），什么也没有改。"
            "请稍后再试；如再次出现，请告诉系统管理员。"
        ) from refusal
    except files.Damaged as damage:
        raise _damaged(ledger) from damage


def _damaged(ledger: Ledger) -> Refused:
    return Refused(f"第 {ledger.version} 版的原文件已缺失或损坏，不能再用。请重新上传，并告诉系统管理员。")


def must_fill(officer: Officer, county: Division) -> None:
    if not officer.may_fill or officer.division.code != county.code:
        raise Refused("只有本县的填报员可以办理台账。")


def note(
    ledger: Ledger,
    action: str,
    by: Officer | User,
    at: datetime,
    detail: Mapping[str, object],
    wrote: Iterable[Model] = (),
) -> None:
    audit.append(
        stream=ledger.county.code,
        action=action,
        object=f"ledger:{ledger.pk}",
        actor=by.user.username if isinstance(by, Officer) else by.username,
        at=at,
        detail=detail,
        wrote=wrote,
    )
