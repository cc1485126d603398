"""The desk (办理): where an assessment stands, and what may be done with it now."""
