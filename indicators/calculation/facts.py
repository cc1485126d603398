"""What is known of a school (学校) and of its stages (学段), before any standard is applied."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Stage(StrEnum):
    """学段. Senior pupils are never judged; they only take their part in a split (拆分)."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"

    @property
    def label(self) -> str:
        return {"primary": "小学", "junior": "初中", "senior": "高中"}[self.value]


JUDGED = (Stage.PRIMARY, Stage.JUNIOR)


class SchoolType(StrEnum):
    """办学类型, as the ledger writes it."""

    PRIMARY = "小学"
    TEACHING_POINT = "教学点"
    JUNIOR = "初级中学"
    NINE_YEAR = "九年一贯制学校"
    COMPLETE = "完全中学"
    TWELVE_YEAR = "十二年一贯制学校"
    SPECIAL = "特殊教育学校"
    VOCATIONAL = "职业学校"


STAGES_OF: Mapping[SchoolType, tuple[Stage, ...]] = {
    SchoolType.PRIMARY: (Stage.PRIMARY,),
    SchoolType.TEACHING_POINT: (Stage.PRIMARY,),
    SchoolType.JUNIOR: (Stage.JUNIOR,),
    SchoolType.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    SchoolType.COMPLETE: (Stage.JUNIOR, Stage.SENIOR),
    SchoolType.TWELVE_YEAR: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
    SchoolType.SPECIAL: (),
    SchoolType.VOCATIONAL: (),
}


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """One school's figures under the field names of the ledger, in the ledger's units.

    A figure that is ``None`` or absent was not filled in (未填报); zero is zero. *founder* is the
    code of the 举办者类型, ``"1"`` to ``"10"``; *locale* is 城区, 镇区 or 乡村.
    """

    code: str
    name: str
    school_type: SchoolType | None
    founder: str | None
    figures: Mapping[str, Fraction | None]
    locale: str | None = None
    boarding: bool | None = None
    dense_urban: bool | None = None

    def pupils(self, stage: Stage) -> int | None:
        """Return the registered pupils (在校生数) of *stage*, or None where not filled in."""
        pupils = self.figures.get(f"pupils_{stage}")
        return None if pupils is None else int(pupils)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages the school has, senior included, from the youngest."""
        return tuple(stage for stage in Stage if self.has_stage(stage))

    def has_stage(self, stage: Stage) -> bool:
        """Tell whether the school's type runs *stage*, or pupils of it are attached (附设班)."""
        return self._type_runs(stage) or bool(self.pupils(stage))

    def _type_runs(self, stage: Stage) -> bool:
        if self.school_type is None:
            return self.pupils(stage) is None and not any(self.pupils(judged) for judged in JUDGED)
        return stage in STAGES_OF[self.school_type]


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """One stage of one school (学段单位): what the standards count and compare.

    *share* is the part of what the school holds in common that falls to this stage; it is None
    where a stage's pupils were not filled in. *extra* is what an allowance (宽限条款) adds to an
    indicator's figures, by indicator code.
    """

    school: SchoolFacts
    stage: Stage
    pupils: int | None
    share: Fraction | None
    extra: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The school's name; with its stage where the school has several."""
        stages = [stage for stage in JUDGED if self.school.has_stage(stage)]
        return f"{self.school.name}（{self.stage.label}部）" if len(stages) > 1 else self.school.name
