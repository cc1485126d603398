"""The roadmap: planned against recognised, written by the province's leader alone, one by one or many."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.actions.refusals import NotYours, Refused
from assessments.roadmap import actions, standing
from assessments.roadmap.models import CountyPlan
from assessments.roadmap.standing import State
from assessments.workflow import Step
from counties.models import Division, Officer, User
from operations import audit
from operations.models import AuditEvent
from tests.assessments.offices import Offices
from tests.assessments.standing_at import standing_at
from tests.factories import NOW, client_of, division, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(county: Division) -> Officer:
    return Offices(county).at("province", "leader")


def planned(county: Division, year: int | None, by: Officer, basis: str = "省规划") -> CountyPlan:
    return actions.plan(county=county, year=year, basis=basis, by=by, at=NOW)


def table(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("规划.csv", "\n".join(["代码,规划学年,依据", *lines]).encode("utf-8-sig"))


def test_planned_and_recognised_are_set_side_by_side(
    county: Division, neighbour: Division, leader: Officer, clerk: Officer
) -> None:
    late, without = division("990103", "迟县"), division("990201", "无县")
    standing_at(Step.RECOGNISED, county, clerk, year=2024)
    standing_at(Step.CITY_REVIEW, late, clerk)
    for each, year in ((county, 2025), (neighbour, 2027), (late, 2024)):
        planned(each, year, leader)
    found = standing.of(leader, year=2025)
    states = {line.name: line.state for line in found.lines}
    assert states == {
        "示例县": State.EARLY,
        "邻县": State.AHEAD,
        "迟县": State.OVERDUE,
        "无县": State.UNPLANNED,
    }
    assert (found.whole.due, found.whole.recognised, found.whole.ahead, found.not_begun) == (2, 1, -1, 3)
    assert [(each.year, each.planned_so_far, each.recognised_so_far) for each in found.years][:2] == [
        (2024, 1, 1),
        (2025, 2, 1),
    ]
    assert [region.name for region in found.without_any] == [str(without.parent)]
    assert [region.name for region in found.without_plan] == [str(without.parent)]


def test_only_the_quality_standard_counts(county: Division, leader: Officer, clerk: Officer) -> None:
    standing_at(Step.RECOGNISED, county, clerk, year=2024, standard="basic-2012")
    assert standing.of(leader, year=2025).whole.recognised == 0


def test_a_change_says_why_and_the_earlier_plan_stays(county: Division, leader: Officer) -> None:
    first = planned(county, 2026, leader)
    assert planned(county, 2026, leader, basis="") == first
    with pytest.raises(Refused, match="写明文件或理由"):
        planned(county, 2028, leader, basis="")
    planned(county, 2028, leader, basis="省里调整")
    planned(county, None, leader, basis="区划调整")
    assert list(CountyPlan.objects.values_list("year", flat=True)) == [2026, 2028, None]
    assert standing.of(leader, year=2025).lines[0].state is State.UNPLANNED
    assert AuditEvent.objects.filter(action="roadmap.planned").count() == 3
    assert audit.verify() == []


@pytest.mark.parametrize("year", [2016, 2061])
def test_years_that_cannot_be_are_refused(year: int, county: Division, leader: Officer) -> None:
    with pytest.raises(Refused, match="2017 到 2060"):
        planned(county, year, leader)


def test_the_plan_is_the_provinces_leaders(county: Division, leader: Officer) -> None:
    offices = Offices(county)
    for level, role in (("province", "inspector"), ("nation", "leader"), ("city", "leader")):
        with pytest.raises(NotYours):
            planned(county, 2026, offices.at(level, role))
    elsewhere = division("980101", "外省县")
    with pytest.raises(NotYours):
        planned(elsewhere, 2026, leader)
    assert client_of(leader).post("/roadmap/980101/", {"year": 2026}).status_code == 404


def test_the_form_keeps_a_plan_and_says_what_is_wrong(county: Division, leader: Officer) -> None:
    client, page = client_of(leader), f"/roadmap/{county.code}/"
    assert client.post(page, {"year": "2027", "basis": "省规划"}).status_code == 302
    assert "规划在 2027 学年" in client.get(page).content.decode()
    answer = client.post(page, {"year": "2029", "basis": ""})
    assert answer.status_code == 422
    assert "写明文件或理由" in answer.content.decode()
    assert client.post(page, {"year": "1999", "basis": "x"}).status_code == 422


def test_a_table_is_taken_in_whole_or_not_at_all(
    county: Division, neighbour: Division, leader: Officer
) -> None:
    client = client_of(leader)
    wrong = table("990101,2027,省规划", "990102,廿八,省规划", "12,2027,", "990101,2028,又一次")
    answer = client.post("/roadmap/import/", {"file": wrong})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert all(f"第 {number} 行" in text for number in (3, 4, 5))
    assert "第 2 行" not in text
    strange = client.post("/roadmap/import/", {"file": table("990101,2027,省规划", "980101,2027,省规划")})
    assert "没有代码为 980101" in strange.content.decode()
    assert CountyPlan.objects.count() == 0
    done = client.post("/roadmap/import/", {"file": table("990101,2027学年,省规划", "990102,,")}, follow=True)
    assert "1 个县的规划有变动" in done.content.decode()
    assert [line.planned for line in standing.of(leader, year=2025).lines] == [2027, None]


def test_what_the_gate_refuses_is_refused(county: Division, leader: Officer) -> None:
    formula = table("990101,=2000+27,省规划")
    answer = client_of(leader).post("/roadmap/import/", {"file": formula})
    assert answer.status_code == 422
    assert client_of(leader).post("/roadmap/import/", {}).status_code == 422
    assert CountyPlan.objects.count() == 0


def test_the_export_is_of_ones_own_counties_and_comes_back_unchanged(
    county: Division, neighbour: Division, leader: Officer, clerk: Officer
) -> None:
    planned(county, 2027, leader)
    client = client_of(leader)
    book = whole(client.get("/reports/exports/roadmap/2025.xlsx"))
    text = "".join(ZipFile(BytesIO(book)).read(name).decode() for name in ZipFile(BytesIO(book)).namelist())
    assert "990102" in text
    back = SimpleUploadedFile("规划.xlsx", book)
    page = client.post("/roadmap/import/", {"file": back}, follow=True).content.decode()
    assert "已导入，0 个县的规划有变动" in page
    assert CountyPlan.objects.count() == 1
    assert [line.planned for line in standing.of(leader, year=2025).lines] == [2027, None]
    own = whole(client_of(clerk).get("/reports/exports/roadmap/2025.csv")).decode()
    assert "990101" in own
    assert "990102" not in own
    assert AuditEvent.objects.filter(action="list.exported").count() == 2
    assert client.get("/reports/exports/roadmap/1.csv").status_code == 404


def test_the_page_filters_by_place_and_state(county: Division, neighbour: Division, leader: Officer) -> None:
    planned(county, 2024, leader)
    client = client_of(leader)
    rows = client.get("/roadmap/?year=2025&state=overdue").content.decode().partition('id="counties"')[2]
    assert "示例县" in rows
    assert "邻县" not in rows
    assert "没有这样的县" in client.get("/roadmap/?year=2025&under=9902").content.decode()


def test_the_administrator_brings_plans_in_as_later_rows(county: Division, leader: Officer) -> None:
    planned(county, 2026, leader)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    file = SimpleUploadedFile("plan.csv", "county__code,year,basis\n990101,2029,省里来函".encode())
    preview = client.post("/admin/assessments/countyplan/import/", {"import_file": file, "format": "0"})
    form = preview.context["confirm_form"].initial
    assert CountyPlan.objects.count() == 1
    client.post("/admin/assessments/countyplan/process_import/", form)
    assert list(CountyPlan.objects.values_list("year", "basis")) == [(2026, "省规划"), (2029, "省里来函")]
    exported = {"format": "0", "planresource_code": "on", "planresource_year": "on"}
    answer = client.post("/admin/assessments/countyplan/export/", exported)
    assert b"990101" in answer.content
    assert b"2026" not in answer.content
