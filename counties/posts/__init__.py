"""Posts (岗位): who answers for which office, appointed and ended by its leader or one above."""
