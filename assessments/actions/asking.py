"""What every move is asked, whatever moves by it: is it his, and does it say why?"""

from assessments.actions.refusals import NotYours, Refused
from assessments.ways import S, Way
from counties.levels import Level
from counties.models import Officer

LONGEST_COMMENT = 2000


def must_be_his(way: Way[S], level: Level, by: Officer) -> None:
    """Raise ``NotYours`` unless *by* is of *level* and in one of the roles of *way*."""
    if by.level is not level or by.role not in way.roles:
        roles = "、".join(Officer.Role(role).label for role in way.roles)
        raise NotYours(f"“{way.label}”由{level.label}的{roles}办理，您的岗位不能办理。")


def must_say_why(way: Way[S], comment: str) -> None:
    if way.needs_reason and not comment:
        raise Refused(f"“{way.label}”请写明意见或理由。")
    if len(comment) > LONGEST_COMMENT:
        raise Refused(f"意见最多 {LONGEST_COMMENT} 字，现在有 {len(comment)} 字，请缩短。")
