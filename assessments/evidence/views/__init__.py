"""Pages of the evidence: its matrix, taking in and placing files, and taking them away."""
