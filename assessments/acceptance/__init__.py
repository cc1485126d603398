"""The step of accepting a ledger (采用): said in words, asked for, watched."""
