"""What is done with a review: it is begun, written in, and moved."""

from assessments.recheck.actions.beginning import Beginning, Named, begin, may_begin
from assessments.recheck.actions.moving import advance
from assessments.recheck.actions.writing import check, measure

__all__ = ["Beginning", "Named", "advance", "begin", "check", "may_begin", "measure"]
