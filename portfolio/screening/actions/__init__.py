"""Every write with a rule in it: asking, deciding, watching, and the letters that follow."""
