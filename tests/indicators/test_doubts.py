"""Where a 疑点 touches a figure its page says so, with what would turn the verdict."""

import pytest
from django.test import Client

from counties.models import Officer
from indicators.models import Calculation
from schools.ledger.problems import Severity
from schools.models import LedgerProblem
from tests.ledgers.rows import county_rows
from tests.steps import judged, workbook


@pytest.fixture
def calculation(clerk: Officer) -> Calculation:
    return judged(clerk, workbook(county_rows()))


def doubt(calculation: Calculation, field: str, said: str) -> LedgerProblem:
    school = calculation.ledger.rows.filter(pupils_primary__gt=0).first()
    assert school is not None
    return LedgerProblem.objects.create(
        ledger=calculation.ledger,
        severity=Severity.QUERY,
        code="outlier",
        message=said,
        school=school.school.name,
        school_code=school.school.code,
        field=field,
    )


def page(client: Client, calculation: Calculation, *parts: str) -> str:
    return client.get("/".join(["/results", str(calculation.pk), "primary", *parts, ""])).content.decode()


def test_a_doubt_about_a_figure_stands_on_its_pages(calculation: Calculation, clerk_client: Client) -> None:
    doubted = doubt(calculation, "teachers_backbone_primary", "骨干教师数比上年多一倍。")
    assert doubted.message in page(clerk_client, calculation, "backbone_teachers")
    assert doubted.message in page(clerk_client, calculation, doubted.school_code, "backbone_teachers")


def test_it_stands_on_no_page_of_another_figure(calculation: Calculation, clerk_client: Client) -> None:
    doubted = doubt(calculation, "teachers_backbone_primary", "骨干教师数比上年多一倍。")
    assert doubted.message not in page(clerk_client, calculation, "sports_area")
    assert doubted.message not in page(clerk_client, calculation, doubted.school_code, "sports_area")


def test_a_doubt_about_pupils_touches_every_figure(calculation: Calculation, clerk_client: Client) -> None:
    doubted = doubt(calculation, "pupils_primary", "学生数比上年少一半。")
    for indicator in ("backbone_teachers", "sports_area"):
        assert doubted.message in page(clerk_client, calculation, indicator)
