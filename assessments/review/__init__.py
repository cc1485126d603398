"""The review (复核) of what a county submitted: every item marked, doubts put to the county and answered."""
