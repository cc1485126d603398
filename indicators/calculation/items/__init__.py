"""The items (条目) beside resource allocation: 政府保障程度, 教育质量 and the 17 of 2012, each typed.

An item is worked out from ledgers and county figures by a method of this package, or answered with
a conclusion. ``judging.judge_items`` applies all items of a standard.
"""
