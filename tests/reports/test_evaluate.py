"""The command line judges a ledger file without any database."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessments.demo import rows as demonstration
from assessments.demo.counties import CLEAR
from operations import apart as processes
from operations.apart import Reason, Stopped
from schools.ledger.columns import BY_FIELD, Value
from tests.ledgers.rows import county_rows

DATA = Path(__file__).parent.parent / "calculation" / "data"
Rows = Sequence[Mapping[str, Value]]


def ledger(path: Path, rows: Rows) -> Path:
    """Write *rows* as a plain workbook: the headings of the fields that occur, a row a school."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append([BY_FIELD[field].heading for field in fields])
    for row in rows:
        sheet.append([_written(row.get(field)) for field in fields])
    workbook.save(path)
    return path


def _written(value: Value) -> Any:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def evaluate(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, Any]:
    """Return the exit code and the object printed."""
    code = 0
    try:
        call_command("evaluate", str(path), "--json", *options)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return ledger(tmp_path / "台账.xlsx", county_rows())


def test_a_whole_ledger_is_judged_without_a_database(capsys: pytest.CaptureFixture[str], clean: Path) -> None:
    code, found = evaluate(capsys, clean)
    assert code == 0
    assert found["standard"]["code"] == "quality-2017"
    assert found["ledger"]["file"] == "台账.xlsx"
    assert found["ledger"]["schools"] == len(county_rows())
    assert set(found["stages"]) == {"primary", "junior"}
    assert [problem for problem in found["problems"] if problem["level"] == "error"] == []
    for stage in found["stages"].values():
        assert len(stage["indicators"]) == 7
        for figure in stage["indicators"].values():
            assert set(figure) == {"name", "unit", "mean", "cv", "cv_ceiling", "verdict", "missing"}
            assert Decimal(figure["cv"]) >= 0
        assert stage["composite_cv"]["ceiling"] is None
    units = [(unit["school_code"], unit["stage"]) for unit in found["units"]]
    assert len(units) == len(set(units)) == sum(stage["units"] for stage in found["stages"].values())


def test_a_fault_is_told_once_and_the_count_is_of_what_is_told(
    capsys: pytest.CaptureFixture[str], clean: Path
) -> None:
    workbook = openpyxl.load_workbook(clean)
    sheet = workbook.worksheets[0]
    place = {cell.value: cell.column or 0 for cell in sheet[1]}
    sheet.cell(1, place["教学仪器设备资产值"]).value = "教学仪器设备资产值（元）"
    sheet.cell(2, place["小学专任教师数"]).value = "=SUM(1,31)"
    sheet.cell(3, place["小学最大班额"]).value = None
    sheet.cell(1, sheet.max_column + 1).value = "校车（辆）"
    workbook.save(clean)
    code, found = evaluate(capsys, clean)
    errors = [each["code"] for each in found["problems"]]
    assert errors == ["heading_in_other_unit", "formula_without_value", "required_cell_missing"]
    assert (code, found["reasons"][0].partition("，")[0]) == (2, "有 2 处错误（另有 1 处没有填）")
    with pytest.raises(SystemExit):
        call_command("evaluate", str(clean))
    assert "校车（辆）" in capsys.readouterr().out


def test_the_same_file_gives_the_same_object(capsys: pytest.CaptureFixture[str], clean: Path) -> None:
    assert evaluate(capsys, clean) == evaluate(capsys, clean)


def test_californian_districts_as_ledgers_give_their_counties_coefficients(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    counties: dict[str, list[dict[str, Value]]] = defaultdict(list)
    for line in _lines("caschools.csv"):
        counties[line["county"]].append(
            {
                "code": f"99{line['district']:0>8}",
                "name": line["school"],
                "school_type": "小学",
                "pupils_primary": int(line["students"]),
                "computers": int(line["computer"]),
            }
        )
    for line in _lines("caschools_expected.csv"):
        path = ledger(tmp_path / "county.xlsx", counties[line["county"]])
        code, found = evaluate(capsys, path, "--standard", "basic-2012")
        stage = found["stages"]["primary"]
        assert code == 0
        assert (stage["units"], stage["pupils"]) == (int(line["schools"]), int(line["students"]))
        assert float(stage["indicators"]["computers"]["cv"]) == pytest.approx(float(line["CV"]), abs=1e-9)
        assert stage["indicators"]["books"]["cv"] is None
        assert stage["indicators"]["books"]["verdict"] == "undetermined"
        assert stage["composite_cv"] == {"cv": None, "ceiling": "0.65", "verdict": "undetermined"}


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_a_missing_cell_leaves_its_indicator_open_and_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = county_rows()
    gap = next(row for row in rows if row["school_type"] == "小学")
    gap["teachers_backbone_primary"] = None
    code, found = evaluate(capsys, ledger(tmp_path / "gap.xlsx", rows))
    figure = found["stages"]["primary"]["indicators"]["backbone_teachers"]
    assert code == 0
    assert (figure["verdict"], figure["missing"], figure["cv"]) == ("undetermined", 1, None)
    assert found["verdict"] != "passes"
    (problem,) = [each for each in found["problems"] if each["level"] == "error"]
    assert (problem["code"], problem["school"]) == ("required_cell_missing", gap["name"])
    assert problem["cell"] and problem["sheet"]


def test_a_nine_year_school_without_the_pupils_of_a_stage_refuses_the_ledger(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = county_rows()
    school = next(row for row in rows if row["school_type"] == "九年一贯制学校")
    school["pupils_junior"] = None
    code, found = evaluate(capsys, ledger(tmp_path / "gap.xlsx", rows))
    assert code == 2
    assert found["verdict"] != "passes"
    problem = next(each for each in found["problems"] if each["code"] == "pupils_missing")
    assert problem["level"] == "error" and problem["cell"] and problem["school"] == school["name"]


def test_with_an_error_nothing_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = demonstration.of_county(CLEAR)
    _, sound = evaluate(capsys, ledger(tmp_path / "sound.xlsx", rows))
    assert (sound["verdict"], sound["reasons"]) == ("passes", [])
    rows[0]["teachers_certified"] = 9999
    code, found = evaluate(capsys, ledger(tmp_path / "wrong.xlsx", rows))
    assert code == 2
    assert found["verdict"] == "undetermined"
    assert "处错误" in found["reasons"][0]
    assert found["stages"]["primary"]["indicators"]


def test_a_column_nobody_filled_leaves_its_indicator_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [
        {field: value for field, value in row.items() if field != "multimedia_rooms"} for row in county_rows()
    ]
    code, found = evaluate(capsys, ledger(tmp_path / "narrow.xlsx", rows))
    assert code == 0
    assert found["stages"]["primary"]["indicators"]["multimedia_rooms"]["verdict"] == "undetermined"
    assert found["stages"]["primary"]["indicators"]["sports_area"]["verdict"] == "passes"
    assert any("网络多媒体教室" in reason for reason in found["reasons"])


def test_what_is_no_ledger_is_refused_with_its_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "no.xlsx"
    path.write_text("这不是工作簿")
    code, found = evaluate(capsys, path)
    assert code == 2
    assert (found["verdict"], found["stages"], found["units"]) == ("undetermined", {}, [])
    assert found["problems"][0]["level"] == "error"
    assert found["reasons"]


def test_with_an_error_nothing_fails_either(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = demonstration.of_county(CLEAR)
    rows[0]["equipment_value"] = 9_000_000
    code, found = evaluate(capsys, ledger(tmp_path / "slip.xlsx", rows))
    assert (code, found["verdict"]) == (2, "undetermined")
    assert found["stages"]["primary"]["indicators"]["equipment_value"]["verdict"] == "fails"


def test_county_figures_that_are_none_are_named_and_the_ledger_is_still_measured(
    capsys: pytest.CaptureFixture[str], clean: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "县.xlsx"
    wrong.write_text("这不是工作簿")
    code, found = evaluate(capsys, clean, "--county-figures", str(wrong))
    assert (code, found["verdict"]) == (2, "undetermined")
    assert any("县级数据文件 县.xlsx" in problem["message"] for problem in found["problems"])
    assert found["units"]


def test_a_folder_that_cannot_be_written_is_said_to_be(clean: Path) -> None:
    with pytest.raises(CommandError, match="写不到"):
        call_command("evaluate", str(clean), "--out", str(clean))


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("evaluate", str(tmp_path / "none.xlsx"))


def test_the_dossier_and_the_forms_are_written_where_asked(
    capsys: pytest.CaptureFixture[str], clean: Path, tmp_path: Path
) -> None:
    evaluate(capsys, clean, "--out", str(tmp_path / "out"))
    written = {path.name: path.read_bytes()[:4] for path in (tmp_path / "out").iterdir()}
    assert {"表Ⅱ-1.xlsx", "表Ⅱ-2.xlsx", "表Ⅲ.xlsx"} <= set(written)
    assert [name for name, start in written.items() if start == b"%PDF"]


def test_the_same_is_told_in_words(capsys: pytest.CaptureFixture[str], clean: Path) -> None:
    call_command("evaluate", str(clean))
    told = capsys.readouterr().out
    assert "结论：" in told and "差异系数" in told and "上限 0.50" in told


def test_a_ledger_its_reader_does_not_survive_is_refused_not_a_traceback(
    capsys: pytest.CaptureFixture[str], clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object, **_options: object) -> bytes:
        raise Stopped(Reason.MEMORY)

    monkeypatch.setattr(processes, "run", stopped)
    code, found = evaluate(capsys, clean)
    assert (code, found["verdict"], found["units"]) == (2, "undetermined", [])
    assert [problem["code"] for problem in found["problems"]] == ["E99"]
