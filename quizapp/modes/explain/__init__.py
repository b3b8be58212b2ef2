"""Explain it: an open question, answered in one's own words and held against the concepts of a good answer."""
