"""The workbook that computes finds what the calculation finds, recalculated by LibreOffice."""

import json
import random
import subprocess
from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from indicators import gather, published
from indicators.calculation import findings
from indicators.calculation.findings import CountyFinding, StageFinding
from indicators.calculation.outcomes import Outcome
from indicators.calculation.standard import Standard
from indicators.live import sheets
from schools.ledger import workbook
from schools.ledger.template import write_template
from tests.factories import whole
from tests.ledgers.rows import Values, county_rows

STANDARDS = ("quality-2017", "basic-2012")
Line = tuple[Any, ...]
NEARLY = 1e-9
ROWS = 20
UNVARIED = -4  # the seed of the county that is in order
AT_ONCE = 20  # files in one run of LibreOffice


def varied(seed: int) -> list[Values]:
    """A county out of order: figures scaled, zero or not filled in, schools missing, types changed."""
    chance = random.Random(seed)
    rows = [row for row in county_rows() if chance.random() < 0.8]
    for row in rows:
        for field, value in row.items():
            luck = chance.random()
            if isinstance(value, bool) or (not isinstance(value, str) and value is not None):
                if luck < 0.004 and seed % 2:
                    row[field] = None
                elif luck < 0.03:
                    row[field] = type(value)(0)
                elif luck < 0.4 and not isinstance(value, bool):
                    row[field] = type(value)(int(value * chance.randint(30, 200) / 100))
        if chance.random() < 0.1:
            row["founder"] = chance.choice(["1", "8", "10", None])
        if row["school_type"] == "教学点":
            row["pupils_primary"] = chance.choice([31, 49, 50, 51, 0, None])
        if chance.random() < 0.01:
            row["school_type"] = None
    return rows


def recalculated(folder: Path, paths: list[Path]) -> None:
    """Open each in LibreOffice and save it with what its formulas give."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    way = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run(
        ["soffice", profile, *way, *map(str, paths)],
        check=True,
        capture_output=True,
        timeout=300,
    )


def same(shown: object, exact: Fraction | str | None) -> bool:
    """Is the figure the same, or is it a text where there is none?"""
    if exact is None:
        return isinstance(shown, str)
    return isinstance(shown, int | float) and abs(shown - float(exact)) <= NEARLY * max(1, float(exact))


def compare(path: Path, found: CountyFinding) -> None:
    book = load_workbook(path, data_only=True)
    result, count = book[sheets.RESULT], len(found.standard.indicators)
    for stage, letter, judged in zip(found.stages, "CG", "EI", strict=True):
        for place, each in enumerate(stage.indicators, 6):
            cv = each.dispersion
            assert same(result[f"{letter}{place}"].value, cv.text if cv else None), (path, each)
            if each.ceiling is not None and each.outcome:
                assert result[f"{judged}{place}"].value == each.outcome.label
        assert same(result[f"{letter}{count + 6}"].value, stage.composite.text), path
        assert result[f"{letter}{count + 7}"].value == len(stage.units)
        assert result[f"{letter}{count + 8}"].value == stage.outcome.label, path
        _compare_units(
            book[f"{stage.stage.label}测算"].iter_rows(min_row=5, values_only=True), stage, found.standard
        )
    assert result[f"B{count + 9}"].value == found.outcome.label, path


def _compare_units(lines: Iterable[Line], stage: StageFinding, standard: Standard) -> None:
    count = len(standard.indicators)
    counted = [line for line in lines if line[1] == 1]
    for line, unit in zip(counted, stage.units, strict=True):
        assert line[0] == unit.unit.school.name
        values = [unit.values[each.indicator.code] for each in stage.indicators]
        for shown, exact in zip(line[4 : 4 + count], values, strict=True):
            assert same(shown, exact), (line, exact)
        limits = [standard.threshold(each.indicator.code, stage.stage) for each in stage.indicators]
        gaps = line[4 + count : 4 + 2 * count]
        for each, limit, exact, gap in zip(stage.indicators, limits, values, gaps, strict=True):
            if limit is not None and exact is not None:
                lacks = max(Fraction(0), (limit - exact) * (unit.unit.pupils or 0) / each.indicator.per)
                assert isinstance(gap, int | float) and abs(gap - float(lacks)) < 1e-6, (line, lacks)
        assert line[4 + 2 * count] == unit.outcome.label, line


def agree(tmp_path: Path, seeds: Sequence[int]) -> dict[Path, CountyFinding]:
    expected: dict[Path, CountyFinding] = {}
    for seed in seeds:
        standard, rows = (
            published.load(STANDARDS[seed // 2 % 2]),
            county_rows() if seed == UNVARIED else varied(seed),
        )
        path = tmp_path / f"{seed}.xlsx"
        write_template(path, rows=rows)
        sheets.add(path, standard, rows=ROWS)
        facts = [gather.school_facts(row) for row in rows]
        expected[path] = findings.judge(facts, standard)
    for start in range(0, len(seeds), AT_ONCE):
        recalculated(tmp_path, list(expected)[start : start + AT_ONCE])
    for path, found in expected.items():
        compare(tmp_path / "out" / path.name, found)
    return expected


@pytest.mark.office
def test_a_county_comes_out_as_calculated_and_as_evaluated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(tmp_path, [2, UNVARIED])
    call_command("evaluate", str(tmp_path / "out" / f"{UNVARIED}.xlsx"), "--json")
    told = json.loads(capsys.readouterr().out)
    result = load_workbook(tmp_path / "out" / f"{UNVARIED}.xlsx", data_only=True)[sheets.RESULT]
    row = 9 + len(published.load(STANDARDS[0]).indicators)
    assert Outcome(told["verdict"]).label == result[f"B{row}"].value != Outcome.UNDETERMINED.label


@pytest.mark.office
@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_two_hundred_counties_come_out_as_calculated(tmp_path: Path) -> None:
    agree(tmp_path, range(200))


def test_the_file_is_read_like_any_ledger(tmp_path: Path) -> None:
    path = tmp_path / "live.xlsx"
    write_template(path, rows=county_rows())
    sheets.add(path, published.load(STANDARDS[0]), rows=ROWS)
    reading = workbook.read(path)
    assert (len(reading.rows), reading.problems) == (16, ())


def test_the_page_hands_it_out(clerk_client: Client) -> None:
    answer = clerk_client.get("/standards/quality-2017/template.xlsx")
    book = load_workbook(BytesIO(whole(answer)))
    assert book.sheetnames[-3:] == [sheets.RESULT, "小学测算", "初中测算"]
    assert clerk_client.get("/standards/quality-2017-fujian/template.xlsx").status_code == 404
    assert "/standards/basic-2012/template.xlsx" in clerk_client.get("/ledgers/upload/").content.decode()


def test_the_command_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "live.xlsx"
    call_command("ledger_template", output=path, live=True, standard="basic-2012")
    assert load_workbook(path).sheetnames[-3:] == [sheets.RESULT, "小学测算", "初中测算"]
