"""What a ledger says of its schools, against the register of all counties' schools."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counties.models import Division
from schools.ledger.problems import Problem, Severity
from schools.ledger.rows import Reading, Row
from schools.models import School


class Elsewhere(Exception):
    """A school of the ledger is registered to another county."""


def enter(county: Division, rows: Sequence[Row]) -> Mapping[str, int]:
    """Enter new schools, take over new names, and return the keys of all by code.

    Raise ``Elsewhere`` where one belongs to another county; the caller undoes what was entered.
    """
    known = dict(School.objects.filter(county=county).values_list("code", "name"))
    School.objects.bulk_create(
        [
            School(code=row.code, name=row.name, county=county)
            for row in rows
            if known.get(row.code) != row.name
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "initials"],
    )
    # Looked at after writing: another county may have entered a code in the same moment.
    if elsewhere(county, {row.code for row in rows}):
        raise Elsewhere(county.code)
    return dict(School.objects.filter(code__in=[row.code for row in rows]).values_list("code", "pk"))


def elsewhere(county: Division, codes: Iterable[str]) -> set[str]:
    """Return those of *codes* that are registered to another county."""
    others = School.objects.exclude(county__code=county.code)
    return set(others.filter(code__in=list(codes)).values_list("code", flat=True))


def problems(county: Division, reading: Reading) -> Iterator[Problem]:
    """Find schools that belong to another county; which one is nobody's business here."""
    taken = elsewhere(county, {row.code for row in reading.rows if row.code})
    for row in reading.rows:
        if row.code in taken:
            yield Problem(
                severity=Severity.ERROR,
                code="school_belongs_to_another_county",
                message=f"学校标识码 {row.code} 已登记在其他县。",
                remedy="请核对学校标识码；确属本县的学校，请联系本级账号管理员办理划转后再上传。",
                sheet=row.sheet,
                cell=row.cells["code"].address if "code" in row.cells else "",
                school_code=row.code,
                school=row.name,
                field="code",
                value=row.code,
                expected="本县学校的标识码",
            )
