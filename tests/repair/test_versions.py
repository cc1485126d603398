"""Likely values are taken into new versions, explanations stay, versions are compared and restored."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from counties.models import Officer
from operations import jobs
from operations.models import AuditEvent
from schools import actions, files, mending
from schools.ledger.problems import Severity
from schools.models import Ledger
from tests.factories import NOW
from tests.figures.county import orderly_workbook
from tests.forging import forge
from tests.ledgers.rows import county_rows
from tests.repair.messy import FIRST, MESSY, YUAN, Messy, orderly, put, saved, times
from tests.steps import accepted, checked, figures_checked, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def messy(clerk: Officer) -> Ledger:
    return checked(clerk, MESSY[-1].content())


def newest() -> Ledger:
    jobs.run_pending()
    return Ledger.objects.latest("version")


def test_likely_values_are_taken_all_together_and_noted(messy: Ledger, clerk_client: Client) -> None:
    dashes = messy.problems.filter(code="dash_in_number_cell").count()
    page = clerk_client.get(f"/ledgers/{messy.pk}/problems/").content.decode()
    assert dashes
    assert f"其中 {dashes} 处原来写着“无”" in page
    assert clerk_client.post(f"/ledgers/{messy.pk}/mend/", {"all": "1"}).status_code == 302
    new = newest()
    assert (new.version, new.state) == (2, Ledger.State.CHECKED)
    codes = set(new.problems.filter(severity=Severity.ERROR).values_list("code", flat=True))
    assert codes == {"code_malformed"}  # the county has no register yet by which to know the code
    detail = AuditEvent.objects.get(action="ledger.mended").detail
    assert detail["from"] == "1"
    assert ["not_a_choice", "学校'台账 2025", "C13", "初级中", "初级中学"] in detail["accepted"]
    assert files.verified(messy.sha256)  # what was uploaded stays as it was


def test_one_likely_value_is_taken_and_nothing_else_is_changed(messy: Ledger, clerk_client: Client) -> None:
    problem = messy.problems.get(code="equipment_in_yuan")
    clerk_client.post(f"/ledgers/{messy.pk}/mend/", {"problem": str(problem.pk)})
    before, after = (actions.read_again(each) for each in (messy, newest()))
    changed = {
        (old.number, field)
        for old, new in zip(before.rows, after.rows, strict=True)  # type: ignore[union-attr]  # of schools
        for field in old.values
        if old.values[field] != new.values[field]
    }
    assert changed == {(FIRST, "equipment_value")}


def test_a_version_that_is_not_the_newest_is_not_mended(messy: Ledger, clerk_client: Client) -> None:
    clerk_client.post(f"/ledgers/{messy.pk}/mend/", {"all": "1"})
    again = clerk_client.post(f"/ledgers/{messy.pk}/mend/", {"all": "1"})
    assert again.status_code == 409
    assert "第 2 版" in again.content.decode()


def test_what_a_clerk_types_is_never_a_formula(clerk: Officer) -> None:
    evil = '=HYPERLINK("x","y")'
    spoiled = orderly()
    for field, row in (("books", 0), ("computers", 1)):
        put(row, field, f"'{evil}")(spoiled.worksheets[0])
    ledger = checked(clerk, saved(spoiled))
    forge(ledger.problems.all(), explanation="+1+1", school="@SUM(A1)")
    book = load_workbook(BytesIO(mending.workbook(ledger)))
    assert not [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]
    listed = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"+1+1", "@SUM(A1)"} <= listed


def test_her_workbook_keeps_its_looks_and_shows_every_problem(clerk: Officer) -> None:
    ledger = checked(clerk, workbook_with_yuan())
    before = load_workbook(BytesIO(files.verified(ledger.sha256).read_bytes()))
    after = load_workbook(BytesIO(mending.workbook(ledger)))
    assert after.sheetnames == ["问题清单", *before.sheetnames]
    old, new = before.worksheets[0], after.worksheets[1]
    assert {key: each.width for key, each in new.column_dimensions.items()} == {
        key: each.width for key, each in old.column_dimensions.items()
    }
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert len(new.data_validations.dataValidation) == len(old.data_validations.dataValidation)
    for problem in ledger.problems.exclude(cell=""):
        cell = new[problem.cell]
        assert cell.comment is not None
        assert cell.comment.text.startswith(("【错误】", "【疑点】"))
        assert cell.fill.fgColor.rgb in {"FFFFC7CF", "FFFFEB9D"}
    links = [row[4].hyperlink for row in after.worksheets[0].iter_rows(min_row=4) if row[4].value]
    assert all(link is not None and link.location for link in links)


def workbook_with_yuan() -> bytes:
    book = load_workbook(BytesIO(workbook(county_rows())))
    times(0, "equipment_value", YUAN)(book.worksheets[0])
    return saved(book)


def test_a_second_repair_workbook_forgets_the_marks_of_the_first(clerk: Officer) -> None:
    first = mending.workbook(checked(clerk, MESSY[0].content()))
    again = load_workbook(BytesIO(first))
    target = again.worksheets[1]
    times(0, "equipment_value", 1 / YUAN)(target)
    put(1, "books", "约三百")(target)
    second = load_workbook(BytesIO(mending.workbook(checked(clerk, saved(again)))))
    assert second.sheetnames == again.sheetnames
    commented = {cell.coordinate for row in second.worksheets[1].iter_rows() for cell in row if cell.comment}
    assert len(commented) >= 1
    assert not any(cell.startswith("BF5") for cell in commented)


def test_an_explanation_stays_while_rule_school_field_and_value_are_the_same(
    clerk: Officer, clerk_client: Client
) -> None:
    odd = Messy("", "", put(0, "name", "示例县第一初中"))
    first = checked(clerk, odd.content())
    problem = first.problems.get(code="name_disagrees_with_type")
    actions.explain(problem=problem, text="历史名称", by=clerk, at=NOW)
    spoiled = orderly()
    put(0, "name", "示例县第一初中")(spoiled.worksheets[0])
    put(5, "books", 3999)(spoiled.worksheets[0])
    kept = checked(clerk, saved(spoiled)).problems.get(code="name_disagrees_with_type")
    assert (kept.explanation, kept.explained_in) == ("历史名称", 1)
    page = clerk_client.get(f"/ledgers/{kept.ledger_id}/problems/").content.decode()
    assert "沿用第 1 版的说明" in page


def test_versions_are_compared_school_by_school_and_in_all(clerk: Officer, clerk_client: Client) -> None:
    accepted(clerk, year=2024)
    rows = county_rows()
    rows[0]["site_area"] = rows[0]["building_area"]
    ledger = checked(clerk, workbook(rows[:-1]))
    page = clerk_client.get(f"/ledgers/{ledger.pk}/compare/").content.decode()
    for told in ("减少 1 所", "示例县职业技术学校", "占地面积", "骤减"):
        assert told in page
    assert not re.search(r"[0-9]\.[0-9]*0</td>", page)
    one = clerk_client.get(f"/ledgers/{ledger.pk}/compare/?school=9901000001").content.decode()
    assert "示例县第一小学" in one


def test_an_older_version_is_restored_as_the_newest(clerk: Officer, clerk_client: Client) -> None:
    first = checked(clerk)
    same = clerk_client.post(f"/ledgers/{first.pk}/restore/")
    assert (same.status_code, Ledger.objects.count()) == (409, 1)
    checked(clerk, workbook(county_rows()[:5]))
    assert clerk_client.post(f"/ledgers/{first.pk}/restore/").status_code == 302
    restored = newest()
    assert (restored.version, restored.sha256, restored.restored_from) == (3, first.sha256, first)
    assert restored.state == Ledger.State.CHECKED
    assert AuditEvent.objects.filter(action="ledger.restored").count() == 1


def test_county_figures_come_back_with_their_problems_too(clerk: Officer) -> None:
    book = load_workbook(BytesIO(orderly_workbook()))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "人口总数":
                row[2].value = "约35.2万"
    ledger = figures_checked(clerk, saved(book))
    again = load_workbook(BytesIO(mending.workbook(ledger)))
    assert again.sheetnames[0] == "问题清单"
    assert figures_checked(clerk, mending.workbook(ledger)).problems.count() == ledger.problems.count()
