"""The original of a version comes back as what it is; what was read of it can be looked at."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from counties.models import Officer
from schools import files
from tests.factories import whole
from tests.ledgers.rows import county_rows
from tests.ledgers.test_other_formats import LINES, old, text
from tests.steps import accepted, checked, figures_checked, orderly, sent, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("build", "sent_as", "comes_as", "media_type"),
    [
        (orderly, "台账.xlsx", "台账.xlsx", files.XLSX.media_type),
        (lambda: old(*LINES), "台账.xls", "台账.xls", "application/vnd.ms-excel"),
        (lambda: old(*LINES), "台账.xlsx", "台账.xls", "application/vnd.ms-excel"),
        (text, "台账.CSV", "台账.CSV", "text/csv"),
        (text, "台账", "台账.csv", "text/csv"),
    ],
)
def test_the_original_comes_back_as_what_it_is(
    clerk: Officer,
    clerk_client: Client,
    build: Callable[[], bytes],
    sent_as: str,
    comes_as: str,
    media_type: str,
) -> None:
    response = clerk_client.get(f"/ledgers/{sent(clerk, build(), filename=sent_as).pk}/file/")
    assert (whole(response), response["Content-Type"]) == (build(), media_type)
    assert response["Content-Disposition"].endswith(quote(comes_as))


def test_the_rows_of_any_version_can_be_looked_at(clerk: Officer, clerk_client: Client) -> None:
    first = accepted(clerk)
    rows = county_rows()
    rows[0]["books"] = 98765
    accepted(clerk, workbook(rows))
    text = clerk_client.get(f"/ledgers/{first.pk}/rows/").content.decode()
    assert text.count("示例县") > 16
    assert "98765" not in text
    assert "不是现在用的正式数据" in text
    found = clerk_client.get(f"/ledgers/{first.pk}/rows/?search={rows[0]['code']}").content.decode()
    assert str(rows[0]["name"]) in found
    assert str(rows[1]["name"]) not in found
    assert "没有这样的学校" in clerk_client.get(f"/ledgers/{first.pk}/rows/?search=不存在").content.decode()
    figures = figures_checked(clerk)
    assert "人口总数" in clerk_client.get(f"/ledgers/{figures.pk}/rows/").content.decode()


def test_of_a_version_that_was_not_read_no_rows_are_shown(clerk: Officer, clerk_client: Client) -> None:
    assert clerk_client.get(f"/ledgers/{checked(clerk, workbook([])).pk}/rows/").status_code == 409
