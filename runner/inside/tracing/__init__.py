"""Follows a snippet line by line in its own process: what changed, what was called, what was printed and raised."""
