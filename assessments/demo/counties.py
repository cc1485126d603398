"""The three invented counties: one passes, one fails by a hair, one is large and uneven."""

from decimal import Decimal

from assessments.demo.places import RURAL, TOWN, URBAN
from assessments.demo.plans import PRIVATE, County, Kind, Spread
from indicators.calculation.facts import SchoolType

SIXTEEN_TOWNS = (
    "金谷", "桐岭", "三溪", "古渡", "花垣", "乌石", "桂竹", "棠下",
    "鹿坑", "泉上", "马鞍", "旗岭", "杉木", "石磡", "稻香", "枫林",
)  # fmt: skip

CLEAR = County(
    code="990101",
    shows="各校七项指标、两个学段的差异系数全部达标",
    towns=("禾丰", "柏溪", "望岭", "临泉", "松坪", "云麓", "梅岗", "沙渡", "青塘", "石埠"),
    spread=Spread(
        usual=(104, 158),
        rich=(185, 250),
        rich_share={"backbone_teachers": 18, "sports_area": 16, "equipment_value": 20, "multimedia_rooms": 6},
    ),
    kinds=(
        Kind(SchoolType.PRIMARY, URBAN, 7, primary=(980, 1860)),
        Kind(SchoolType.PRIMARY, TOWN, 10, primary=(430, 910)),
        Kind(SchoolType.PRIMARY, RURAL, 20, primary=(105, 350)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 3, primary=(52, 94)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 3, primary=(14, 46)),
        Kind(SchoolType.COMPLETE, URBAN, 1, junior=(820, 980), senior=(1150, 1500)),
        Kind(SchoolType.JUNIOR, URBAN, 4, junior=(860, 1620)),
        Kind(SchoolType.JUNIOR, TOWN, 7, junior=(310, 820)),
        Kind(SchoolType.NINE_YEAR, TOWN, 3, primary=(360, 620), junior=(210, 380)),
        Kind(SchoolType.NINE_YEAR, RURAL, 2, primary=(220, 330), junior=(130, 190)),
        Kind(
            SchoolType.TWELVE_YEAR,
            URBAN,
            1,
            founder=PRIVATE,
            primary=(680, 820),
            junior=(480, 560),
            senior=(390, 460),
        ),
        Kind(SchoolType.SPECIAL, URBAN, 1),
    ),
)

NARROW = County(
    code="990102",
    shows="只差一点：小学骨干教师差异系数 0.502，上限 0.50；另有一校 4.196 显示为 4.20，不到 4.2",
    towns=("芦湾", "槐里", "双塔", "茶亭", "枣园", "白鹭"),
    spread=Spread(
        usual=(105, 150),
        rich=(175, 230),
        rich_share={"sports_area": 20, "equipment_value": 15},
    ),
    kinds=(
        Kind(SchoolType.PRIMARY, URBAN, 3, primary=(900, 1500)),
        Kind(SchoolType.PRIMARY, TOWN, 1, primary=(715, 715)),
        Kind(SchoolType.PRIMARY, TOWN, 5, primary=(380, 760)),
        Kind(SchoolType.PRIMARY, RURAL, 4, primary=(110, 280)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 1, primary=(60, 68)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 1, primary=(24, 36)),
        Kind(SchoolType.COMPLETE, URBAN, 1, junior=(620, 760), senior=(900, 1100)),
        Kind(SchoolType.JUNIOR, URBAN, 2, junior=(780, 1200)),
        Kind(SchoolType.JUNIOR, TOWN, 4, junior=(300, 560)),
        Kind(SchoolType.NINE_YEAR, TOWN, 1, primary=(300, 380), junior=(170, 230)),
        Kind(SchoolType.SPECIAL, URBAN, 1),
    ),
    plenty={
        # Most of the backbone teachers work in two schools: that alone puts the county over 0.50.
        "实验小学": {"backbone_teachers": 381},
        "育才小学": {"backbone_teachers": 118},
        "文澜小学": {"backbone_teachers": 376},
        # 30 teachers for 715 pupils: 4.1958…, which is shown as 4.20 and is less than 4.2.
        "芦湾镇中心小学": {"teachers_above_required": 99},
    },
)

UNEVEN = County(
    code="990103",
    shows="大县，多所学校和多项差异系数不达标，一处未填报，两处疑点待说明；政府保障也有几项不达标",
    towns=SIXTEEN_TOWNS,
    lenient=True,
    spread=Spread(
        usual=(101, 140),
        rich=(270, 420),
        rich_share={
            "backbone_teachers": 16,
            "sports_area": 14,
            "equipment_value": 24,
            "teaching_room_area": 5,
        },
    ),
    kinds=(
        Kind(SchoolType.PRIMARY, URBAN, 5, class_size=52, primary=(1780, 2640)),
        Kind(SchoolType.PRIMARY, URBAN, 9, primary=(860, 1900)),
        Kind(SchoolType.PRIMARY, TOWN, 16, primary=(350, 1050)),
        Kind(SchoolType.PRIMARY, RURAL, 30, primary=(100, 420)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 5, primary=(50, 97)),
        Kind(SchoolType.TEACHING_POINT, RURAL, 7, primary=(9, 48)),
        Kind(SchoolType.COMPLETE, URBAN, 2, junior=(900, 1300), senior=(1300, 1900)),
        Kind(SchoolType.COMPLETE, TOWN, 1, junior=(420, 600), senior=(350, 500)),
        Kind(SchoolType.JUNIOR, URBAN, 4, junior=(1100, 1900)),
        Kind(SchoolType.JUNIOR, TOWN, 12, junior=(280, 900)),
        Kind(SchoolType.NINE_YEAR, TOWN, 4, primary=(380, 700), junior=(220, 420)),
        Kind(SchoolType.NINE_YEAR, RURAL, 5, primary=(180, 330), junior=(100, 200)),
        Kind(SchoolType.PRIMARY, URBAN, 3, founder=PRIVATE, primary=(420, 880)),
        Kind(SchoolType.JUNIOR, URBAN, 2, founder=PRIVATE, junior=(360, 720)),
        Kind(SchoolType.NINE_YEAR, URBAN, 1, founder=PRIVATE, primary=(500, 600), junior=(300, 380)),
        Kind(
            SchoolType.TWELVE_YEAR,
            URBAN,
            2,
            founder=PRIVATE,
            primary=(700, 1000),
            junior=(500, 700),
            senior=(400, 600),
        ),
        Kind(SchoolType.SPECIAL, URBAN, 1),
        Kind(SchoolType.VOCATIONAL, URBAN, 1),
    ),
    plenty={
        # Town schools full to bursting, with the ground they always had.
        "实验小学": {"teaching_room_area": 78, "sports_area": 66, "multimedia_rooms": 84},
        "育才小学": {"teaching_room_area": 72, "sports_area": 58, "multimedia_rooms": 80},
        "文澜小学": {"sports_area": 70, "multimedia_rooms": 90},
        "明德小学": {"teaching_room_area": 83, "sports_area": 61},
        "朝晖小学": {"teaching_room_area": 96, "sports_area": 84},
        "锦绣小学": {"sports_area": 91},
        "第二中学": {"sports_area": 68},
        "第六中学": {"teaching_room_area": 92, "equipment_value": 95},
        # Private schools whose teachers have no title from the county.
        "博雅双语小学": {"backbone_teachers": 16},
        "晨星小学": {"backbone_teachers": 0, "pe_art_teachers": 80},
        "金色摇篮初级中学": {"backbone_teachers": 23, "pe_art_teachers": 72},
        "育新学校": {"backbone_teachers": 30},
        # Villages without anybody to teach sports or art, or with old equipment.
        "稻香镇上桥教学点": {"backbone_teachers": 0, "pe_art_teachers": 0},
        "枫林镇下桥教学点": {"pe_art_teachers": 0},
        "三溪镇大桥教学点": {"multimedia_rooms": 55},
        "桐岭镇下湾小学": {"equipment_value": 88},
        "鹿坑镇东坪小学": {"equipment_value": 62},
        "石磡镇东河学校": {"equipment_value": 71, "multimedia_rooms": 88},
    },
    figures={
        # Beyond the basic plane (U+21413): whatever breaks on such a character shows here.
        "泉上镇西坪小学": {"name": "泉上镇𡐓头小学"},
        # 附设初中班, judged as a unit of its own; the degrees of its teachers were not filled in: 未定.
        "马鞍镇东岭小学": {
            "pupils_junior": 41,
            "classes_junior": 2,
            "largest_class_junior": 22,
            "teachers_junior": 5,
        },
        # Questions (疑点) that an honest ledger raises.
        "育才小学": {"other_sports_area": Decimal("960.00")},
        "明德小学": {
            "dense_urban": True,
            "leased_sports_area": Decimal("2800.00"),
            "leased_sports_walk_minutes": 14,
        },
        "第五中学": {"fitness_tested": 1341},
    },
    own={
        "teacher_pay": 88_400,
        "civil_servant_pay": 91_900,
        "rotated": 214,
        "rotated_backbone": 37,
        "senior_quota_allocated": 1_290,
        "gap_maths": Decimal("0.163"),
        "survey_satisfied": 762,
        # Left open (未填报): what becomes of an item without its figures.
        "disabled_children": None,
        "disabled_enrolled": None,
        "disabled_in_special": None,
    },
)
COUNTIES = (CLEAR, NARROW, UNEVEN)
