"""Standards clause by clause, the items of a county, and the links from figures to clauses."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from counties.models import Officer
from indicators import gather, published, working
from indicators.calculation import clauses
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import Stage
from indicators.models import Calculation
from schools.ledger.columns import Value
from tests.figures.county import orderly_workbook
from tests.ledgers.rows import county_rows
from tests.steps import figures_accepted, judged, workbook

pytestmark = pytest.mark.django_db

ANCHOR = re.compile(r'href="(/standards/[a-z0-9-]+/)#([^"]+)"')


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def calculation(clerk: Officer) -> Calculation:
    figures_accepted(clerk, orderly_workbook())
    return judged(clerk)


@pytest.mark.parametrize("code", published.codes())
def test_a_standard_is_shown_clause_by_clause(clerk_client: Client, code: str) -> None:
    text, standard = page(clerk_client, f"/standards/{code}/"), published.load(code)
    assert standard.digest in text
    for clause in clauses.of(standard):
        assert f'id="{clause.key}"' in text
        assert escape(clause.shown) in text
    weak = [clause for clause in clauses.of(standard) if clause.confidence.must_be_confirmed]
    assert text.count('class="demo" title="可信度') >= len(weak)
    assert f"/standards/{code}/" in page(clerk_client, "/standards/")


def test_there_is_no_standard_that_was_not_published(clerk_client: Client) -> None:
    assert clerk_client.get("/standards/quality-2099/").status_code == 404


@pytest.mark.parametrize("standard", ["quality-2017", "basic-2012", "basic-2012-fujian"])
def test_every_link_to_a_clause_arrives(clerk: Officer, clerk_client: Client, standard: str) -> None:
    calculation = judged(clerk, standard=standard)
    results = f"/results/{calculation.pk}/"
    school = calculation.stages.get(stage="primary").schools.select_related("school")[0].school
    places = ("", "items/", "primary/sports_area/", f"primary/{school.code}/sports_area/")
    links = {link for place in places for link in ANCHOR.findall(page(clerk_client, results + place))}
    assert len(links) > 10
    for address, anchor in links:
        assert f'id="{anchor}"' in page(clerk_client, address), anchor


def test_every_item_stands_on_the_page_with_its_verdict(
    calculation: Calculation, clerk_client: Client
) -> None:
    text = page(clerk_client, f"/results/{calculation.pk}/items/")
    items = list(calculation.items.all())
    assert len(items) == 35
    for figure in items:
        article = text.partition(f'id="{figure.code}"')[2].partition("</article>")[0]
        assert figure.get_outcome_display() in article
        assert figure.value in article or figure.outcome == "undetermined"
    told = {outcome: sum(item.outcome == outcome for item in items) for outcome in ("passes", "fails")}
    assert f"35 条中 {told['passes']} 条达标、{told['fails']} 条不达标" in text
    assert "没有学校使用宽限条款" in text


def test_only_what_does_not_pass_is_shown_when_asked_for(
    calculation: Calculation, clerk_client: Client
) -> None:
    text = page(clerk_client, f"/results/{calculation.pk}/items/?only=unsettled")
    shown = set(re.findall(r'<article class="item \w+" id="([^"]+)"', text))
    assert shown == set(calculation.items.exclude(outcome="passes").values_list("code", flat=True))
    assert calculation.items.filter(outcome="passes").exists()


def test_what_is_missing_is_named_with_the_place_to_fill_it_in(clerk: Officer, clerk_client: Client) -> None:
    calculation = judged(clerk)
    text = page(clerk_client, f"/results/{calculation.pk}/items/")
    pay = text.partition('id="guarantee-08"')[2].partition("</article>")[0]
    assert "县级数据未填：义务教育学校教师年平均工资收入、当地公务员年平均工资收入" in pay
    assert "/ledgers/figures/?year=2025" in pay
    assert "应发问卷数未定" in text


def test_those_who_only_read_get_no_form(calculation: Calculation, city_inspector_client: Client) -> None:
    assert "保存结论" not in page(city_inspector_client, f"/results/{calculation.pk}/items/")


def test_the_survey_says_how_many_were_to_be_asked(calculation: Calculation, clerk_client: Client) -> None:
    assert re.search(r"应发问卷 [\d,]+ 份", page(clerk_client, f"/results/{calculation.pk}/items/"))


def test_the_items_of_2012_show_points_and_score(clerk: Officer, clerk_client: Client) -> None:
    calculation = judged(clerk, standard="basic-2012")
    text = page(clerk_client, f"/results/{calculation.pk}/items/")
    assert "85 分合格" in text
    assert "5.88 分" in text
    assert "自评得分" in text


def test_a_school_is_told_what_it_lacks(clerk: Officer, clerk_client: Client) -> None:
    rows: list[dict[str, Value]] = county_rows()
    rows[2] |= {"multimedia_rooms": 2}
    calculation = judged(clerk, workbook(rows))
    assert re.search(r"差 \d+ 间网络多媒体教室", page(clerk_client, f"/results/{calculation.pk}/?only=short"))
    value = page(clerk_client, f"/results/{calculation.pk}/primary/{rows[2]['code']}/multimedia_rooms/")
    assert re.search(r"差 \d+ 间网络多媒体教室", value)
    full = page(clerk_client, f"/results/{calculation.pk}/primary/{rows[0]['code']}/multimedia_rooms/")
    assert re.search(r"再多 [\d,]+ 名小学学生", full)
    assert "差 " not in full.partition("怎样算出来")[0].partition("<main")[2]


def test_a_coefficient_is_shown_without_each_school_and_without_weights(
    calculation: Calculation, clerk_client: Client
) -> None:
    text = page(clerk_client, f"/results/{calculation.pk}/primary/sports_area/")
    for expected in ("没有这所学校", "仅供对照", "只动这一所，结论就变"):
        assert expected in text


def test_an_allowance_in_use_is_named_with_its_last_day_and_its_duty(
    calculation: Calculation, clerk_client: Client
) -> None:
    allowance, row = calculation.standard.allowances[0], calculation.ledger.rows.select_related("school")[0]
    calculation.allowances.create(
        school=row.school,
        code=allowance.code,
        item=allowance.item,
        name=allowance.name,
        clause=allowance.rule.clause,
        until=allowance.last,
    )
    text = page(clerk_client, f"/results/{calculation.pk}/items/").partition('id="allowances"')[2]
    duty = calculation.standard.after.duty_years
    assert duty
    for expected in (row.school.name, allowance.name, f"{allowance.last:%Y-%m-%d}", f"{duty.value} 年内"):
        assert expected in text


def test_what_an_allowance_adds_stands_in_the_working() -> None:
    rows = county_rows()
    crowded = {**rows[0], "dense_urban": True, "sports_ground_area": 10, "indoor_sports_area": 0}
    facts = gather.school_facts({**crowded, "other_sports_area": 500})
    standard = published.load("quality-2017")
    allowance = next(each for each in standard.allowances if each.item == "sports_area")
    allowed = Allowances(standard.allowances, allowance.last)
    unit = working.unit(facts, Stage.PRIMARY, standard, allowed)
    assert unit
    found = working.of_value(unit, standard.indicator("sports_area"), standard, allowed)
    assert found.sum == 510
    assert found.added == 500
    assert found.allowances == (allowance,)
    after = Allowances(standard.allowances, allowance.last + timedelta(days=1))
    unit = working.unit(facts, Stage.PRIMARY, standard, after)
    assert unit
    assert working.of_value(unit, standard.indicator("sports_area"), standard, after).added is None
