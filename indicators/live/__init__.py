"""The ledger's workbook that computes (活模板): indicators, shortfalls and coefficients by formulas."""
