"""Formulas of one unit (学段单位): whether it counts, its share, its indicators and its verdict.

They say in a spreadsheet what ``calculation.scope`` and ``calculation.findings`` say; LibreOffice
recalculates them in the tests and must find the same. Only functions that Excel 2010 and WPS know.
"""

from fractions import Fraction

from openpyxl.utils import get_column_letter

from indicators.calculation.facts import JUDGED, STAGES_OF, SchoolType, Stage
from indicators.calculation.indicators import Indicator
from indicators.calculation.standard import Standard
from schools.ledger import template
from schools.ledger.columns import BY_FIELD, COLUMNS

PLACE = {column.field: get_column_letter(number) for number, column in enumerate(COLUMNS, 1)}
MISSING, PASSES, FAILS, OPEN = "未填报", "达标", "不达标", "未定"


def cell(field: str) -> str:
    """The input of this row; by position, so that rows may be inserted, sorted and deleted."""
    letter = PLACE[field]
    return f"INDEX('{template.SHEET}'!${letter}:${letter},ROW())"


def number(figure: Fraction) -> str:
    return repr(float(figure)) if figure.denominator != 1 else str(figure.numerator)


def known(stage: Stage) -> str:
    return f"ISNUMBER({cell(f'pupils_{stage}')})"


def used() -> str:
    return f'({cell("code")}&{cell("name")}<>"")'


def no_type() -> str:
    kinds = ",".join(f'{cell("school_type")}="{kind}"' for kind in SchoolType)
    return f"NOT(OR({kinds}))"


def has(stage: Stage) -> str:
    """``SchoolFacts.has_stage``."""
    runs = ",".join(f'{cell("school_type")}="{kind}"' for kind in SchoolType if stage in STAGES_OF[kind])
    others = ",".join(f"N({cell(f'pupils_{each}')})=0" for each in JUDGED)
    empty = f"AND({no_type()},NOT({known(stage)}),{others})"
    return f"OR({runs},N({cell(f'pupils_{stage}')})>0,{empty})"


def founder_counts(standard: Standard) -> str:
    """Is the founder one whose schools count, or not filled in?"""
    labels = BY_FIELD["founder"].choices
    if len(standard.founders.value) == len(labels):
        return "TRUE"
    said = f'({cell("founder")}&"")'
    texts = [f'{said}=""']
    for code in sorted(standard.founders.value):
        texts += [f'{said}="{text}"' for text in (code, labels[code], f"{code} {labels[code]}")]
    return f"OR({','.join(texts)})"


def doubtful(standard: Standard) -> str:
    """Is it open whether the school counts at all?"""
    founder = founder_counts(standard)
    unsaid = "FALSE" if founder == "TRUE" else f'{cell("founder")}&""=""'
    return f"AND({used()},{founder},OR({no_type()},{unsaid}))"


def counts(stage: Stage, standard: Standard) -> str:
    """``scope.of_county`` for this row and stage."""
    kinds = (kind for kind, stages in STAGES_OF.items() if not stages)
    outside = ",".join(f'{cell("school_type")}="{kind}"' for kind in kinds)
    point = f'{cell("school_type")}="{SchoolType.TEACHING_POINT}"'
    if standard.teaching_point_pupils is not None:
        everybody = f"N({cell('pupils_primary')})+N({cell('pupils_junior')})"
        least = standard.teaching_point_pupils.value
        point = f"AND({point},{known(Stage.PRIMARY)},{everybody}<{least})"
    nobody = f"AND({known(stage)},N({cell(f'pupils_{stage}')})=0)"
    return f"AND({used()},NOT(OR({outside},{point},{nobody})),{founder_counts(standard)},{has(stage)})"


def share(stage: Stage, standard: Standard) -> str:
    """``scope.share``: 1 for a school of one stage, else by weighted pupils; a text where it is open."""
    others = [other for other in Stage if other is not stage]
    alone = ",".join(f"NOT({has(other)})" for other in others)
    open_ = ",".join(f"AND({has(each)},NOT({known(each)}))" for each in Stage)
    weights = standard.weights.value
    total = "+".join(f"N({cell(f'pupils_{each}')})*{number(weights[each])}" for each in Stage)
    part = f"{number(weights[stage])}*N({cell(f'pupils_{stage}')})/({total})"
    return f'IF(AND({alone}),1,IF(OR({open_}),"{MISSING}",{part}))'


def value(indicator: Indicator, stage: Stage, row: int) -> str:
    """``Indicator.value`` from pupils in C and share in D; empty where the unit does not count."""
    terms = indicator.terms[stage]
    filled = [f"ISNUMBER({cell(term.field)})" for term in terms] + [f"ISNUMBER($C{row})"]
    total = "".join(f"{'+' if term.sign > 0 else '-'}{cell(term.field)}" for term in terms).lstrip("+")
    if indicator.shared:
        filled.append(f"ISNUMBER($D{row})")
        total = f"({total})*$D{row}"
    scale = f"*{indicator.factor * indicator.per}" if indicator.factor * indicator.per != 1 else ""
    amount = total if indicator.shared else f"({total})"
    return f'IF($B{row}=0,"",IF(AND({",".join(filled)}),{amount}{scale}/$C{row},"{MISSING}"))'


def short_of(indicator: Indicator, limit: Fraction, column: str, row: int) -> str:
    """What the unit must still get to reach *limit*, counted as the indicator's amount."""
    here = f"{column}{row}"
    lacking = f"ROUND({here}-{number(limit)},10)<0"
    gap = f"({number(limit)}-{here})*$C{row}/{indicator.per}"
    return f'IF(ISNUMBER({here}),IF({lacking},{gap},0),"")'
