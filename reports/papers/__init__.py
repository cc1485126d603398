"""The official documents (文书) of a round: each put together as blocks, from its snapshot and its record."""
