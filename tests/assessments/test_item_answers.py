"""A county's conclusions: given on the page, counted by a new calculation."""

import pytest
from django.test import Client

from counties.models import Officer
from indicators.models import Answer, Calculation
from operations import jobs
from tests.factories import client_of, officer
from tests.ledgers.rows import county_rows
from tests.steps import checked, judged, workbook

pytestmark = pytest.mark.django_db

GOOD = {"met": "yes", "conclusion": "布局规划已经县政府批准"}


@pytest.fixture
def calculation(clerk: Officer) -> Calculation:
    return judged(clerk)


def address(calculation: Calculation, item: str = "guarantee-01") -> str:
    return f"/results/{calculation.pk}/items/{item}/"


def newest(calculation: Calculation) -> Calculation:
    return Calculation.objects.in_force().filter(ledger=calculation.ledger)[0]


def test_an_answer_changes_the_calculation(calculation: Calculation, clerk_client: Client) -> None:
    assert calculation.items.get(code="guarantee-01").outcome == "undetermined"
    response = clerk_client.post(address(calculation), GOOD)
    assert response.status_code == 302
    assert response["Location"] == f"/results/{calculation.pk}/items/#guarantee-01"
    assert "正在重新测算" in clerk_client.get(f"/results/{calculation.pk}/items/").content.decode()
    jobs.run_pending()
    after = newest(calculation)
    assert after != calculation
    assert after.items.get(code="guarantee-01").outcome == "passes"
    assert calculation.items.get(code="guarantee-01").outcome == "undetermined"
    assert clerk_client.get(f"/results/{calculation.pk}/items/?newest")["Location"].endswith(
        f"/{after.pk}/items/"
    )


def test_an_answer_taken_back_is_taken_back_in_the_calculation(
    calculation: Calculation, clerk_client: Client
) -> None:
    outcomes = []
    for met in ("yes", "no", "yes"):
        clerk_client.post(address(calculation), GOOD | {"met": met})
        jobs.run_pending()
        outcomes.append(newest(calculation).items.get(code="guarantee-01").outcome)
    assert outcomes == ["passes", "fails", "passes"]


def test_a_veto_that_exists_fails_the_county(calculation: Calculation, clerk_client: Client) -> None:
    clerk_client.post(address(calculation, "veto-1"), {"met": "no", "conclusion": "两所学校考试招生"})
    jobs.run_pending()
    after = newest(calculation)
    assert after.whole_outcome == "fails"
    assert "两所学校考试招生" in " ".join(after.whole_reasons)


def test_htmx_gets_the_item_alone(calculation: Calculation, clerk_client: Client) -> None:
    response = clerk_client.post(address(calculation), GOOD, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert GOOD["conclusion"] in text
    assert "正在重新测算" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请选择"),
        ({"met": "perhaps"}, "请选择"),
        ({"met": "yes", "conclusion": "  "}, "请写出"),
        ({"met": "yes", "conclusion": "长" * 1001}, "请缩短"),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_kept(
    calculation: Calculation, clerk_client: Client, sent: dict[str, str], said: str
) -> None:
    response = clerk_client.post(address(calculation), sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert (
        said in clerk_client.post(address(calculation), sent, headers={"HX-Request": "true"}).content.decode()
    )
    assert not Answer.objects.exists()


def test_a_score_is_a_number_that_is_not_negative(clerk: Officer, clerk_client: Client) -> None:
    calculation = judged(clerk, standard="basic-2012")
    wrong = clerk_client.post(address(calculation, "work-01"), GOOD | {"score": "-1"})
    assert wrong.status_code == 422
    assert "得分" in wrong.content.decode()
    assert clerk_client.post(address(calculation, "work-01"), GOOD | {"score": "5.25"}).status_code == 302
    assert str(Answer.objects.get().score) == "5.25"


def test_nobody_else_answers_for_the_county(
    calculation: Calculation, neighbours_clerk_client: Client, city_inspector_client: Client
) -> None:
    viewer = client_of(officer("viewer", calculation.ledger.county, Officer.Role.VIEWER))
    assert neighbours_clerk_client.post(address(calculation), GOOD).status_code == 404
    assert city_inspector_client.post(address(calculation), GOOD).status_code == 403
    assert viewer.post(address(calculation), GOOD).status_code == 403
    assert not Answer.objects.exists()


def test_there_is_no_item_that_the_standard_does_not_have(
    calculation: Calculation, clerk_client: Client
) -> None:
    assert clerk_client.post(address(calculation, "work-01"), GOOD).status_code == 404


def test_what_is_no_longer_in_force_is_not_answered(
    calculation: Calculation, clerk: Officer, clerk_client: Client
) -> None:
    ledger = checked(clerk, workbook(county_rows()[:10]))
    clerk_client.post(f"/ledgers/{ledger.pk}/accept/")
    jobs.run_next()
    assert (
        "<form"
        not in clerk_client.get(f"/results/{calculation.pk}/items/").content.decode().partition("<main")[2]
    )
    assert clerk_client.post(address(calculation), GOOD).status_code == 409
    assert not Answer.objects.exists()
