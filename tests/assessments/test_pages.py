"""My county, many counties, and accepting in words."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from assessments import regions
from assessments.preconditions import Missing
from counties.models import Division, Officer
from operations import jobs
from schools.models import Ledger
from tests.factories import division
from tests.ledgers.rows import county_rows
from tests.steps import accepted, checked, judged, renumbered, workbook

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_county_without_a_ledger_is_told_what_to_do_first(clerk_client: Client) -> None:
    text = text_of(clerk_client, "/")
    assert f"{timezone.localdate().year}" in text or f"{timezone.localdate().year - 1}" in text
    assert "下载模板" in text
    assert "还没有台账" in text


def test_my_county_opens_in_the_newest_year_it_has_a_ledger_of(clerk: Officer, clerk_client: Client) -> None:
    judged(clerk, year=2023)
    assert "2023 学年" in text_of(clerk_client, "/")
    assert "还没有台账" in text_of(clerk_client, "/?year=2024")
    assert "2023 学年" in text_of(clerk_client, "/?year=1066")


def test_my_county_shows_the_verdict_with_its_reasons_and_coefficients(
    clerk: Officer, clerk_client: Client
) -> None:
    calculation = judged(clerk)
    text = text_of(clerk_client, "/")
    assert calculation.get_outcome_display() in text
    assert "小学校际差异系数" in text
    assert f"/results/{calculation.pk}/primary/sports_area/" in text
    for reason in calculation.reasons:
        assert reason in text


def test_my_county_says_what_keeps_it_from_the_whole_standard(clerk: Officer, clerk_client: Client) -> None:
    calculation = judged(clerk)
    text = text_of(clerk_client, "/")
    for end in ("尚未作出结论", "有数据未填报"):
        waiting = sum(reason.endswith(end) for reason in calculation.whole_reasons)
        assert f"还有 {waiting} 项{end}" in text
    assert "申报条件第 2 项未定：2022、2023、2024 学年没有" in text


def test_those_above_see_the_county_and_no_button_to_change_it(
    clerk: Officer, city_inspector_client: Client
) -> None:
    judged(clerk)
    text = text_of(city_inspector_client, f"/counties/{clerk.division.code}/")
    assert "上传" not in text.replace("已上传", "")
    assert "看结果" in text
    assert "示例数据" in text


def test_the_counties_of_a_city_are_listed_with_their_state_and_verdict(
    clerk: Officer, neighbours_clerk: Officer, city_inspector: Officer, city_inspector_client: Client
) -> None:
    calculation = judged(clerk)
    checked(neighbours_clerk, workbook(renumbered(county_rows(), "990102")))
    division("990201", "外市县")
    text = text_of(city_inspector_client, "/?year=2025")
    assert calculation.get_outcome_display() in text
    assert "第 1 版 · 已采用" in text
    assert "第 1 版 · 已校核" in text
    assert "外市县" not in text
    tally = regions.of(city_inspector, year=2025).tally
    assert (tally.counties, tally.with_ledger) == (2, 2)
    assert tally.passes + tally.fails + tally.undetermined == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("search=邻", {"邻县"}),
        ("search=990101", {"示例县"}),
        ("search=没有", set()),
        ("state=sent", {"示例县"}),
    ],
)
def test_counties_are_looked_for_by_name_and_code(
    clerk: Officer, neighbour: Division, nation_viewer_client: Client, asked: str, found: set[str]
) -> None:
    checked(clerk)
    text = text_of(nation_viewer_client, f"/?year=2025&{asked}")
    assert {name for name in ("示例县", "邻县") if f"{name}</a>" in text} == found
    assert ("没有找到这样的县" in text) == (not found)


def test_fifty_counties_to_a_page(county: Division, nation_viewer_client: Client) -> None:
    Division.objects.bulk_create(
        Division(
            code=f"9803{number:02d}",
            name=f"县{number}",
            level="county",
            parent=county.parent,
            valid_from=1980,
        )
        for number in range(1, 80)
    )
    assert "第 1 / 2 页" in text_of(nation_viewer_client, "/")
    second = text_of(nation_viewer_client, "/?page=2&year=2025")
    assert "第 2 / 2 页" in second
    assert "?page=1&amp;year=2025" in second


def test_accepting_is_first_said_in_words(clerk: Officer, clerk_client: Client) -> None:
    judged(clerk)
    ledger = checked(clerk, workbook(county_rows()[:10]))
    text = text_of(clerk_client, f"/ledgers/{ledger.pk}/accept/")
    assert "10 所学校" in text
    assert "现在用的第 1 版由这一版取代" in text
    ledger.refresh_from_db()
    assert ledger.state == Ledger.State.CHECKED


def test_accepting_puts_the_ledger_in_force_and_has_it_calculated(
    clerk: Officer, clerk_client: Client
) -> None:
    ledger = checked(clerk)
    response = clerk_client.post(f"/ledgers/{ledger.pk}/accept/")
    assert response["Location"] == f"/ledgers/{ledger.pk}/accept/"
    jobs.run_pending()
    ledger.refresh_from_db()
    assert ledger.state == Ledger.State.ACCEPTED
    assert ledger.calculations.count() == 1


def test_accepting_twice_is_a_conflict_that_says_what_happened(clerk: Officer, clerk_client: Client) -> None:
    ledger = accepted(clerk)
    response = clerk_client.post(f"/ledgers/{ledger.pk}/accept/")
    assert response.status_code == 409
    assert "已采用" in response.content.decode()
    assert f"/ledgers/{ledger.pk}/" in response.content.decode()


def test_a_ledger_with_errors_has_no_button_to_accept(clerk: Officer, clerk_client: Client) -> None:
    rows = county_rows()
    rows[3]["pupils_primary"] = None
    ledger = checked(clerk, workbook(rows))
    assert "现在不能采用" in text_of(clerk_client, f"/ledgers/{ledger.pk}/accept/")
    assert clerk_client.post(f"/ledgers/{ledger.pk}/accept/").status_code == 409


def test_the_newest_result_is_one_step_away(clerk: Officer, clerk_client: Client) -> None:
    assert "还没有结果" in text_of(clerk_client, "/results/")
    calculation = judged(clerk)
    assert clerk_client.get("/results/")["Location"] == f"/results/{calculation.pk}/"
    assert clerk_client.get("/reports/")["Location"] == f"/reports/{calculation.pk}/"


def test_only_standards_in_force_for_the_county_are_offered(clerk_client: Client) -> None:
    page = clerk_client.get("/ledgers/upload/").content.decode()
    assert 'value="quality-2017"' in page and 'value="basic-2012"' in page
    assert "quality-2017-hebei" not in page


def test_the_upload_page_answers_head(clerk_client: Client) -> None:
    assert clerk_client.head("/ledgers/upload/").status_code == 200


def test_what_is_missing_leads_to_another_page_than_this(rf: RequestFactory) -> None:
    missing = [Missing("公示还没有期满。", "/here/"), Missing("还没有答复。", "/there/")]
    text = render_to_string("components/missing.html", {"missing": missing}, rf.get("/here/"))
    assert text.count("去办理") == 1
    assert 'href="/there/"' in text
