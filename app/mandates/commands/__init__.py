"""Writes of a scheme's mandate: the page itself, its KPIs, and the records that belong to it."""
