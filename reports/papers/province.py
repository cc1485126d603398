"""省级督导评估报告: documents checked, schools visited, notice given, conclusion."""

from collections.abc import Iterator

from assessments.workflow import Step
from counties.levels import Level
from reports.contents import causes, lists, national, pictures
from reports.contents import county as overview
from reports.papers import by_snapshot, checks, phrases, reviewed, strips
from reports.papers.blocks import (
    Block,
    Grid,
    Matrix,
    Note,
    Opinion,
    Para,
    Picture,
    Points,
    Section,
    Signing,
    Verdict,
)
from reports.papers.record import Record

CONCLUSIONS = {
    "recommend": ("推荐", "各程序完成，推荐到国家认定。"),
    "not_recommend": ("不予推荐", "本年度不予推荐。"),
    "not_recommend_after_notice": ("不予推荐", "公示以后决定本年度不予推荐。"),
}
AMONG = "全省同一学年、按同一标准已经报送的各县，以作出本结论时各县最近一次报送的快照为准；除本县外不具名。"
RETURNED = ("退回整改", "材料退回县级整改，整改后从新的一轮开始。")


def title(record: Record) -> tuple[str, ...]:
    return (f"{phrases.matter(record)}", "省级督导评估报告")


def sections(record: Record) -> tuple[Section, ...]:
    return (
        *body(record),
        Section(title="各校资源配置情况", blocks=tuple(_schools(record)), appendix=True, wide=True),
        Section(title="各校分布", blocks=tuple(_distribution(record)), appendix=True, fresh=True),
        Section(
            title="办理经过", blocks=(Grid(phrases.way(record.moves), "own"),), appendix=True, fresh=True
        ),
    )


def body(record: Record) -> tuple[Section, ...]:
    return (
        Section(title="概况", blocks=tuple(_overview(record)), fresh=True),
        Section(title="市级复核意见", blocks=tuple(_city(record))),
        Section(title="材料审核", blocks=tuple(_documents(record))),
        Section(title="实地核查", blocks=tuple(checks.site(record, Step.PROVINCE_SITE))),
        Section(title="存在的问题", blocks=tuple(_problems(record))),
        Section(title="公示", blocks=tuple(checks.notice(record, Step.PROVINCE_NOTICE))),
        Section(title="评估结论", blocks=tuple(_conclusion(record))),
    )


def _overview(record: Record) -> Iterator[Block]:
    yield Para(f"依据{phrases.basis(record)}，对{record.county}进行省级督导评估。{phrases.frozen(record)}")
    yield Grid(overview.overview_list(record.judged), "small")


def _city(record: Record) -> Iterator[Block]:
    decided = record.decision(Level.CITY)
    if not record.has_city:
        yield Para("该县没有市级，由省级代行市级复核。")
    if decided is None:
        yield Para("没有市级复核意见。")
    else:
        yield Opinion(decided.comment, f"{decided.signed}　{phrases.day(decided.at)}")


def _documents(record: Record) -> Iterator[Block]:
    passed = record.move("pass_documents")
    yield Para(phrases.judged(record))
    yield Grid(phrases.parts(record), "own short centred")
    if passed:
        said = f"审核意见：{passed.comment}" if passed.comment else "没有另写意见。"
        yield Para(f"{phrases.day(passed.at)}材料审核完毕（{passed.signed}）。{said}")
    yield from by_snapshot.sections(record)
    if among := tuple(Picture(*each) for each in pictures.counties(record.judged.county, record.counties)):
        yield Section(title="在全省各县之中", blocks=(Para(AMONG), *among))
    yield from reviewed.section(record, Level.PROVINCE)


def _problems(record: Record) -> Iterator[Block]:
    wanting, why = phrases.wanting(record), causes.of_county(record.judged.county)
    if not wanting:
        yield Para("按快照判定，标准各部分全部达标，没有不达标或未定的项。")
        return
    yield Points(wanting)
    if why:
        yield Para("差异系数高于上限的，差在：")
        yield Points(why, steps=True)
    gaps = lists.gaps(record.judged.county)
    if not gaps.is_empty:
        yield Grid(gaps, "own")


def _conclusion(record: Record) -> Iterator[Block]:
    proposed = record.move("give_notice")
    if proposed:
        yield Opinion(proposed.comment, f"{proposed.signed}　{phrases.day(proposed.at)}（拟推荐）")
    decided = record.decision(Level.PROVINCE)
    if decided is None:
        yield Note("评估结论尚未作出；本稿供作出结论以前核对。")
    else:
        word, said = CONCLUSIONS.get(decided.transition, RETURNED)
        yield Verdict(word, f"{record.subject}{phrases.matter(record)}省级督导评估：{said}")
        yield Opinion(decided.comment, f"{decided.signed}　{phrases.day(decided.at)}")
    yield Signing((f"{phrases.council(record, Level.PROVINCE)}（盖章）", "负责人（签名）"))


def _schools(record: Record) -> Iterator[Block]:
    _, by_school, _ = national.forms(record.judged.county)
    yield Note(
        "深底色：低于标准（▽ 不低于标准的 85%，▼ 低于 85%）；虚线框：未填报或未定；带 * 者显示值为四舍五入。"
    )
    for table in by_school.by_stage():
        yield Matrix(table)


def _distribution(record: Record) -> Iterator[Block]:
    """Every school as a point on a line with standard, floor and county mean, a picture an indicator."""
    finding = record.judged.county
    yield from strips.sections(finding.standard, pictures.schools(finding))
