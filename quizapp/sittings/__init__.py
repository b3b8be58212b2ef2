"""One learner's pass through a list of revisions under a policy: clock, grading, scoring."""
