"""Evidence (佐证材料): the files that a county shows for items of the standard, and which lack one."""
