"""The sentences with blanks (填空) that 表Ⅳ and 表Ⅴ print for an item, and how they are filled in."""

from collections.abc import Iterator, Mapping

from indicators.calculation import rounding
from indicators.calculation.items.judging import ItemFinding
from indicators.calculation.items.measured import UNKNOWN
from indicators.calculation.items.methods import ANSWERED
from indicators.calculation.outcomes import Outcome
from schools.figures.columns import BY_FIELD as COUNTY_FIGURES
from schools.ledger.columns import BY_FIELD as LEDGER_COLUMNS

BLANK = "＿＿"
# Where the ministry's form words an item otherwise than the 办法.
NAMES: Mapping[str, str] = {
    "guarantee-04": "所有小学、初中学校规模不超过2000人，九年一贯制学校、十二年一贯制学校"
    "义务教育阶段规模不超过2500人",
    "quality-03": "所有学校建立章程，实现学校管理与教学信息化",
    "quality-06": "所有学校德育工作、校园文化建设达到良好以上",
}
SENTENCES: Mapping[str, str] = {
    "school_size": "超过{single}人的小学{over_primary}所，初中{over_junior}所，"
    "超过{joined}人的一贯制学校{over_joined}所",
    "class_size": "超过{primary}人的小学班级{over_primary}个，超过{junior}人的初中班级{over_junior}个",
    "small_school_funding": "不足100人的规模较小学校学生数{pupils}人，公用经费{funding}元。",
    "special_school_funding": "特殊教育学校公用经费为{funding}万元，特殊教育学生数为{pupils}人，"
    "特殊教育学校生均公用经费为{each}元",
    "pay": "全县义务教育学校教师年平均工资收入为{teachers}元，当地公务员年平均工资收入{servants}元",
    "training_rate": "完成360学时培训的教师{part}人，全县教师{teachers}人，教师培训完成率{rate}%",
    "rotation": "全县符合交流轮岗条件教师总数{due}名，上一年度交流轮岗教师{moved}名，"
    "交流轮岗教师占符合交流轮岗条件教师总数的比例{moved_rate}%；交流轮岗的骨干教师{backbone}名，"
    "占交流轮岗教师总数的比例{backbone_rate}%",
    "certified_rate": "全县在岗专任教师{teachers}人，其中持有教师资格证的专任教师{part}人，占比{rate}%",
    "zone_enrolment": "城区和镇区公办小学、初中（均不含寄宿制学校）就近划片入学比例分别"
    "{primary}%、{junior}%。",
    "senior_quota": "全县优质高中招生名额总数{quota}人，分配名额{allocated}人，占比{rate}%。"
    "其中分配农村学校的名额{rural}人，占分配名额总数的{rural_rate}%",
    "migrant_places": "全县符合条件的随迁子女数{eligible}人，在公办学校就读{public}人，"
    "在政府购买服务的民办学校就读{bought}人，合计{placed}人，占比{rate}%",
    "retention": "全县初中毕业班学生数为{graduates}人，三年前该年级入学学生数为{entrants}人，"
    "毕业年级三年转入学生数为{cohort_transfers_in}人，死亡学生数为{cohort_deaths}人，"
    "转出学生数为{cohort_transfers_out}人，全县初中三年巩固率为{rate}%",
    "disabled_enrolment": "全县残疾儿童少年为{children}人，入学{enrolled}人，入学率为{rate}%。"
    "其中，在特殊教育学校就读{special}人，占比{special_rate}%。",
    "monitoring": "语文{level_chinese}级、校际差异率{gap_chinese}；"
    "数学{level_maths}级、校际差异率{gap_maths}；"
    "科学{level_science}级、校际差异率{gap_science}；体育{level_pe}级、校际差异率{gap_pe}；"
    "艺术{level_arts}级、校际差异率{gap_arts}；德育{level_moral}级、校际差异率{gap_moral}。",
}


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return BLANK


def name(finding: ItemFinding) -> str:
    """Return the item's number and name as its form prints them."""
    item = finding.item
    return f"{item.number}.{NAMES.get(item.code, item.name)}"


def of_item(finding: ItemFinding) -> str:
    """Return the figures or the short conclusion (指标值或简要结论) of an item; what is not known
    stays a blank, and what the county said about it stands below."""
    said = finding.answer.conclusion if finding.answer else ""
    if finding.item.method == ANSWERED:
        return "" if finding.answer is None else finding.measured.value
    return "\n".join(filter(None, (_filled(finding), said)))


def _filled(finding: ItemFinding) -> str:
    measured, sentence = finding.measured, SENTENCES.get(finding.item.method)
    if sentence is None or not measured.blanks:
        return "" if finding.outcome is Outcome.UNDETERMINED and finding.missing else measured.value
    stated = {field: rounding.text(figure) for field, figure in finding.item.rule.value.items()}
    known = {field: text.removesuffix("%") for field, text in measured.blanks.items() if text != UNKNOWN}
    unknown = dict.fromkeys(set(measured.blanks) - set(known), BLANK)
    return sentence.format_map(_Blanks(stated | known | unknown))


def reasons(finding: ItemFinding) -> Iterator[str]:
    """Yield why an item does not pass, or why it is open; nothing where it passes."""
    if finding.outcome is Outcome.PASSES:
        return
    head = f"第{finding.item.number}项{finding.outcome.label}"
    for reason in finding.measured.reasons:
        yield f"{head}：{reason}。"
    if finding.outcome is Outcome.UNDETERMINED and finding.missing:
        yield f"{head}：{'、'.join(map(heading, finding.missing))}未填报或填报不全。"
    elif not finding.measured.reasons:
        yield f"{head}。"


def heading(field: str) -> str:
    """Return how template or ledger head the figure *field*."""
    return (COUNTY_FIGURES.get(field) or LEDGER_COLUMNS[field]).heading
