"""The repair workbook (修改稿): the clerk's own workbook with every problem marked where it stands."""
