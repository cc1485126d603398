"""The demonstration (示例): invented counties whose ledgers show what the product does.

Towns, schools and figures are all made up, and codes begin with 99, outside GB/T 2260. Nothing
here looks at the clock or at chance: the same code gives the same ledgers, to the byte.
"""
