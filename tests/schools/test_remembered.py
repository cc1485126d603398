"""A heading that nearly matches is asked about once, answered, and known in that county from then on."""

from pathlib import Path

import pytest
from django.test import Client

from counties.models import Officer
from operations import jobs
from operations.models import AuditEvent, Job
from operations.verification import Fault
from schools import actions, contents, verifiers
from schools.ledger.rows import Reading
from schools.models import HeadingAnswer, Ledger, LedgerContent, LedgerProblem
from schools.remembered import actions as remembered
from schools.remembered import questions
from tests.factories import NOW
from tests.forging import unguarded
from tests.ledgers import sheets
from tests.steps import accepted, checked, figures_checked

pytestmark = pytest.mark.django_db

FAR = (*sheets.HEADINGS[:3], "在校学生数", "小学班级数（个）")  # no pupils, and so E33, without an answer
NEAR = (*sheets.HEADINGS, "小学专任老师数")
HEADER = ("项目", "单位", "填报值")


def book(tmp_path: Path, headings: sheets.Line, *lines: sheets.Line) -> bytes:
    found = lines or (sheets.FIRST, sheets.SECOND)
    return sheets.save(tmp_path / "a.xlsx", {"台账": [headings, *found]}).read_bytes()


def answered(ledger: Ledger, clerk: Officer, *fields: str) -> Ledger:
    """Answer the version's questions in their order and let it be checked again."""
    remembered.answer(ledger=ledger, answers=dict(enumerate(fields)), by=clerk, at=NOW)
    jobs.run_pending()
    return Ledger.objects.get(pk=ledger.pk)


def pupils(ledger: Ledger) -> list[str]:
    return [line.values.get("pupils_primary", "") for line in contents.of(ledger, actions.read_again)]


def codes(ledger: Ledger) -> set[str]:
    return set(ledger.problems.values_list("code", flat=True))


def test_a_file_refused_for_want_of_pupils_is_read_after_one_answer(clerk: Officer, tmp_path: Path) -> None:
    ledger = checked(clerk, book(tmp_path, FAR))
    assert (ledger.state, codes(ledger)) == (Ledger.State.REFUSED, {"E33"})
    [question] = questions.of(ledger)
    assert question.near == ("台账", "D1", "在校学生数", ("pupils_primary", "pupils_junior"))
    again = answered(ledger, clerk, "pupils_primary")
    assert (again.pk, again.version, again.state) == (ledger.pk, 1, Ledger.State.CHECKED)
    assert pupils(again) == ["120", "45"]
    assert questions.of(again) == []
    assert again.alterations[0] == [
        "台账", "D1", "表头“在校学生数”", "按本县以前的确认读作“小学在校生数”"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("代号", "单位", "类型"), [("代号", ("name", "code")), ("单位", ("name", "code"))]),
        (("学校标识编码", "学校的名称", "类型"), [("学校标识编码", ("code",)), ("学校的名称", ("name",))]),
    ],
)
def test_a_file_refused_for_want_of_schools_is_read_after_one_answer(
    clerk: Officer, tmp_path: Path, names: tuple[str, ...], asked: list[tuple[str, tuple[str, ...]]]
) -> None:
    content = book(tmp_path, (*names, *sheets.HEADINGS[3:]))
    ledger = checked(clerk, content)
    assert (ledger.state, codes(ledger)) == (Ledger.State.REFUSED, {"E32"})
    assert names[1] in ledger.problems.get().message
    found = [(each.near.text, tuple(sorted(each.near.fields))) for each in questions.of(ledger)]
    assert found == [(text, tuple(sorted(fields))) for text, fields in asked]
    again = answered(ledger, clerk, "code", "name")
    assert (again.state, pupils(again)) == (Ledger.State.CHECKED, ["120", "45"])
    assert questions.of(again) == []
    assert checked(clerk, content, year=2024).state == Ledger.State.CHECKED


def test_a_file_that_is_no_ledger_asks_nothing(clerk: Officer, tmp_path: Path) -> None:
    ledger = checked(clerk, book(tmp_path, ("甲", "乙"), ("1", "2")))
    assert (codes(ledger), questions.of(ledger)) == ({"E32"}, [])


def test_later_uploads_of_the_county_and_another_year_use_the_answer(clerk: Officer, tmp_path: Path) -> None:
    answered(checked(clerk, book(tmp_path, FAR)), clerk, "pupils_primary")
    more = (*FAR[:3], "在校学生数（人）", FAR[4])
    later = checked(clerk, book(tmp_path, more, sheets.FIRST), year=2024)
    assert (later.state, pupils(later)) == (Ledger.State.CHECKED, ["120"])
    assert later.alterations[0][3] == "按本县以前的确认读作“小学在校生数”"


def test_another_countys_answers_are_never_used(
    clerk: Officer, neighbours_clerk: Officer, tmp_path: Path
) -> None:
    answered(checked(clerk, book(tmp_path, FAR)), clerk, "pupils_primary")
    assert checked(neighbours_clerk, book(tmp_path, FAR)).state == Ledger.State.REFUSED


@pytest.mark.parametrize(
    ("heading", "suggested"),
    [("教学仪器设备值（万元）", 1), ("教学仪器设备值", 1), ("教学仪器设备值(元)", 0)],
)
def test_a_heading_in_another_unit_is_given_no_new_name(
    clerk: Officer, tmp_path: Path, heading: str, suggested: int
) -> None:
    ledger = checked(clerk, book(tmp_path, (*sheets.HEADINGS, heading), (*sheets.FIRST, 9)))
    problem = ledger.problems.get(code="heading_nearly_matches")
    assert (problem.field, len(problem.changes)) == ("equipment_value", suggested)


def test_a_heading_that_is_none_of_ours_is_not_asked_about_again(clerk: Officer, tmp_path: Path) -> None:
    ledger = checked(clerk, book(tmp_path, NEAR, (*sheets.FIRST, 9)))
    assert "heading_nearly_matches" in codes(ledger)
    again = answered(ledger, clerk, questions.NONE)
    assert (again.state, questions.of(again)) == (Ledger.State.CHECKED, [])
    assert "heading_nearly_matches" not in codes(again)
    assert not any(line[2].startswith("表头") for line in again.alterations)


def test_an_answer_gives_way_to_the_heading_itself(clerk: Officer, tmp_path: Path) -> None:
    answered(checked(clerk, book(tmp_path, FAR)), clerk, "pupils_primary")
    both = (*sheets.HEADINGS, "在校学生数")
    ledger = checked(clerk, book(tmp_path, both, (*sheets.FIRST, 999)))
    assert pupils(ledger) == ["120"]
    assert "heading_repeated" not in codes(ledger)
    assert any("在校学生数（F1）" in notice for notice in ledger.notices)


def test_explanations_stay_when_a_version_is_checked_again(clerk: Officer, tmp_path: Path) -> None:
    ledger = checked(clerk, book(tmp_path, (*NEAR, "图书册数（含电子）"), (*sheets.FIRST, 9, 100)))
    remark = ledger.problems.get(code="heading_has_remark")
    actions.explain(problem=remark, text="口径一致", by=clerk, at=NOW)
    again = answered(ledger, clerk, questions.NONE)
    kept = again.problems.get(code="heading_has_remark")
    assert (kept.explanation, kept.explained_in) == ("口径一致", None)


def test_what_was_read_by_an_answer_is_read_so_for_ever(clerk: Officer, tmp_path: Path) -> None:
    """An accepted version stays what it was, though the answer is taken back."""
    content = book(tmp_path, FAR)
    ledger = answered(checked(clerk, content), clerk, "pupils_primary")
    with unguarded(LedgerProblem):
        ledger.problems.all().delete()
    accepted(clerk, content)
    row = HeadingAnswer.objects.get()
    remembered.withdraw(answer=row, by=clerk, at=NOW)
    jobs.run_pending()
    ledger.refresh_from_db()
    assert ledger.state == Ledger.State.ACCEPTED
    reading = actions.read_again(ledger)
    assert isinstance(reading, Reading)
    assert [row.values["pupils_primary"] for row in reading.rows] == [120, 45]
    faults: list[Fault] = list(verifiers.rows())
    assert faults == []


def test_an_answer_taken_back_is_asked_for_again(clerk: Officer, tmp_path: Path) -> None:
    ledger = answered(checked(clerk, book(tmp_path, FAR)), clerk, "pupils_primary")
    remembered.withdraw(answer=HeadingAnswer.objects.get(), by=clerk, at=NOW)
    jobs.run_pending()
    ledger.refresh_from_db()
    assert (ledger.state, len(questions.of(ledger))) == (Ledger.State.REFUSED, 1)
    assert [each.holds for each in questions.kept(ledger.county)] == [False, False]
    with pytest.raises(actions.Refused, match="已经撤回"):
        remembered.withdraw(answer=HeadingAnswer.objects.latest("pk"), by=clerk, at=NOW)


def test_one_column_is_not_two_headings(clerk: Officer, tmp_path: Path) -> None:
    headings = (*FAR, "小学在校的学生数")
    ledger = checked(clerk, book(tmp_path, headings, (*sheets.FIRST, 7)))
    assert len(questions.of(ledger)) == 2
    with pytest.raises(actions.Refused, match="同一个栏目"):
        answered(ledger, clerk, "pupils_primary", "pupils_primary")
    with pytest.raises(actions.Refused, match="一个表头也没有回答"):
        answered(ledger, clerk, "books")
    assert not HeadingAnswer.objects.exists()


def test_an_accepted_version_is_not_asked_about(clerk: Officer, tmp_path: Path) -> None:
    ledger = checked(clerk, book(tmp_path, NEAR, (*sheets.FIRST, 9)))
    Ledger.objects.filter(pk=ledger.pk).update(state=Ledger.State.ACCEPTED)
    ledger.refresh_from_db()
    assert questions.of(ledger) == []
    with pytest.raises(actions.Refused, match="现在不能再回答"):
        answered(ledger, clerk, questions.NONE)


def test_county_figures_are_asked_about_in_the_same_way(clerk: Officer, tmp_path: Path) -> None:
    lines: list[sheets.Line] = [HEADER, ["乡镇数", "个", 12], ["行政村总数", "个", 143]]
    content = sheets.save(tmp_path / "a.xlsx", {"县级数据": lines}).read_bytes()
    ledger = figures_checked(clerk, content)
    [question] = questions.of(ledger)
    assert question.near.fields[0] == "villages"
    again = answered(ledger, clerk, "villages")
    [line] = contents.of(again, actions.read_again)
    assert (line.values["villages"], line.values["townships"]) == ("143", "12")
    lines.append(["行政村数", "个", 140])
    exact = sheets.save(tmp_path / "b.xlsx", {"县级数据": lines}).read_bytes()
    [line] = contents.of(figures_checked(clerk, exact), actions.read_again)
    assert line.values["villages"] == "140"


def test_county_figures_refused_for_want_of_any_are_asked_about(clerk: Officer, tmp_path: Path) -> None:
    lines: list[sheets.Line] = [HEADER, ["行政村总数", "个", 143]]
    content = sheets.save(tmp_path / "a.xlsx", {"县级数据": lines}).read_bytes()
    ledger = figures_checked(clerk, content)
    assert (ledger.state, codes(ledger)) == (Ledger.State.REFUSED, {"E36"})
    [question] = questions.of(ledger)
    assert question.near[:3] == ("县级数据", "A2", "行政村总数")
    again = answered(ledger, clerk, "villages")
    [line] = contents.of(again, actions.read_again)
    assert line.values["villages"] == "143"


def test_the_page_asks_takes_the_answer_and_shows_what_is_remembered(
    clerk: Officer, clerk_client: Client, city_inspector_client: Client, tmp_path: Path
) -> None:
    ledger = checked(clerk, book(tmp_path, FAR))
    address = f"/ledgers/{ledger.pk}/"
    text = clerk_client.get(address).content.decode()
    assert "“在校学生数”是下面哪一个栏目？" in text
    assert "是下面哪一个栏目" not in city_inspector_client.get(address).content.decode()
    response = clerk_client.post(f"{address}headings/", {"heading-0": "pupils_primary"})
    assert (response.status_code, response["Location"]) == (302, address)
    assert clerk_client.post(f"{address}headings/", {"heading-0": "pupils_primary"}).status_code == 409
    jobs.run_pending()
    assert "按本县以前的确认读作" in clerk_client.get(address).content.decode()
    page = f"/ledgers/headings/{ledger.county.code}/"
    shown = clerk_client.get(page).content.decode()
    assert "小学在校生数（人）" in shown
    assert "撤回</button>" in shown
    assert "撤回</button>" not in city_inspector_client.get(page).content.decode()
    row = HeadingAnswer.objects.get()
    assert clerk_client.post(f"/ledgers/headings/{row.pk}/withdraw/")["Location"] == page
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"heading.answered", "heading.withdrawn"} <= told


def test_a_check_made_again_leaves_one_job_and_one_content(clerk: Officer, tmp_path: Path) -> None:
    ledger = answered(checked(clerk, book(tmp_path, NEAR, (*sheets.FIRST, 9))), clerk, questions.NONE)
    assert Job.objects.get().state == Job.State.DONE
    assert LedgerContent.objects.filter(ledger=ledger).count() == 1
