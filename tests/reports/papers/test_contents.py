"""Each document has its parts, and its figures are those of the snapshot, in PDF and in Word alike."""

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.review.models import Reply
from assessments.snapshots import Snap
from counties.levels import Level
from indicators import courses
from indicators.calculation import rounding
from indicators.calculation.facts import Stage
from indicators.courses import Found
from reports import rendering
from reports.contents import pictures
from reports.papers import finishing, setting
from reports.papers.blocks import Grid, Matrix, Section
from reports.papers.kinds import BY_SLUG, KINDS
from reports.papers.paper import Paper
from reports.papers.record import Record, Standing
from reports.word import writing
from tests.assessments import offices, reviewers
from tests.assessments.offices import Offices, go
from tests.reports.papers import reading_word
from tests.reports.papers.conftest import record_of
from tests.reports.test_rendering import without_glyph

pytestmark = pytest.mark.django_db

PARTS = {
    "county": ("结论", "基本情况", "校际均衡情况", "学校达标情况", "各校资源配置情况", "附录一"),
    "city": ("复核的依据和范围", "复核情况", "复核意见", "办理经过", "政府保障程度", "疑点和县级说明"),
    "province": ("概况", "市级复核意见", "材料审核", "实地核查", "存在的问题", "公示", "评估结论"),
    "nation": (
        *(
            "第一部分　县级自评报告",
            "第二部分　市级复核意见",
            "第三部分　省级督导评估报告",
            "第四部分　国家认定",
        ),
        *("资格审查", "质量监测", "社会认可度调查", "指标审核", "实地核查", "公示", "认定结论"),
        *("表Ⅰ", "表Ⅱ-1", "表Ⅱ-2", "表Ⅲ", "表Ⅳ", "表Ⅴ", "表Ⅵ", "佐证材料清单", "审计记录的链头和锚点"),
    ),
}


@pytest.fixture
def known(recognised: Assessment) -> Record:
    return record_of(recognised)


def paper(known: Record, slug: str, subject: str = "") -> Paper:
    return finishing.paper_of(BY_SLUG[slug], known, subject)


def figures(sections: tuple[Section, ...]) -> list[list[str]]:
    """Every row of every table that has a figure."""
    found = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Grid | Matrix):
                for group in block.table.groups:
                    found += [[cell.text for cell in row] for row in group.rows]
            elif isinstance(block, Section):
                found += figures((block,))
    return found


def subjects(known: Record) -> list[tuple[str, str]]:
    """Every document of the round, with one school and one receipt."""
    some = {"school": known.judged.county.units[0].unit.school.code, "receipt": str(known.moves[1].version)}
    return [(kind.slug, some.get(kind.slug, "")) for kind in KINDS]


def test_each_document_has_its_parts_and_its_figures_in_word_as_well(known: Record) -> None:
    for slug, subject in subjects(known):
        made = paper(known, slug, subject)
        html, word = setting.html(made), writing.docx(made)
        titles = [title for _, title in reading_word.headings(word)]
        for part in PARTS.get(slug, ()):
            assert any(part in title for title in titles), (slug, part)
            assert part in html
        rows = {"|".join(row) for table in reading_word.tables(word) for row in table}
        for row in figures(made.numbered):
            assert any("|".join(row).replace("\n", "") in each for each in rows), (slug, row)
        assert without_glyph(html) == set(), slug
        assert html == setting.html(paper(known, slug, subject))
        assert word == writing.docx(paper(known, slug, subject))


def test_coefficients_are_those_of_the_snapshot(known: Record) -> None:
    stages = known.snap.judged().county.stages
    due = {each.dispersion.display(3) for stage in stages for each in stage.indicators if each.dispersion}
    means = {
        rounding.shown(each.mean, each.indicator.places)
        for stage in stages
        for each in stage.indicators
        if each.mean is not None
    }
    for slug in ("county", "city", "province", "nation"):
        told = {text for row in figures(paper(known, slug).numbered) for text in row}
        assert due | means <= told, slug


def test_what_offices_said_stands_there_as_text(known: Record) -> None:
    html = setting.html(paper(known, "nation"))
    for said in ("复核属实，&lt;b&gt;同意&lt;/b&gt;报省。", "公示期满无异议，同意推荐。"):
        assert said in html
    assert "复核属实，<b>同意</b>报省。" in reading_word.text(
        reading_word.body(writing.docx(paper(known, "city")))
    )


def test_schools_drawn_and_the_survey_are_told_with_their_seed(known: Record) -> None:
    html = setting.html(paper(known, "nation"))
    for draw in known.draws:
        assert draw.seed in html
        assert all(name in html for _, name in draw.schools)
    assert "900 份" in html and "820 份" in html and "91.1%" in html


def test_earlier_years_and_the_counties_of_the_province_are_drawn(known: Record) -> None:
    found = courses.found_of(known.judged.county.stages[0])
    earlier = [{"year": 2024, "stage": "primary", "found": found}]
    of_both = replace(known, snap=Snap({**known.snap.plain, "earlier": earlier}))
    assert "历年" not in setting.html(paper(known, "county"))
    for slug in ("county", "city", "province"):
        assert "小学历年校际差异系数" in setting.html(paper(of_both, slug))
    last = known.moves[-1].at

    def of_primary() -> dict[Stage, Found]:
        return {Stage.PRIMARY: found}

    others = [
        Standing(county=f"99010{each}", snapshot=f"{each}", found=of_primary, at=known.submitted.at)
        for each in range(pictures.FEWEST)
    ]
    late = Standing(county="999999", snapshot="late", found=of_primary, at=last + timedelta(days=1))
    few = replace(known, province=tuple(others[:-1]))
    assert "在全省各县之中" not in setting.html(paper(few, "province")), "so few could be told apart"
    html = setting.html(paper(replace(known, province=(*others, late)), "province"))
    assert "本县和全省 5 个县" in html, "what was submitted later is not in it"


def test_the_counties_of_the_province_stand_as_they_submitted(known: Record) -> None:
    own = known.province[0]
    assert (own.county, own.snapshot) == (known.code, known.sha256)
    stages = known.judged.county.stages
    assert own.found() == {each.stage: courses.found_of(each) for each in stages if each.units}


def test_every_school_is_a_point_in_the_provinces_report(known: Record) -> None:
    html = setting.html(paper(known, "province"))
    stages = [each for each in known.judged.county.stages if each.units]
    assert html.count('<figure class="strip">') == len(known.snap.standard.indicators) * len(stages)
    assert all(limit in html for limit in ("标准 4.2", "底线 3.57", "县均 "))


def test_later_moves_do_not_change_an_earlier_document(submitted: Assessment, above: Offices) -> None:
    offices.endorsed(submitted, above)
    before = setting.html(paper(record_of(submitted), "city"))
    go(submitted, "accept_evaluation", above.at("province", "clerk"))
    assert setting.html(paper(record_of(submitted), "city")) == before


def test_what_reviewers_marked_is_told_item_by_item_with_the_answer(
    submitted: Assessment, above: Offices
) -> None:
    go(submitted, "accept", above.at("city", "clerk"))
    inspector = above.at("city", "inspector")
    mark = reviewers.mark(submitted, inspector)
    Reply.objects.create(mark=mark, text="花名册已补", by=above.at("county", "clerk"), at=timezone.now())
    asked = setting.html(paper(record_of(submitted), "city"))
    assert "请提供工资发放花名册" not in asked, "a reviewer who is not through would see the other's"
    reviewers.all_true(submitted, inspector)
    go(submitted, "conclude_review", inspector)
    told = setting.html(paper(record_of(submitted), "city"))
    assert "请提供工资发放花名册" in told
    assert "花名册已补（示例县" in told


def test_a_draft_says_so_and_bears_no_red_head(submitted: Assessment, above: Offices) -> None:
    go(submitted, "accept", above.at("city", "clerk"))
    draft = paper(record_of(submitted), "city")
    assert draft.stamps == ("草稿", "示例数据")
    assert draft.issuer == ""
    reviewers.all_true(submitted, above.at("city", "inspector"))
    go(submitted, "conclude_review", above.at("city", "inspector"))
    go(submitted, "endorse", above.at("city", "leader"))
    issued = paper(record_of(submitted), "city")
    assert issued.stamps == ("示例数据",)
    assert "人民政府教育督导委员会" in issued.issuer
    assert issued.seal and draft.seal and issued.seal.code != draft.seal.code


def test_every_kind_has_a_code_of_its_own_and_says_the_snapshot(known: Record) -> None:
    made = [paper(known, slug, subject) for slug, subject in subjects(known)]
    codes = {each.seal.code for each in made if each.seal}
    assert len(codes) == len(KINDS)
    assert {each.seal.digest for each in made if each.seal} == {known.sha256}


def test_a_receipt_fixes_snapshot_and_head_of_the_trail(known: Record) -> None:
    move = next(move for move in known.moves if move.decides == Level.CITY)
    anchor = known.anchor(move)
    assert anchor is not None
    html = setting.html(paper(known, "receipt", str(move.version)))
    plain = html.replace("<br>", "")
    assert anchor.hash in plain and anchor.signature in plain
    assert known.sha256[:8] in html


def test_a_school_is_told_what_it_lacks_and_what_mends_it(known: Record) -> None:
    short = next((unit for unit in known.judged.county.units if unit.below), None)
    unit = short or known.judged.county.units[0]
    html = setting.html(paper(known, "school", unit.unit.school.code))
    assert unit.unit.school.name in html
    assert ("即达到标准" in html) == bool(unit.below)


def test_two_processes_set_a_letter_in_the_same_bytes(submitted: Assessment) -> None:
    html = setting.html(paper(record_of(submitted), "form-2021"))

    def set_with(seed: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "reports.pdf"],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=rendering.ROOT,
            env={"FONTCONFIG_FILE": str(rendering.FONTS), "LANG": "C.UTF-8", "PYTHONHASHSEED": seed},
        ).stdout

    assert set_with("1") == set_with("2")


def test_word_leads_nowhere_and_runs_nothing(known: Record) -> None:
    for slug in ("city", "form-2021"):
        with zipfile.ZipFile(BytesIO(writing.docx(paper(known, slug)))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert not [name for name, part in parts.items() if b'TargetMode="External"' in part], slug
        assert not [name for name in parts if re.search(r"vba|embed|activeX|thumbnail", name, re.I)], slug


def test_word_has_heading_styles_repeated_heads_and_no_field_but_its_own(known: Record) -> None:
    word = writing.docx(paper(known, "nation"))
    levels = {style for style, _ in reading_word.headings(word)}
    assert levels >= {"Heading1", "Heading2", "Heading3"}
    body = reading_word.body(word)
    w = reading_word.W
    assert len(list(body.iter(f"{w}tblHeader"))) >= len(list(body.iter(f"{w}tbl"))) / 2
    assert {each.text for each in body.iter(f"{w}instrText")} == {'TOC \\o "1-2" \\u'}
    assert not list(body.iter(f"{w}hyperlink"))
    styles = re.findall(r'eastAsia="([^"]+)"', reading_word.read(word, "styles.xml"))
    assert {"仿宋", "黑体", "楷体"} <= set(styles)
