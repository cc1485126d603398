"""Monitoring: later years of recognised counties, those that slip first, each reason with its figures."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.monitoring import slips, watched
from assessments.monitoring.watched import State
from assessments.workflow import Step
from counties.models import Division, Officer
from indicators.models import Calculation, CountyFigure, SchoolFigure, StageFigure
from operations.models import Job
from schools.models import Ledger, School
from tests.assessments.offices import Offices
from tests.assessments.standing_at import standing_at
from tests.factories import NOW, client_of, division, officer, whole
from tests.steps import STANDARD

pytestmark = pytest.mark.django_db
ROOM = "teaching_room_area"


def accepted(county: Division, by: Officer, year: int, standard: str) -> Ledger:
    job = Job.objects.create(kind="x", key=f"{county.code} {year} {standard}", actor="x", created_at=NOW)
    version = 1 + Ledger.objects.filter(county=county, year=year).count()
    file = {"kind": "schools", "filename": "x", "sha256": f"{county.pk}{year}", "size": 1, "job": job}
    who = {"uploaded_by": by.user, "uploaded_at": NOW, "accepted_by": by.user, "accepted_at": NOW}
    state = Ledger.State.ACCEPTED
    fixed = {"version": version, "standard": standard, "state": state, **file, **who}
    return Ledger.objects.create(county=county, year=year, **fixed)


def judged(
    county: Division,
    by: Officer,
    year: int,
    *,
    cv: str = "0.30",
    failing: int = 0,
    standard: str = STANDARD,
    outcome: str = "",
) -> Calculation:
    """A county's year as rows alone: one coefficient of primary schools, and so many that fail."""
    above = Decimal(cv) > Decimal("0.50")
    outcome = outcome or ("fails" if above or failing else "passes")
    made = Calculation.objects.create(
        ledger=accepted(county, by, year, standard),
        inputs=f"{county.code} {year} {standard}",
        standard_code=standard,
        standard_digest="x",
        outcome=outcome,
        whole_outcome=outcome,
        made_at=NOW,
    )
    stage = StageFigure.objects.create(
        calculation=made, stage="primary", units=9, pupils=900, outcome=outcome
    )
    of_stage = {"cv": cv, "cv_ceiling": "0.50", "outcome": "fails" if above else "passes", "missing": 0}
    CountyFigure.objects.create(stage=stage, indicator=ROOM, **of_stage)
    for number in range(failing):
        code = f"{county.code}{number:04}"
        school, _ = School.objects.get_or_create(
            code=code, defaults={"name": f"{code}小学", "county": county}
        )
        unit = {"name": school.name, "values": {}, "below": [ROOM], "outcome": "fails"}
        SchoolFigure.objects.create(stage=stage, school=school, **unit)
    return made


def states(by: Officer, year: int = 2025) -> list[tuple[str, str]]:
    return [(each.county.code, each.state.value) for each in watched.of(by, year=year)]


def test_those_that_slip_come_first_and_two_years_call_for_a_review(
    county: Division, neighbour: Division, clerk: Officer, nation_viewer: Officer
) -> None:
    third, fourth = division("990103", "丙县"), division("990104", "丁县")
    for each in (county, neighbour, third, fourth):
        judged(each, clerk, 2022)
        standing_at(Step.RECOGNISED, each, clerk, year=2022)
    judged(county, clerk, 2023)
    for year in (2023, 2024):
        judged(neighbour, clerk, year, failing=1)
    judged(third, clerk, 2024, cv="0.51")
    assert states(nation_viewer) == [
        ("990102", "review"),
        ("990103", "warning"),
        ("990104", "unseen"),
        ("990101", "kept"),
    ]
    assert states(nation_viewer, 2023)[0] == ("990102", "warning")


def test_a_year_between_that_passes_or_is_missing_breaks_the_row(
    county: Division, neighbour: Division, clerk: Officer, nation_viewer: Officer
) -> None:
    for each in (county, neighbour):
        standing_at(Step.RECOGNISED, each, clerk, year=2021)
        for year in (2022, 2024):
            judged(each, clerk, year, failing=1)
    judged(county, clerk, 2023)
    assert {state for _, state in states(nation_viewer)} == {"warning"}


def test_only_the_standard_of_the_recognition_and_the_years_after_it_count(
    county: Division, clerk: Officer
) -> None:
    standing_at(Step.RECOGNISED, county, clerk, year=2023)
    judged(county, clerk, 2022, failing=3)
    judged(county, clerk, 2024, failing=3, standard="basic-2012")
    assert states(clerk) == [("990101", "unseen")]


def test_the_reasons_say_which_coefficient_and_how_many_schools(county: Division, clerk: Officer) -> None:
    judged(county, clerk, 2023, failing=1)
    standing_at(Step.RECOGNISED, county, clerk, year=2023)
    latest = judged(county, clerk, 2024, cv="0.507", failing=2)
    [found] = watched.of(clerk, year=2025)
    above, schools = slips.reasons([found])["990101"]
    assert "小学差异系数超过上限 0.50" in above
    assert "0.507" in above
    assert schools == "小学有 2 个学段单位不达标"
    [stage] = slips.courses(found)
    [course] = [each for each in stage.courses if each.slipped]
    assert (course.indicator, [cell.shown for cell in course.cells]) == (ROOM, ["0.300", "0.507"])
    assert stage.failing == ((2023, 1), (2024, 2))
    failing, count = slips.schools(found)
    assert (count, [(each.code, each.new) for each in failing]) == (
        2,
        [("9901010001", True), ("9901010000", False)],
    )
    text = client_of(clerk).get("/monitoring/990101/?year=2025").content.decode()
    assert f"/results/{latest.pk}/primary/{ROOM}/" in text
    assert "滑坡" in text


def test_each_sees_the_counties_he_answers_for(
    county: Division, neighbour: Division, clerk: Officer, neighbours_clerk: Officer
) -> None:
    standing_at(Step.RECOGNISED, county, clerk, year=2024)
    judged(county, clerk, 2025, failing=1)
    other_city = officer("other", division("990200", "他市"), Officer.Role.INSPECTOR)
    inspector = Offices(county).at("city", "inspector")
    for by, sees in ((clerk, True), (inspector, True), (neighbours_clerk, False), (other_city, False)):
        client = client_of(by)
        assert (
            "示例县" in client.get("/monitoring/?year=2025").content.decode().partition("<table")[2]
        ) is sees
        assert client.get("/monitoring/990101/?year=2025").status_code == (200 if sees else 404)
        assert ("990101" in whole(client.get("/reports/exports/monitoring/2025.csv")).decode()) is sees
    assert client_of(clerk).get("/monitoring/990102/").status_code == 404


def test_a_county_that_fails_is_no_longer_undetermined(county: Division, clerk: Officer) -> None:
    """Each state has its words, and only the first two are of slipping."""
    assert [state for state in State if state.slips] == [State.REVIEW, State.WARNING]
    assert all(state.label for state in State)
    standing_at(Step.RECOGNISED, county, clerk, year=2024)
    judged(county, clerk, 2025, outcome="undetermined")
    assert states(clerk, timezone.localdate().year) == [("990101", "open")]
