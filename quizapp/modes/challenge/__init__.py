"""The timed challenge: a few problems, a clock each, a badge when all are right."""
