"""回执: what both sides of a passing-on keep. It fixes the snapshot and the head of the county's trail."""

from collections.abc import Iterator

from assessments.workflow import Step
from counties.levels import Level
from reports.papers import phrases
from reports.papers.blocks import Block, Facts, Note, Para, Section, Signing
from reports.papers.record import Anchored, Move, Record

WITHDRAWN = "withdraw"
CLOSED = {
    Step.RECOGNISED: Level.COUNTY,
    Step.NOT_RECOGNISED: Level.COUNTY,
    Step.NOT_RECOMMENDED: Level.COUNTY,
}


def title(record: Record) -> tuple[str, ...]:
    return (f"{record.county}{record.snap.year}学年", f"{phrases.matter(record)}督导评估回执")


def sides(record: Record, move: Move) -> tuple[Level, Level]:
    """Who passes on, and to whom; what ends an assessment goes to the county."""
    giver = move.level
    if move.target in CLOSED:
        return giver, CLOSED[move.target]
    taker = move.target.holder
    return giver, Level.PROVINCE if taker is Level.CITY and not record.has_city else taker


def sections(record: Record, move: Move) -> tuple[Section, ...]:
    return (Section(title="", counted=False, blocks=tuple(_text(record, move))),)


def _text(record: Record, move: Move) -> Iterator[Block]:
    giver, taker = sides(record, move)
    anchor = record.anchor(move)
    yield Para(
        f"{phrases.minute(move.at)}（北京时间），{phrases.council(record, giver)}办理“{move.label}”，"
        f"{_what(record, move)}由{giver.label}转到{taker.label}。双方各存一份，内容相同。"
    )
    yield Facts((*_move(record, move, giver, taker), *(_head(anchor) if anchor else ())))
    yield Note(
        "快照摘要是报送内容全部字节的 SHA-256；链头是该县审计记录到此为止最后一条的摘要，并经本系统"
        "签名（锚点）。此后任何一方保存的内容若有改动，与本回执所记就不相符。可凭查验码在系统的查验页核对，不需要登录。"
    )
    yield Signing(
        (f"{phrases.council(record, giver)}（盖章）", f"{phrases.council(record, taker)}（盖章）")
        if giver is not taker
        else (f"{phrases.council(record, giver)}（盖章）",)
    )


def _what(record: Record, move: Move) -> str:
    return (
        f"第 {record.snap.round} 轮报送的材料和结论"
        if move.decides
        else f"第 {record.snap.round} 轮报送的材料"
    )


def _move(record: Record, move: Move, giver: Level, taker: Level) -> Iterator[tuple[str, str]]:
    yield "县、学年、轮次", f"{record.subject}　第 {record.snap.round} 轮"
    yield "依据标准", phrases.basis(record)
    yield "从", f"{phrases.council(record, giver)}（{giver.label}）"
    yield "到", f"{phrases.council(record, taker)}（{taker.label}）"
    yield "办理", f"{move.label}：{move.source.label} → {move.target.label}"
    yield "办理人", f"{move.signed}{'（没有市级，省级代行）' if move.by_proxy else ''}"
    yield "意见或理由", move.comment or "无"
    yield "办理序号", str(move.version)


def _head(anchor: Anchored) -> Iterator[tuple[str, str]]:
    yield "审计记录链头", f"第 {anchor.seq} 条\n{_in_two(anchor.hash)}"
    yield "锚点", f"第 {anchor.number} 号　密钥 {anchor.key}"
    yield "锚点签名", _in_two(anchor.signature)


def _in_two(text: str) -> str:
    """A long code in two lines, to be compared by eye."""
    half = len(text) // 2
    return f"{text[:half]}\n{text[half:]}"
