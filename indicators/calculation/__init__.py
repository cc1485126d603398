"""测算: from the facts of a county's schools to exact findings. Standard library only.

``standard.parse`` reads a standard, ``findings.judge`` applies it to ``facts.SchoolFacts``. Nothing
here rounds, reads files or knows a database.
"""
