"""What is done with an assessment, and the steps of the year's path that reach over more than one app."""

from assessments.actions.inspecting import draw_schools, record_inspection, record_survey, set_deadline
from assessments.actions.ledgers import accept_ledger, answer_item, ask_to_accept, evaluate
from assessments.actions.moving import advance, start
from assessments.actions.refusals import NotYours, Refused

__all__ = [
    "NotYours",
    "Refused",
    "accept_ledger",
    "advance",
    "answer_item",
    "ask_to_accept",
    "draw_schools",
    "evaluate",
    "record_inspection",
    "record_survey",
    "set_deadline",
    "start",
]
