"""The seal of a submitted round's snapshot, and the way back from a code to what it stands for."""

import hashlib
import zlib
from dataclasses import dataclass, replace
from enum import Enum

from django.conf import settings

from assessments.models import Snapshot
from operations.models import AuditEvent
from reports.models import Paper
from reports.verification import codes
from reports.verification.seal import Seal

CARRIED = "dossier.carried"  # what the trail calls it, with the digest of all that was handed out
HEX = set("0123456789abcdef")


class Answer(Enum):
    """What a stranger is told; no figure and nobody's name goes with it."""

    SAME = "与系统记录一致"
    CHANGED = "不一致"
    SUPERSEDED = "已被后续轮次取代"
    UNKNOWN = "查无此码"


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer to a code and, where one was typed, a digest; *seal* where the code is known, *paper*
    where it is one document's."""

    answer: Answer
    why: str
    seal: Seal | None = None
    snapshot: Snapshot | None = None
    paper: Paper | None = None


def seal_of(snapshot: Snapshot) -> Seal:
    """Return the seal of every document of the snapshot's round; it follows from the digest alone."""
    held = snapshot.round
    assessment = held.assessment
    return Seal(
        number=f"{assessment.county.code}-{assessment.year}-{held.number}",
        digest=snapshot.sha256,
        code=_code(snapshot.sha256),
        address=settings.PUBLIC_URL,
    )


def look_up(typed: str, digest: str = "") -> Found:
    """Return what the records say of a code as somebody typed it, and of a digest if one was typed."""
    code = codes.read(typed)
    if not codes.is_whole(code):
        return Found(answer=Answer.UNKNOWN, why="查验码抄写有误：应为 28 位，请对照文件重新输入。")
    paper = Paper.objects.filter(code=code).select_related("snapshot").order_by("pk").last()
    digests = Snapshot.objects.values_list("sha256", flat=True)
    sha256 = next((each for each in digests if _code(each) == code), "")
    sha256 = sha256 or (paper.snapshot.sha256 if paper else "")
    if not sha256:
        return Found(answer=Answer.UNKNOWN, why="系统中没有这个查验码。请向出具文件的机关核实。")
    snapshot = Snapshot.objects.select_related("round__assessment__county__parent__parent").get(sha256=sha256)
    answer, why = _compared(snapshot, "".join(digest.lower().split()))
    seal = seal_of(snapshot)
    if paper:
        seal = replace(seal, number=paper.number, code=paper.code)
    return Found(answer=answer, why=why, seal=seal, snapshot=snapshot, paper=paper)


def object_of(snapshot: Snapshot) -> str:
    """Return what the trail calls a snapshot."""
    return f"snapshot:{snapshot.pk}"


def handed_out(snapshot: Snapshot) -> set[str]:
    """Return the digests of the files that were made of the snapshot, as the trail knows them."""
    made = AuditEvent.objects.filter(action=CARRIED, object=object_of(snapshot), refused=False)
    details = made.values_list("detail", flat=True)
    carried = {digest for each in details for digest in (each["sha256"], *each["members"].values())}
    return carried | set(Paper.objects.filter(snapshot=snapshot).values_list("sha256", flat=True))


def _code(sha256: str) -> str:
    return codes.code_of("snapshot", sha256)


def _compared(snapshot: Snapshot, digest: str) -> tuple[Answer, str]:
    if digest and digest != snapshot.sha256 and digest not in handed_out(snapshot):
        shape = "" if len(digest) == 64 and set(digest) <= HEX else "（摘要应为 64 位十六进制数字）"
        return Answer.CHANGED, f"摘要不在系统记录之内：不是快照的，也不是由它写成的任何文件的{shape}。"
    try:
        whole = hashlib.sha256(snapshot.bytes).hexdigest() == snapshot.sha256
    except zlib.error:
        whole = False
    if not whole:
        return Answer.CHANGED, "系统保存的快照与其摘要不符，请告诉系统管理员。"
    held = snapshot.round
    if Snapshot.objects.filter(round__assessment=held.assessment_id, round__number__gt=held.number).exists():
        return Answer.SUPERSEDED, "该县本学年后来重新报送过，应以后一轮次的文件为准。"
    if not digest:
        return Answer.SAME, "编号和快照摘要与系统记录相同；请逐组核对文件上印的摘要。"
    told = (
        "填的摘要就是这一轮快照的摘要。"
        if digest == snapshot.sha256
        else "这份文件没有改动，就是系统写成的那一份。"
    )
    return Answer.SAME, told
