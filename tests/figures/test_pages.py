"""The pages of the county figures: a form filled in is an upload, and nobody sees the neighbour's."""

import re
from io import BytesIO
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from counties.models import Officer
from operations import jobs
from schools import files, years
from schools.figures import reading
from schools.figures.columns import FIGURES
from schools.ledger.problems import LedgerRefused
from schools.models import CountyYear, Ledger
from tests.factories import whole
from tests.figures.county import Values, orderly, orderly_workbook, workbook
from tests.steps import accepted, figures_accepted, figures_checked, figures_sent, judged

pytestmark = pytest.mark.django_db

FORM = "/ledgers/figures/?year=2025"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filled(values: Values, *, basis: int = 0, standard: str = "quality-2017") -> dict[str, object]:
    """What a browser sends: every field, as it is typed."""
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {"basis": basis, "standard": standard, **texts}


def shown(text: str) -> dict[str, str]:
    """The fields of the form and what stands in them."""
    inputs = re.findall(r'<input class="form-control" name="(\w+)"[^>]*? value="([^"]*)"', text)
    selects = re.findall(r'<select class="form-select" name="(level_\w+)"(.*?)</select>', text)
    chosen = {name: "".join(re.findall("<option selected>(.)<", options)) for name, options in selects}
    return dict(inputs) | chosen


def test_the_form_has_a_field_for_every_figure_with_unit_place_and_note(clerk_client: Client) -> None:
    text = clerk_client.get(FORM).content.decode()
    assert set(shown(text)) == {figure.field for figure in FIGURES}
    assert set(shown(text).values()) == {""}
    for figure in FIGURES:
        assert f"{figure.heading}<small>{figure.item}</small>" in text
        assert figure.note in text
    assert '<input type="hidden" name="basis" value="0"' in text


def test_a_form_filled_in_is_an_upload(clerk: Officer, clerk_client: Client) -> None:
    response = clerk_client.post(FORM, filled(orderly()))
    ledger = Ledger.objects.get()
    assert response["Location"] == f"/ledgers/{ledger.pk}/"
    assert (ledger.kind, ledger.version, ledger.year, ledger.uploaded_by) == ("county", 1, 2025, clerk.user)
    assert ledger.filename == "2025学年县级数据.xlsx"
    assert dict(reading.read(files.verified(ledger.sha256)).values) == orderly()
    jobs.run_pending()
    ledger.refresh_from_db()
    assert (ledger.state, ledger.problems.count()) == (Ledger.State.CHECKED, 0)


def test_the_form_begins_with_the_newest_version_however_it_came(
    clerk: Officer, clerk_client: Client
) -> None:
    values = orderly(level_pe="Ⅳ", allocation_growth=None)
    figures_checked(clerk, workbook(values))
    text = clerk_client.get(FORM).content.decode()
    expected = {name: "" if value is None else str(value) for name, value in values.items()}
    assert shown(text) == expected
    assert '<input type="hidden" name="basis" value="1"' in text
    response = clerk_client.post(FORM, filled(values | {"townships": 13}, basis=1))
    assert response.status_code == 302
    assert [each.version for each in Ledger.objects.order_by("version")] == [1, 2]


def test_what_was_typed_in_a_cell_in_vain_stands_in_the_form(clerk: Officer, clerk_client: Client) -> None:
    figures_checked(clerk, workbook(orderly() | {"teacher_pay": "约十万"}))
    text = clerk_client.get(FORM).content.decode()
    assert shown(text)["teacher_pay"] == "约十万"
    assert "错误：" in text
    assert "不是一个数" in text


def test_a_refused_version_is_passed_over_and_still_counted(clerk: Officer, clerk_client: Client) -> None:
    figures_checked(clerk)
    figures_checked(clerk, workbook({}))
    text = clerk_client.get(FORM).content.decode()
    assert shown(text)["townships"] == "12"
    assert '<input type="hidden" name="basis" value="2"' in text


def test_what_cannot_be_read_is_a_422_beside_its_field_and_nothing_is_lost(clerk_client: Client) -> None:
    values = orderly() | {"teacher_pay": "约十万", "townships": "１３个", "population": "35.2万人"}
    response = clerk_client.post(FORM, filled(values))
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count('aria-invalid="true"') == 1
    assert '<a href="#id_teacher_pay">' in text
    assert (shown(text)["teacher_pay"], shown(text)["townships"]) == ("约十万", "１３个")
    assert not Ledger.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"standard": "none"},
        {"basis": ""},
        {"basis": "-1"},
        {"level_pe": "优"},
        {"townships": "1" * 61},
        {"townships": "\x00"},
    ],
    ids=str,
)
def test_a_form_without_figures_or_with_what_it_does_not_offer_is_a_422(
    clerk_client: Client, changes: dict[str, str]
) -> None:
    values = filled(dict.fromkeys((figure.field for figure in FIGURES), None) if not changes else orderly())
    response = clerk_client.post(FORM, values | changes)
    assert response.status_code == 422
    assert "没有保存" in response.content.decode()
    assert not Ledger.objects.exists()


def test_the_same_figures_again_are_the_same_version(clerk_client: Client) -> None:
    first = clerk_client.post(FORM, filled(orderly()))
    again = clerk_client.post(FORM, filled(orderly()), follow=True)
    assert again.redirect_chain == [(first["Location"], 302)]
    assert "没有重复收下" in again.content.decode()
    assert Ledger.objects.count() == 1


def test_a_form_filled_in_from_an_older_version_does_not_overwrite_the_newer(
    clerk: Officer, clerk_client: Client
) -> None:
    figures_sent(clerk)
    response = clerk_client.post(FORM, filled(orderly(townships=13), basis=0))
    assert response.status_code == 409
    assert "第 1 版" in response.content.decode()
    assert Ledger.objects.count() == 1


def test_a_workbook_is_uploaded_as_county_figures(clerk_client: Client) -> None:
    page = clerk_client.get("/ledgers/upload/?kind=county&year=2025").content.decode()
    assert "<h1>上传县级数据</h1>" in page
    file = BytesIO(orderly_workbook())
    file.name = "县级数据.xlsx"
    sent = {"kind": "county", "year": "2025", "standard": "quality-2017", "file": file}
    response = clerk_client.post("/ledgers/upload/", sent)
    ledger = Ledger.objects.get()
    assert (response["Location"], ledger.kind) == (f"/ledgers/{ledger.pk}/", "county")


def test_the_blank_template_is_of_the_kind_asked_for(clerk_client: Client) -> None:
    response = clerk_client.get("/ledgers/template/?kind=county")
    year = years.current(timezone.localdate())
    assert response["Content-Type"] == XLSX
    assert quote(f"{year}学年县级数据.xlsx") in response["Content-Disposition"]
    with pytest.raises(LedgerRefused) as blank:
        reading.read_bytes(whole(response))
    assert blank.value.problem.code == "E38"
    with pytest.raises(LedgerRefused) as other:
        reading.read_bytes(whole(clerk_client.get("/ledgers/template/")))
    assert other.value.problem.code == "E36"


def test_accepting_is_said_in_words_of_its_kind(clerk: Officer, clerk_client: Client) -> None:
    ledger = figures_checked(clerk)
    text = clerk_client.get(f"/ledgers/{ledger.pk}/accept/").content.decode()
    assert "学年县级数据第 1 版？" in text
    assert "所学校" not in text
    assert clerk_client.post(f"/ledgers/{ledger.pk}/accept/").status_code == 302
    jobs.run_pending()
    assert CountyYear.objects.get().ledger == ledger


def test_accepted_figures_are_shown_with_the_cell_they_come_from(
    clerk: Officer, clerk_client: Client
) -> None:
    ledger = figures_accepted(clerk, workbook(orderly(gap_maths=None)))
    text = clerk_client.get(f"/ledgers/{ledger.pk}/figures/").content.decode()
    assert "35.20" in text
    assert "县级数据 C5" in text
    assert "103,500" in text
    assert text.count("未填报") == 1
    assert "填了 74 项，共 75 项" in text


def test_figures_not_yet_accepted_are_not_shown_as_such(clerk: Officer, clerk_client: Client) -> None:
    assert clerk_client.get(f"/ledgers/{figures_checked(clerk).pk}/figures/").status_code == 409
    assert clerk_client.get(f"/ledgers/{accepted(clerk).pk}/figures/").status_code == 404


def test_problems_are_told_by_figure_and_lead_to_the_form(clerk: Officer, clerk_client: Client) -> None:
    ledger = figures_checked(clerk, workbook(orderly(rotated_backbone=85)))
    text = clerk_client.get(f"/ledgers/{ledger.pk}/problems/").content.decode()
    assert "<b>交流轮岗骨干教师数</b>" in text
    assert "/ledgers/figures/?year=2025#id_rotated_backbone" in text
    assert "学校名称或标识码" not in text


def test_my_county_shows_which_figures_are_in_force(clerk: Officer, clerk_client: Client) -> None:
    judged(clerk)
    assert "/ledgers/figures/?year=2025" in clerk_client.get("/?year=2025").content.decode()
    ledger = figures_accepted(clerk)
    newer = figures_checked(clerk, workbook(orderly(townships=13)))
    text = clerk_client.get("/?year=2025").content.decode()
    assert f"/ledgers/{ledger.pk}/figures/" in text
    assert f"/ledgers/{newer.pk}/" in text


def test_a_county_sees_nothing_of_its_neighbours_figures(
    clerk: Officer, neighbours_clerk_client: Client, city_inspector_client: Client
) -> None:
    ledger = figures_accepted(clerk, workbook(orderly(villages=987_654)))
    address = f"/ledgers/{ledger.pk}/figures/"
    assert neighbours_clerk_client.get(address).status_code == 404
    assert "987" not in neighbours_clerk_client.get(FORM).content.decode()
    assert "987,654" in city_inspector_client.get(address).content.decode()
    assert city_inspector_client.get(FORM).status_code == 403
