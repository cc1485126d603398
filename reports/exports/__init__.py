"""Lists (清单) to take away: rows as a workbook or as text with commas, the same rows in both."""
