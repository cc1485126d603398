"""The roadmap (认定规划): in which year each county is to be recognised, beside where it stands."""
