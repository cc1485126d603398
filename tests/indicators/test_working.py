"""The working behind a figure comes to the figure that was kept, for every figure of a county."""

from dataclasses import replace
from fractions import Fraction

import pytest

from counties.models import Officer
from indicators import gather, published, working
from indicators.calculation import findings, rounding
from indicators.calculation.allowances import Allowances
from indicators.calculation.facts import Stage
from indicators.models import CountyFigure, SchoolFigure
from tests.factories import NOW
from tests.steps import judged

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("standard", published.codes())]


def test_every_value_comes_out_again(clerk: Officer, standard: str) -> None:
    calculation = judged(clerk, standard=standard)
    rows = {row.school_id: row for row in calculation.ledger.rows.select_related("school")}
    figures = SchoolFigure.objects.filter(stage__calculation=calculation).select_related("stage")
    assert figures
    for figure in figures:
        school = gather.school_facts(rows[figure.school_id].values)
        allowed = Allowances(calculation.standard.allowances, NOW.date())
        unit = working.unit(school, Stage(figure.stage.stage), calculation.standard, allowed)
        assert unit
        for indicator in calculation.standard.indicators:
            found = working.of_value(unit, indicator, calculation.standard, allowed)
            kept = figure.values[indicator.code]
            assert found.working.value == (None if kept is None else Fraction(kept))
            assert found.below == (indicator.code in figure.below)
            assert found.below_floor == (indicator.code in figure.below_floor)


def test_every_coefficient_comes_out_again(clerk: Officer, standard: str) -> None:
    calculation = judged(clerk, standard=standard)
    facts = gather.of_ledger(calculation.ledger)
    for figure in CountyFigure.objects.filter(stage__calculation=calculation).select_related("stage"):
        indicator = calculation.standard.indicator(figure.indicator)
        alone = replace(calculation.standard, indicators=(indicator,))
        stage = findings.judge(facts, alone).stage(Stage(figure.stage.stage))
        found = working.of_dispersion(stage, indicator, calculation.standard)
        assert found.finding.dispersion
        assert found.finding.dispersion.text == figure.cv
        assert (found.outcome or "") == figure.outcome
        assert found.cv == rounding.shown(Fraction(figure.cv), 6)
        assert sum(part.share.share or 0 for part in found.shares) == 1
