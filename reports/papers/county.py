"""县级自评报告 as blocks: the sections of a dossier, in its order."""

from collections.abc import Callable, Iterator, Mapping

from django.utils import timezone

from reports.contents.dossier import Dossier
from reports.contents.working import Working
from reports.papers import strips
from reports.papers.blocks import (
    Block,
    Formula,
    Grid,
    Matrix,
    Note,
    Para,
    Picture,
    Points,
    Section,
    Signing,
    Verdict,
)
from reports.papers.paper import Paper

MARKS = (
    "深底色：低于标准（▽ 不低于标准的 85%，▼ 低于 85%）；点线：达到标准，但高出不足 2%；"
    "虚线框：未填报或未定；带 * 者显示值为四舍五入，判定用未舍入值，原值见备注。"
)
COURSES = "各学年采用的台账，按同一标准测算。"
Blocks = Iterator[Block]


def sections(dossier: Dossier) -> tuple[Section, ...]:
    """Return the dossier's sections, numbered as the dossier numbers them."""
    return tuple(
        Section(
            title=each.title,
            blocks=tuple(CONTENTS[each.anchor](dossier)),
            counted=False,
            wide=each.wide,
            fresh=not each.on,
        )
        for each in dossier.sections
    )


def paper(dossier: Dossier) -> Paper:
    """Return the dossier as a document of its own; without a seal it is a draft."""
    occasion, standard = dossier.occasion, dossier.standard
    version = f"　第 {occasion.version} 版" if occasion.version else ""
    facts = [
        ("依据标准", f"《{standard.title}》（{standard.reference}，{standard.issued:%Y-%m-%d}）"),
        ("学校台账", f"{occasion.filename}{version}　{occasion.schools} 所学校"),
        ("台账摘要", f"SHA-256 {occasion.sha256[:32]}\n{occasion.sha256[32:]}"),
        ("自评结论", dossier.outcome.label),
    ]
    if occasion.at:
        facts.insert(2, ("台账提交", f"{timezone.localtime(occasion.at):%Y-%m-%d %H:%M}（北京时间）"))
    return Paper(
        name="县级自评报告",
        title=(dossier.title, "县级自评报告"),
        subject=occasion.subject,
        sections=sections(dossier),
        foot=dossier.foot,
        seal=occasion.seal,
        facts=tuple(facts),
        tabled=1,
        stamps=dossier.stamps,
    )


def _sub(title: str, *blocks: Block, fresh: bool = False) -> Section:
    return Section(title=title, blocks=blocks, fresh=fresh)


def _verdict(dossier: Dossier) -> Blocks:
    yield Verdict(dossier.outcome.label, dossier.verdict)
    if dossier.reasons:
        yield _sub("理由", Points(tuple(f"{reason}。" for reason in dossier.reasons)))
    parts = [Grid(dossier.whole.parts, "own short centred")] if dossier.whole else []
    summary = Grid(dossier.summary, "own short centred")
    note = Note("一所学校的小学部、初中部各为一个学段单位。")
    yield _sub("各部分与各学段" if dossier.whole else "各学段", *parts, summary, note)
    yield _sub("本结论的范围", Para(dossier.reservation))


def _overview(dossier: Dossier) -> Blocks:
    yield Para("表Ⅰ 由县级数据和学校台账填写，各项注明来源。")
    for table in (dossier.overview, dossier.funding):
        if table:
            yield Grid(table, "small")


def _dispersion(dossier: Dossier) -> Blocks:
    yield Grid(dossier.between_schools.table, "short dense")
    yield Note(
        "判定用未舍入值。深底色并带 ▽ 者高于上限；加点线者不高于上限，但相差不足 2%。计算方法见附录一。"
    )
    if dossier.causes:
        yield _sub("差在哪里", Points(dossier.causes, steps=True))
    if dossier.contrast:
        told = Note("下列各项不按学生数加权会有不同结论，仅供对照，不作判定。")
        yield _sub("对照", told, Points(tuple(f"{note}。" for note in dossier.contrast), steps=True))
    for stage in dossier.stages:
        yield Picture(f"{stage.label}校际差异系数与上限（{stage.units} 个学段单位）", stage.coefficients)
    if dossier.shares:
        yield _sub("差异由哪些学校造成", *(Picture(*each) for each in dossier.shares))
    if dossier.courses:
        yield _sub("历年差异系数", Note(COURSES), *(Picture(*each) for each in dossier.courses))


def _standing(dossier: Dossier) -> Blocks:
    yield Grid(dossier.standing.table, "short dense")
    if not dossier.standard.school:
        yield Para("省级标准载入后，才能判定各校是否达标、列出差距。")
    elif dossier.gaps.is_empty:
        yield Para("各校各项指标都达到标准，没有差距。")
    else:
        note = (
            "“差什么”是达到标准值还须增加的数量，取整到一人、一间、一平方米、一元；一校多学段共用的，按全校计。"
            "有的学校因余项不低于底线，差这些也已达标，结论见各校资源配置情况。"
        )
        yield _sub("各校差什么", Grid(dossier.gaps, "own"), Note(note))


def _guarantee(dossier: Dossier) -> Blocks:
    yield Para(
        f"{dossier.standard.reference}要求全部达标。由台账和县级数据能够算出的，按数据判定；"
        "其余由县作出结论，以佐证材料为准。取值的出处见附录二。"
    )
    assert dossier.whole and dossier.whole.guarantee
    yield Grid(dossier.whole.guarantee)


def _quality(dossier: Dossier) -> Blocks:
    assert dossier.whole and dossier.whole.quality
    yield Grid(dossier.whole.quality)


def _work(dossier: Dossier) -> Blocks:
    yield Para("17 项按分值计分，满分 100 分。各项出处见附录二。")
    assert dossier.whole and dossier.whole.work
    yield Grid(dossier.whole.work)


def _recognition(dossier: Dossier) -> Blocks:
    assert dossier.whole
    yield Grid(dossier.whole.survey, "short centred")
    if dossier.whole.asked:
        yield Grid(dossier.whole.asked, "own short centred")


def _vetoes(dossier: Dossier) -> Blocks:
    assert dossier.whole
    if dossier.whole.vetoes:
        told = Para("下列各项有一项不成立，即不予认定。“达标”表示不存在该情形。")
        yield _sub("一票否决", told, Grid(dossier.whole.vetoes))
    if dossier.whole.conditions:
        yield _sub("申报条件", Grid(dossier.whole.conditions))


def _allowances(dossier: Dossier) -> Blocks:
    assert dossier.whole
    if dossier.whole.uses.is_empty:
        yield Para("没有学校依靠宽限条款达标。")
    else:
        yield Para(f"下列学校依靠宽限条款达标。{dossier.whole.duty}。")
        yield Grid(dossier.whole.uses)


def _schools(dossier: Dossier) -> Blocks:
    if dossier.standard.school:
        yield Note(MARKS)
    for table in dossier.by_school.by_stage():
        yield Matrix(table)


def _distribution(dossier: Dossier) -> Blocks:
    yield from strips.sections(dossier.standard, ((stage.label, stage.schools) for stage in dossier.stages))


def _scope(dossier: Dossier) -> Blocks:
    left_out, queries = dossier.left_out, dossier.queries
    everybody = Para("台账所列学校全部纳入计算。")
    yield _sub("未纳入计算的学校", everybody if left_out.is_empty else Grid(left_out, "own"))
    yield _sub("仍然存在的疑点", Para("台账没有留下疑点。") if queries.is_empty else Grid(queries, "own"))
    if dossier.occasion.county:
        yield Signing((f"{dossier.occasion.county}人民政府（盖章）", "主要负责人（签名）"))


def _method(dossier: Dossier) -> Blocks:
    yield _sub("每校值", Para("每个学段单位的指标值为该单位的总量除以在校生数，按每百名学生计的再乘以 100。"))
    yield _sub(
        "差异系数",
        Para("差异系数按学生数加权。以 P 为各学段单位的在校生数，X 为其总量，x 为每校值："),
        Formula("全县平均值　m = ΣX ÷ ΣP"),
        Formula("标准差　S = √( Σ P÷ΣP ×(x − m)² )"),
        Formula("差异系数　CV = S ÷ m"),
        Para(
            "判定一律用未舍入的精确值；显示时四舍五入一次，指标值和全县平均值按申报表的位数，差异系数三位，比例一位。"
        ),
    )
    if dossier.working:
        yield _worked(dossier.working)
    if dossier.split:
        told = Para("全校共用的面积、设备等按学生数乘以权重，拆分到各学段。")
        yield _sub(f"一校多学段的拆分：{dossier.split.unit}", told, Points(dossier.split.lines, steps=True))


def _worked(working: Working) -> Section:
    steps = (
        f"{working.units} 个学段单位，ΣP = {working.pupils} 人，ΣX = {working.amount}",
        f"m = {working.mean} {working.unit}",
        f"S² = Σ P÷ΣP×(x − m)² = {working.variance}，S = {working.deviation}",
        f"CV = {working.deviation} ÷ {working.mean} = {working.cv}，显示为 {working.cv_shown}",
    )
    title = f"算例：{working.stage}{working.indicator}"
    return _sub(title, Points(steps, steps=True), Grid(working.shares, "own small"))


def _sources(dossier: Dossier) -> Blocks:
    standard = dossier.standard
    yield Para(
        f"《{standard.title}》（{standard.reference}）；标准文件 {standard.code}，SHA-256 摘要 "
        f"{standard.digest[:16]}。点线所示各项未见原文或为推导，请省级确认。"
    )
    yield Grid(dossier.sources)
    if dossier.whole:
        yield Grid(dossier.whole.clauses)


CONTENTS: Mapping[str, Callable[[Dossier], Blocks]] = {
    "verdict": _verdict,
    "overview": _overview,
    "dispersion": _dispersion,
    "standing": _standing,
    "guarantee": _guarantee,
    "quality": _quality,
    "work": _work,
    "recognition": _recognition,
    "vetoes": _vetoes,
    "allowances": _allowances,
    "schools": _schools,
    "distribution": _distribution,
    "scope": _scope,
    "method": _method,
    "sources": _sources,
}
