"""国家认定全卷: everything of the round under one cover, from the county's report to the decision."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.workflow import Step
from counties.levels import Level
from indicators.calculation.items.item import Part
from reports.contents import declaration, items, tables
from reports.contents.tables import Column, Table
from reports.papers import checks, city, phrases, province, reviewed
from reports.papers.blocks import Block, Grid, Matrix, Note, Opinion, Para, Section, Signing, Verdict
from reports.papers.record import Record

LONG = "form-2-2"
PASSED = {
    "资格审查": ("pass_qualification", "not_recognise_nation_qualification"),
    "质量监测": ("pass_monitoring", "not_recognise_nation_monitoring"),
    "社会认可度调查": ("pass_survey", "not_recognise_nation_survey"),
    "指标审核": ("pass_indicators", "not_recognise_nation_indicators"),
    "实地核查": ("pass_site", "not_recognise_nation_site"),
}


def title(record: Record) -> tuple[str, ...]:
    return (f"{phrases.matter(record)}县（市、区）", "国家认定全卷")


def sections(record: Record, county: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the parts; *county* are the sections of the county's own report."""
    return (
        Section(title="县级自评报告", blocks=county),
        Section(title="市级复核意见", blocks=city.body(_until(record, Level.CITY))),
        Section(title="省级督导评估报告", blocks=province.body(_until(record, Level.PROVINCE))),
        Section(title="国家认定", blocks=tuple(_steps(record))),
        Section(title="附件", blocks=tuple(_annexes(record))),
    )


def _until(record: Record, level: Level) -> Record:
    decided = record.decision(level)
    return record.until(decided) if decided else record


def _steps(record: Record) -> Iterator[Section]:
    for place, name in enumerate(PASSED):
        blocks = (*_found(record, name), *_passed(record, name))
        yield Section(title=name, blocks=blocks, fresh=place == 0)
    yield Section(title="公示", blocks=tuple(checks.notice(record, Step.NATION_NOTICE)))
    yield Section(title="认定结论", blocks=tuple(_decision(record)))


def _found(record: Record, name: str) -> Iterator[Block]:
    """What the step looked at."""
    whole = record.snap.finding
    if name == "资格审查":
        if conditions := whole.part(Part.CONDITION):
            yield Grid(items.listed("申报条件", conditions))
        if vetoes := whole.part(Part.VETO):
            yield Grid(items.listed("一票否决事项", vetoes))
    elif name == "质量监测":
        monitored = [each for each in whole.part(Part.QUALITY) if each.item.method == "monitoring"]
        if monitored:
            yield Grid(items.listed("国家义务教育质量监测结果（县级数据所填）", monitored))
    elif name == "社会认可度调查":
        yield from checks.poll(record, record.poll)
    elif name == "指标审核":
        yield Para(phrases.judged(record))
        yield Grid(phrases.parts(record), "own short centred")
        yield from reviewed.section(record, Level.NATION)
    else:
        yield from checks.site(record, Step.NATION_SITE)


def _passed(record: Record, name: str) -> Iterator[Block]:
    move = record.move(*PASSED[name])
    if move is None:
        yield Para("这一环节尚未办结。")
        return
    said = f"办理：{move.label}，{phrases.day(move.at)}，{move.signed}。"
    yield Para(said if move.comment else f"{said}没有另写意见。")
    if move.comment:
        yield Opinion(move.comment, f"{move.signed}　{phrases.day(move.at)}")


def _decision(record: Record) -> Iterator[Block]:
    decided = record.decision(Level.NATION)
    if decided is None:
        yield Note("认定结论尚未作出；本稿供作出结论以前核对。")
    elif decided.transition.startswith("reopen"):
        yield Verdict("退回重开一轮", f"{record.subject}第 {record.snap.round} 轮退给县级，从新的一轮开始。")
        yield Opinion(decided.comment, f"{decided.signed}　{phrases.day(decided.at)}")
    else:
        matter = f"{record.snap.year} 学年{phrases.matter(record)}县（市、区）"
        said = (
            f"认定{record.county}为{matter}。"
            if decided.transition == "recognise"
            else f"{record.county}不予认定为{matter}。"
        )
        yield Verdict(decided.label, said)
        yield Opinion(decided.comment, f"{decided.signed}　{phrases.day(decided.at)}")
    yield Signing((f"{phrases.council(record, Level.NATION)}（盖章）", "负责人（签名）"))


def _annexes(record: Record) -> Iterator[Section]:
    """The forms (表Ⅰ to 表Ⅵ), the evidence, the trail; the method and the standard are in the first part."""
    for form in declaration.forms(record.judged):
        table = form.table
        blocks: tuple[Block, ...] = (Grid(replace(table, caption=""), "dense"),)
        if form.slug == LONG:
            blocks = tuple(Matrix(each) for each in form.by_stage())
        yield Section(title=table.caption, blocks=blocks, wide=True)
    yield Section(title="佐证材料清单", blocks=tuple(_evidence(record)), fresh=True)
    yield Section(title="办理经过", blocks=(Grid(phrases.way(record.moves), "own"),))
    yield Section(title="审计记录的链头和锚点", blocks=tuple(_trail(record)))


def _evidence(record: Record) -> Iterator[Block]:
    if not record.snap.evidence:
        yield Para("快照没有附佐证材料。")
        return
    columns = (
        Column(heading="序号", width=12),
        Column(heading="材料", width=50),
        Column(heading="条目", width=32),
        Column(heading="大小（字节）", width=22),
        Column(heading="SHA-256", width=76),
    )
    named = {each.code: f"{each.part.label}第 {each.number} 项" for each in record.snap.standard.items}
    rows = tuple(
        (
            tables.count(place),
            tables.words("\n".join(dict.fromkeys((each["title"], each["filename"])))),
            tables.words("\n".join(named.get(code, code) for code in each["items"])),
            tables.count(int(each["size"])),
            tables.words(f"{each['sha256'][:32]}\n{each['sha256'][32:]}"),
        )
        for place, each in enumerate(record.snap.evidence, 1)
    )
    yield Grid(tables.plain("佐证材料", columns, rows), "own")


def _trail(record: Record) -> Iterator[Block]:
    yield Para(
        "每次报送、退回和作出结论时，该县审计记录的链头（最后一条的摘要）都由本系统签名，编号列在下面；"
        "双方所存的回执印有同样的内容。"
    )
    yield Grid(_anchors(record), "own")
    digest = record.sha256
    yield Note(f"本轮快照 SHA-256：{digest[:32]} {digest[32:]}")


def _anchors(record: Record) -> Table:
    columns = (
        Column(heading="锚点", width=12),
        Column(heading="时间", width=28),
        Column(heading="链头", width=14),
        Column(heading="链头摘要", width=72),
        Column(heading="密钥", width=34),
    )
    rows = tuple(
        (
            tables.count(each.number),
            tables.words(phrases.minute(each.at)),
            tables.count(each.seq),
            tables.words(f"{each.hash[:32]}\n{each.hash[32:]}"),
            tables.words(each.key),
        )
        for each in record.anchors
    )
    return tables.plain("锚点", columns, rows)
