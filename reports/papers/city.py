"""市级复核意见书: what the city reviewed, what it found, and its opinion."""

from collections.abc import Iterator

from counties.levels import Level
from reports.contents import lists
from reports.papers import by_snapshot, phrases, reviewed
from reports.papers.blocks import Block, Grid, Note, Opinion, Para, Points, Section, Signing
from reports.papers.record import Move, Record

BY_PROXY = "该县没有市级，由省级代行市级复核。"
NONE_YET = "复核意见尚未出具；本稿供出具意见以前核对。"
RETURNING = frozenset({"send_back", "reopen_city_review"})


def title(record: Record) -> tuple[str, ...]:
    return (f"关于{record.county}{record.snap.year}学年", f"{phrases.matter(record)}的复核意见")


def sections(record: Record) -> tuple[Section, ...]:
    told = Section(title="办理经过", blocks=(Grid(phrases.way(record.moves), "own"),))
    return (*body(record), told)


def body(record: Record) -> tuple[Section, ...]:
    return (
        Section(title="复核的依据和范围", blocks=tuple(_scope(record))),
        Section(title="复核情况", blocks=tuple(_found(record))),
        Section(title="复核意见", blocks=tuple(_opinion(record))),
    )


def _scope(record: Record) -> Iterator[Block]:
    acting = BY_PROXY if not record.has_city else ""
    yield Para(f"依据{phrases.basis(record)}。{phrases.frozen(record)}{acting}")
    yield Para(
        "复核对照标准逐项进行：学校资源配置各项指标和校际差异系数由台账算出；政府保障程度、教育质量等条目由台账、"
        "县级数据和县级自评结论判定，自评结论以佐证材料为准。"
    )


def _found(record: Record) -> Iterator[Block]:
    yield Section(
        title="总体情况",
        blocks=(
            Para(phrases.judged(record)),
            Grid(phrases.parts(record), "own short centred"),
            Grid(lists.stages(record.judged.county), "own short centred"),
        ),
    )
    yield from by_snapshot.sections(record)
    yield from reviewed.section(record, Level.CITY)


def _opinion(record: Record) -> Iterator[Block]:
    if wanting := phrases.wanting(record):
        yield Para("按快照判定，下列各项不达标或未定：")
        yield Points(wanting)
    else:
        yield Para("按快照判定，标准各部分全部达标。")
    if earlier := [move for move in record.moves if move.transition == "conclude_review" and move.comment]:
        for move in earlier:
            yield Opinion(move.comment, f"{move.signed}　{phrases.day(move.at)}（复核）")
    decided = record.decision(Level.CITY)
    if decided is None:
        yield Note(NONE_YET)
    else:
        yield Opinion(decided.comment, f"{decided.signed}　{phrases.day(decided.at)}")
        yield Para(conclusion(record, decided))
    yield Signing((f"{phrases.council(record, Level.CITY)}（盖章）", "负责人（签名）"))


def conclusion(record: Record, decided: Move) -> str:
    """Say what the decision brings about."""
    if decided.transition in RETURNING:
        return f"据此，将{record.county}第 {record.snap.round} 轮报送材料退回县级整改，整改后重新报送。"
    above = phrases.council(record, Level.PROVINCE)
    return f"据此，同意{record.county}通过市级复核，报{above}评估。"
