"""Who takes part in the demonstration, under which login."""

from collections.abc import Mapping
from dataclasses import dataclass

from counties.levels import NATION_CODE
from counties.models import Officer

YEAR = 2025
STANDARD = "quality-2017"
# In which year a county was assessed, where it was not the demonstration's own.
ASSESSED: Mapping[str, int] = {"990106": 2024}
COUNTIES: Mapping[str, str] = {
    "990101": "示例甲县",
    "990102": "示例乙县",
    "990103": "示例丙县",
    "990104": "示例丁县",
    "990105": "示例戊县",
    "990106": "示例庚县",
    "999001": "示例己县",
}

# What the clerks say to the questions (疑点) about their ledgers, by rule; the others are left open.
EXPLANATIONS: Mapping[str, str] = {
    "teaching_point_counts": "该教学点隶属本镇中心小学，学生均已注册学籍，按规定纳入。",
    "extra_sports_area_not_countable": "为教学楼顶层的专用活动场地，今年未申请计入，仅作登记。",
    "fitness_tested_exceed_pupils": "测试在上学年进行，含已转出的学生，已与学籍变动名册核对。",
}


@dataclass(frozen=True)
class Part:
    """A login to open: for whom, over which division."""

    username: str
    name: str
    division: str
    role: Officer.Role


CLERKS = (
    Part("demo-jia", "示例甲县填报员", "990101", Officer.Role.CLERK),
    Part("demo-yi", "示例乙县填报员", "990102", Officer.Role.CLERK),
    Part("demo-bing", "示例丙县填报员", "990103", Officer.Role.CLERK),
    Part("demo-ding", "示例丁县填报员", "990104", Officer.Role.CLERK),
    Part("demo-wu", "示例戊县填报员", "990105", Officer.Role.CLERK),
    Part("demo-geng", "示例庚县填报员", "990106", Officer.Role.CLERK),
    Part("demo-ji", "示例己县填报员", "999001", Officer.Role.CLERK),
)
LEADERS = tuple(
    Part(f"{clerk.username}-fu", clerk.name.replace("填报员", "负责人"), clerk.division, Officer.Role.LEADER)
    for clerk in CLERKS
)
OTHERS = (
    *LEADERS,
    Part("demo-shi", "示例市督学", "990100", Officer.Role.INSPECTOR),
    Part("demo-shi-er", "示例市督学二", "990100", Officer.Role.INSPECTOR),
    Part("demo-shi-fu", "示例市负责人", "990100", Officer.Role.LEADER),
    Part("demo-sheng-du", "示例省督学", "990000", Officer.Role.INSPECTOR),
    Part("demo-sheng-fu", "示例省负责人", "990000", Officer.Role.LEADER),
    Part("demo-sheng", "示例省查看", "990000", Officer.Role.VIEWER),
    Part("demo-shen", "示例省审计员", "990000", Officer.Role.AUDITOR),
)
# Whoever sees the nation sees real counties, where there are any.
NATION = (
    Part("demo-guo-du", "国家督学（示例）", NATION_CODE, Officer.Role.INSPECTOR),
    Part("demo-guo-fu", "国家负责人（示例）", NATION_CODE, Officer.Role.LEADER),
    Part("demo-guojia", "国家级查看（示例）", NATION_CODE, Officer.Role.VIEWER),
)
