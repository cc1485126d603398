"""The page of the trail (审计记录) for the auditor: what was done and refused in his office and below."""
