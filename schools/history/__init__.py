"""Schools over time: what an upload implies, what the county confirms, a school's years."""
