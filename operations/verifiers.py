"""The trail itself: its chain, its anchors, and the file of heads."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from operations import anchors, audit, heads, keys, rows
from operations.models import Anchor, AuditEvent
from operations.verification import Fault, over, register
from operations.written import Written

WRITTEN_WITHIN = timedelta(hours=1)  # after a crash the next anchor brings the missing lines
Place = tuple[str, int]


@register("审计记录")
def chain() -> Iterator[Fault]:
    for fault in audit.verify():
        yield Fault(f"{fault.stream} 第 {fault.seq} 条", fault.what)


@register("办理记录")
def rows_as_noted() -> Iterator[Fault]:
    """Rows that an event says it wrote are there, as they were written; and in their tables no others."""
    written: dict[str, str] = {}
    events = AuditEvent.objects.filter(detail__has_key=rows.KEY).order_by("stream", "seq")
    for event in over(events):
        for name, digest in dict(event.detail[rows.KEY]).items():
            if written.setdefault(name, digest) != digest:
                yield Fault(f"{event.stream} 第 {event.seq} 条", f"{name} 与先前所记不同，其间被改动")
    for model in {found for name in written if (found := rows.model_of(name))}:
        yield from _of_table(model, written)
    for name in written:
        yield Fault(name, "审计记录里有，数据库里没有，被删去")


def _of_table(model: type[Model], written: dict[str, str]) -> Iterator[Fault]:
    """Take what is there out of *written*. Rows older than the first that was noted stand for themselves."""
    told = f"{model._meta.label_lower}:"
    first = min(int(name.removeprefix(told)) for name in written if name.startswith(told))
    for row in over(model._base_manager.filter(pk__gte=first).order_by("pk")):
        noted = written.pop(name := rows.name_of(row), None)
        if noted is None and rows.written(model) == Written():
            yield Fault(name, "没有办理记录，不是经系统写入的")
        elif noted is not None and noted != rows.digest_of(row):
            yield Fault(name, "与写入时不同，被改动")


@register("锚点")
def signed_anchors() -> Iterator[Fault]:
    hashes, public = _anchored_hashes(), keys.trusted()
    due, previous = 1, ""
    for row in over(Anchor.objects.order_by("number")):
        where = f"锚点 {row.number}"
        if row.number != due:
            yield Fault(where, f"编号不连续，应为 {due}，中间的锚点缺失")
        elif row.previous != previous:
            yield Fault(where, "与上一个锚点衔接不上，其中之一被改动")
        if not anchors.is_signed(row, public):
            yield Fault(where, "签名不符，锚点被改动，或签名所用的公钥不在密钥目录里")
        if (found := hashes.get((row.stream, row.seq))) is None:
            yield Fault(f"{row.stream} 第 {row.seq} 条", f"{where} 为它作证，但这条记录已不存在")
        elif found != row.hash:
            yield Fault(f"{row.stream} 第 {row.seq} 条", f"与{where} 所记不同，整段记录被改写")
        due, previous = row.number + 1, anchors.digest(row)


def _anchored_hashes() -> dict[Place, str]:
    wanted = set(Anchor.objects.values_list("stream", "seq"))
    streams = AuditEvent.objects.filter(stream__in={stream for stream, _ in wanted})
    rows = streams.values_list("stream", "seq", "hash").iterator(chunk_size=2000)
    return {(stream, seq): hash_ for stream, seq, hash_ in rows if (stream, seq) in wanted}


@register("链头文件")
def file_of_heads() -> Iterator[Fault]:
    written: dict[Place, str] = {}
    signed: dict[int, Mapping[str, str]] = {}
    for line in heads.lines():
        where = f"{line.file} 第 {line.number} 行"
        body = line.body
        if body is None or not _is_whole(body):
            yield Fault(where, "无法读取，文件被改动")
            continue
        if body["before"] != line.before:
            yield Fault(where, "与上一行衔接不上，文件被改动或删去了几行")
        if written.setdefault((body["stream"], int(body["seq"])), body["hash"]) != body["hash"]:
            yield Fault(where, "与前面写下的同一条记录不同，文件被改动")
        if "anchor" in body:
            signed[int(body["anchor"])] = {key: value for key, value in body.items() if key != "before"}
    yield from _against_events(written)
    yield from _against_anchors(signed)


def _is_whole(body: Mapping[str, str]) -> bool:
    fields = {"stream", "seq", "hash", "before"}
    numbers = [body.get("seq", ""), body.get("anchor", "1")]
    is_anchor = body.keys() == fields | {"anchor", "snapshot", "at", "previous", "key", "signature"}
    return (body.keys() == fields or is_anchor) and all(
        number.isascii() and number.isdecimal() and str(int(number)) == number for number in numbers
    )


def _against_events(written: dict[Place, str]) -> Iterator[Fault]:
    rows = AuditEvent.objects.order_by("stream", "seq").values_list("stream", "seq", "hash")
    for stream, seq, hash_ in rows.iterator(chunk_size=2000):
        if written.pop((stream, seq), hash_) != hash_:
            yield Fault(f"{stream} 第 {seq} 条", "与当时写入链头文件的不同，记录被改写")
    for stream, seq in sorted(written):
        yield Fault(f"{stream} 第 {seq} 条", "链头文件里有，数据库里没有，记录被删去")


def _against_anchors(signed: dict[int, Mapping[str, str]]) -> Iterator[Fault]:
    recent = timezone.now() - WRITTEN_WITHIN
    for row in over(Anchor.objects.order_by("number")):
        found = signed.pop(row.number, None)
        if found is None and row.at < recent:
            yield Fault(f"锚点 {row.number}", "没有写入链头文件，或文件被删改")
        elif found is not None and found != anchors.line(row):
            yield Fault(f"锚点 {row.number}", "与链头文件所记不同")
    for number in sorted(signed):
        yield Fault(f"锚点 {number}", "链头文件里有，数据库里没有，锚点被删去")
