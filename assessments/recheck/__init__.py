"""Review (复查) of a recognised county that slips: begun, put right by the county, looked at by the province,
and decided by the nation, which keeps the recognition or withdraws it (保留认定、撤销认定)."""
