"""Headings (栏目名称) of the ledger's columns."""

from collections.abc import Mapping
from types import MappingProxyType

from schools.ledger.columns import COLUMNS
from schools.ledger.vocabulary import Remembered, Vocabulary

# Other names that are in everybody's mouth; anything less plain is asked about, not guessed.
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("学校(机构)标识码", "学校代码", "学校(机构)代码", "标识码", "机构标识码"),
        "name": ("学校(机构)名称", "校名", "学校全称", "学校"),
        "school_type": ("学校类型", "学校类别", "学校(机构)办学类型"),
        "founder": ("举办者", "学校(机构)举办者", "举办者类别"),
        "locale": ("城乡分类", "城乡类别", "学校所在地城乡类型"),
        "boarding": ("是否寄宿制",),
        "pupils_primary": ("小学在校学生数", "小学在校生人数", "小学学生数", "小学生数"),
        "pupils_junior": ("初中在校学生数", "初中在校生人数", "初中学生数", "初中生数"),
    }
)

LEDGER = Vocabulary(COLUMNS, _OTHER_NAMES)
meaning, stacked, resembling = LEDGER.meaning, LEDGER.stacked, LEDGER.resembling


def remembered(answers: Mapping[str, str]) -> Remembered:
    return Remembered(COLUMNS, answers)


NOTHING_REMEMBERED = remembered({})
